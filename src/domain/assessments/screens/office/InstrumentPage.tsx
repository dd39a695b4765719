// One version of an instrument: what it is, its grades and rules, a trial, and what the county officer may do with it. Serves K3, E1.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { mayEver } from '#kernel/policy.ts';
import { ApiError, read, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { assessmentsPolicy as may } from '../../assessments.policy.ts';
import {
  discardInstrument,
  exportInstrument,
  fromBest,
  INFORMANTS,
  INSTRUMENT_STATES,
  type InstrumentFull,
  instrument,
  publishInstrument,
  retireInstrument,
  TOTALS,
} from '../../assessments.ts';
import { Cautions } from '../shared/result-shown.tsx';
import { Trial } from './Trial.tsx';
import './office.css';

const Retire = ({ i, onDone }: { i: InstrumentFull; onDone(): void }) => (
  <CommandForm<{ reason: string }>
    action="停用"
    danger
    submit={({ reason }, id) => send(retireInstrument, { id: i.id!, revision: i.revision, reason }, { id })}
    onDone={onDone}
  >
    <p>停用后不能再用它登记新的评估；已有的评估不变。</p>
    <Form.Item name="reason" label="停用原因" rules={[{ required: true, message: '请填写原因' }]}>
      <Input maxLength={200} autoComplete="off" />
    </Form.Item>
  </CommandForm>
);

function Doings({ i, onDone }: { i: InstrumentFull; onDone(): void }) {
  const navigate = useNavigate();
  const [retiring, setRetiring] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const run = (work: () => Promise<unknown>) =>
    work().then(onDone, (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  const edit = (from: string) =>
    void navigate({ to: '/instruments/edit', search: { from, code: i.code, version: String(i.version) } as never });
  const seen = i.id === null ? null : { id: i.id, revision: i.revision };
  return (
    <div className="no-print">
      {problem && <ErrorNote error={problem} />}
      <p className="row-actions">
        {i.state === 'draft' && (
          <>
            <Button type="primary" onClick={() => void run(() => send(publishInstrument, seen!, { id: newId() }))}>
              发布
            </Button>
            <Button onClick={() => edit('draft')}>修改草稿</Button>
            <Button
              onClick={() =>
                void run(() => send(discardInstrument, seen!, { id: newId() }).then(() => navigate({ to: '/instruments' })))
              }
            >
              放弃草稿
            </Button>
          </>
        )}
        {i.state === 'published' && (
          <>
            <Button onClick={() => edit('next')}>编写新版本</Button>
            <Button aria-expanded={retiring} onClick={() => setRetiring(!retiring)}>
              停用
            </Button>
          </>
        )}
        <Button onClick={() => edit('copy')}>复制为新的量表</Button>
      </p>
      {retiring && i.state === 'published' && <Retire i={i} onDone={onDone} />}
    </div>
  );
}

const About = ({ i: { body, ...i } }: { i: InstrumentFull }) => (
  <>
    <p>{body.purpose}</p>
    <dl className="facts">
      <dt>编号和版本</dt>
      <dd>
        {i.code}，第 {i.version} 版，{INSTRUMENT_STATES[i.state]}
        {i.published_on && `，${i.published_on} 发布`}
        {i.state_reason && `（${i.state_reason}）`}
      </dd>
      <dt>由谁回答</dt>
      <dd>{body.informants.map(who => INFORMANTS[who]).join('、')}</dd>
      <dt>总分</dt>
      <dd>
        {TOTALS[body.total.how]}
        {body.missing.allowed > 0 ? `，最多可缺 ${body.missing.allowed} 项` : '，有缺项就不计总分'}
      </dd>
      {body.repeat_days !== undefined && (
        <>
          <dt>复评</dt>
          <dd>每 {body.repeat_days} 天</dd>
        </>
      )}
    </dl>
    {body.grades.length > 0 && (
      <table className="plain-table">
        <caption>等级</caption>
        <tbody>
          {fromBest(body).map(g => (
            <tr key={g.code}>
              <th scope="row">{g.label}</th>
              <td>
                {g.from === g.to ? g.from : `${g.from}–${g.to}`} {body.total.unit}
              </td>
              <td>{g.meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {body.adjustments.length > 0 && (
      <>
        <h3>等级的调整</h3>
        <ul>
          {body.adjustments.map(a => (
            <li key={a.code}>{a.title}</li>
          ))}
        </ul>
      </>
    )}
    <h3>来源与注意事项</h3>
    <Cautions instrument={body} />
  </>
);

export default function InstrumentPage() {
  const { code } = useParams({ strict: false }) as { code: string };
  const { search } = useAddress();
  const actor = useActor();
  const client = useQueryClient();
  const version = one(search.version);
  const answer = useQuery({
    queryKey: ['assessments.instrument', code, version],
    queryFn: ({ signal }) => read(instrument, { code, version }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const i = answer.data;
  if (!i) return <Loading />;
  const fresh = () => {
    for (const name of ['assessments.instrument', 'assessments.instruments']) void client.invalidateQueries({ queryKey: [name] });
  };
  return (
    <div className="assess-page">
      <p className="no-print">
        <Link to="/instruments">全部量表</Link>
      </p>
      <h2>{i.title}</h2>
      {mayEver(may['assessments.draft_instrument'], actor) && <Doings i={i} onDone={fresh} />}
      <About i={i} />
      <p className="no-print">
        <Button
          icon={<Icon name="export" />}
          onClick={() => void download(exportInstrument, { code: i.code, version: i.version })}
        >
          导出 JSON
        </Button>
      </p>
      <Trial key={`${i.code} ${i.version}`} instrument={i.body} />
    </div>
  );
}
