// One assessment beside the list, and as a page: the result with its explanation, what was answered, its history, correcting and
// withdrawing. Serves K3, E1.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { ApiError, read, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { Loading } from '#web/office/frame.tsx';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { assessmentsPolicy as may } from '../../assessments.policy.ts';
import { type AssessmentFull, FOR_KINDS, get, INFORMANTS, OCCASIONS, score, sheet, withdraw } from '../../assessments.ts';
import { Cautions, ResultShown } from '../shared/result-shown.tsx';
import { AssessmentCorrect } from './AssessmentCorrect.tsx';
import { totalWords } from './columns.tsx';
import './office.css';

const Head = ({ a }: { a: AssessmentFull }) => (
  <dl className="facts">
    <dt>服务对象</dt>
    <dd>
      <Link to="/people/$id" params={{ id: a.resident }}>
        {a.resident_name}
      </Link>
    </dd>
    <dt>评估日期</dt>
    <dd>
      {a.assessed_on}，{OCCASIONS[a.occasion]}
      {a.for_kind && `，用于${FOR_KINDS[a.for_kind]}`}
    </dd>
    <dt>由谁回答</dt>
    <dd>{INFORMANTS[a.informant]}</dd>
    <dt>评估人</dt>
    <dd>{[a.worker_name, ...a.co_worker_names].join('、')}</dd>
    {a.written.remark && (
      <>
        <dt>备注</dt>
        <dd>{a.written.remark}</dd>
      </>
    )}
    {a.late && (
      <>
        <dt>补录原因</dt>
        <dd>{a.written.late_reason}</dd>
      </>
    )}
  </dl>
);

const Withdraw = ({ a, onDone }: { a: AssessmentFull; onDone(): void }) => (
  <CommandForm<{ reason: string }>
    action="撤回"
    danger
    submit={({ reason }, id) => send(withdraw, { id: a.id, revision: a.revision, reason }, { id })}
    onDone={onDone}
  >
    <p>撤回后不计数，也不进入历次变化；内容和原因仍可查阅，不能恢复。</p>
    <Form.Item name="reason" label="撤回原因" rules={[{ required: true, message: '请填写原因' }]}>
      <Input maxLength={200} autoComplete="off" />
    </Form.Item>
  </CommandForm>
);

/** What this reader may still do. */
function Doings({ a, onDone }: { a: AssessmentFull; onDone(): void }) {
  const actor = useActor();
  const [doing, setDoing] = useState<'correct' | 'withdraw' | null>(null);
  const about = { station: a.station, worker: a.worker, written_by: a.written_by.id, state: a.state };
  if (refusal(may['assessments.correct'], actor, about)) return null;
  const done = () => {
    setDoing(null);
    onDone();
  };
  return (
    <div className="no-print">
      <p className="row-actions">
        <Button aria-expanded={doing === 'correct'} onClick={() => setDoing(doing === 'correct' ? null : 'correct')}>
          更正
        </Button>
        <Button aria-expanded={doing === 'withdraw'} onClick={() => setDoing(doing === 'withdraw' ? null : 'withdraw')}>
          撤回
        </Button>
      </p>
      {doing === 'correct' && <AssessmentCorrect a={a} onDone={done} />}
      {doing === 'withdraw' && <Withdraw a={a} onDone={done} />}
    </div>
  );
}

/** @param page on a page of its own: what it is stands on top */
export function AssessmentRead({ id, page = false }: { id: string; page?: boolean }) {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: ['assessments.get', id], queryFn: ({ signal }) => read(get, { id }, signal) });
  const [problem, setProblem] = useState<ApiError | null>(null);
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const a = answer.data;
  if (!a) return <Loading />;
  const print = () =>
    download(sheet, { id }).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  const changed = () => {
    for (const name of ['assessments.get', 'assessments.list', 'assessments.series'])
      void client.invalidateQueries({ queryKey: [name] });
  };
  return (
    <article className="assessment">
      {page && <h2>{a.instrument_title}</h2>}
      <p className="row-actions">
        {a.state === 'withdrawn' && <StatusTag mood="plain">已撤回</StatusTag>}{' '}
        {a.late && <StatusTag mood="plain">补录</StatusTag>}
        <Button icon={<Icon name="export" />} onClick={() => void print()}>
          下载评估表（PDF）
        </Button>
      </p>
      {problem && <ErrorNote error={problem} />}
      {a.state_reason && <p>撤回原因：{a.state_reason}</p>}
      <Head a={a} />
      <ResultShown instrument={a.body} result={score(a.body, a.written.answers)} />
      <Doings a={a} onDone={changed} />
      {a.revisions.map(r => (
        <p key={r.revision} className="hint">
          第 {r.revision} 版（{r.written_by.name}，{dayOf(r.written_at)}）：{totalWords({ total: r.total, unit: a.unit })}{' '}
          {r.grade_label}。更正原因：{r.reason}
        </p>
      ))}
      <h3>使用说明</h3>
      <Cautions instrument={a.body} />
    </article>
  );
}
