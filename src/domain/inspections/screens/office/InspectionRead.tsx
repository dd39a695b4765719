// One inspection in full: the sheet, its findings, what it said before; and what its reader may do.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { read, send } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';
import {
  addFinding,
  correct,
  get,
  type InspectionFull,
  SECTIONS,
  SIGNATURE_REASONS,
  sheet,
  type Written,
  withdraw,
} from '../../inspections.ts';
import { AddFinding, FindingRead } from './FindingRead.tsx';
import { LevelTag, needed, Photos, time, useTry } from './parts.tsx';
import { SheetForm } from './SheetForm.tsx';
import './inspections.css';

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Sheet = ({ written: w }: { written: Written }) => (
  <>
    {SECTIONS.map(section => (
      <section key={section.key} aria-label={section.title}>
        <h2>{section.title}</h2>
        <ul className="item-list">
          {Object.entries(section.items).map(([key, title]) => {
            const answer = w.answers[`${section.key}.${key}`];
            return (
              <li key={key}>
                <span>{title}</span>
                {answer ? <LevelTag level={answer.level} /> : '未填'}
                {answer?.remark && <span className="said wrapped">{answer.remark}</span>}
                {answer && <Photos files={answer.photos} of={title} />}
              </li>
            );
          })}
        </ul>
      </section>
    ))}
    <section aria-label="指导内容">
      <h2>指导内容</h2>
      <p className="wrapped">{w.guidance}</p>
      <Photos files={w.photos} of="现场" />
    </section>
    {w.station_words && (
      <section aria-label="站长意见">
        <h2>站长意见</h2>
        <p className="wrapped">{w.station_words}</p>
      </section>
    )}
  </>
);

const Head = ({ inspection: i }: { inspection: InspectionFull }) => (
  <dl>
    <Fact label="社工站">{i.station_name}</Fact>
    <Fact label="检查日期">{documentDay(i.inspected_on)}</Fact>
    <Fact label="检查时间">{i.written.started_at ? `${i.written.started_at}–${i.written.ended_at ?? ''}` : '未填'}</Fact>
    <Fact label="检查人">{i.inspector}</Fact>
    <Fact label="在场人员">{[...i.present.map(p => p.name), i.written.others].filter(Boolean).join('、') || '未填'}</Fact>
    <Fact label="站长签名">
      {i.signed ? '已签名' : i.written.signature_reason ? SIGNATURE_REASONS[i.written.signature_reason] : '无'}
    </Fact>
    <Fact label="结论">{`符合 ${i.met} 项，部分符合 ${i.partly} 项，不符合 ${i.unmet} 项`}</Fact>
    <Fact label="收到时间">{`${time(i.received_at)}${i.late ? '（补录）' : ''}`}</Fact>
  </dl>
);

const Revisions = ({ inspection }: { inspection: InspectionFull }) =>
  inspection.revisions.length === 0 ? null : (
    <section aria-label="更正记录">
      <h2>更正记录</h2>
      {inspection.revisions.map(r => (
        <details key={r.revision}>
          <summary>
            第 {r.revision} 版，{r.by} 写于 {time(r.at)}；更正原因：{r.reason}
          </summary>
          <Sheet written={r.written} />
        </details>
      ))}
    </section>
  );

type Doing = 'correct' | 'withdraw' | 'finding' | null;

function Doings({ inspection: i, onDone }: { inspection: InspectionFull; onDone(): void }) {
  const actor = useActor();
  const [doing, setDoing] = useState<Doing>(null);
  const attempt = useTry();
  const changes = refusal(may['inspections.correct'], actor, { station: i.station, state: i.state }) === null;
  const seen = { id: i.id, revision: i.revision };
  const done = () => {
    setDoing(null);
    onDone();
  };
  return (
    <>
      <p className="bar">
        <Button onClick={() => void attempt(() => download(sheet, { id: i.id }))}>下载检查记录表（PDF）</Button>
        {changes && (
          <>
            <Button onClick={() => setDoing(doing === 'correct' ? null : 'correct')}>更正</Button>
            <Button onClick={() => setDoing(doing === 'finding' ? null : 'finding')}>补登问题</Button>
            <Button danger onClick={() => setDoing(doing === 'withdraw' ? null : 'withdraw')}>
              撤回
            </Button>
          </>
        )}
      </p>
      {doing === 'correct' && (
        <SheetForm
          station={i.station}
          keptAs={`inspection ${i.id} ${i.revision}`}
          initial={{ ...i.written, findings: [] }}
          correcting
          submit={(written, draft, id) => send(correct, { ...written, ...seen, reason: draft.reason ?? '' }, { id })}
          onDone={done}
        />
      )}
      {doing === 'finding' && (
        <AddFinding on={i.inspected_on} onDone={done} submit={(f, id) => send(addFinding, { ...f, inspection: i.id }, { id })} />
      )}
      {doing === 'withdraw' && (
        <CommandForm<{ reason: string }>
          action="撤回这次检查"
          danger
          onDone={done}
          submit={({ reason }, id) => send(withdraw, { ...seen, reason }, { id })}
        >
          <p>撤回后仍可查看，但不再计数；还没有整改完的问题一并取消。</p>
          <Form.Item name="reason" label="撤回原因" rules={needed}>
            <Input maxLength={200} />
          </Form.Item>
        </CommandForm>
      )}
    </>
  );
}

/** One inspection, wherever it is opened. */
export function InspectionRead({ id }: { id: string }) {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: ['inspections.get', id], queryFn: ({ signal }) => read(get, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const i = answer.data;
  if (!i) return <p role="status">正在读取…</p>;
  const refresh = () => {
    for (const key of ['inspections.get', 'inspections.list', 'inspections.grid', 'inspections.findings'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <article className="read">
      {i.state === 'withdrawn' && (
        <p>
          <StatusTag mood="plain">已撤回</StatusTag> {i.remark}
        </p>
      )}
      <Doings inspection={i} onDone={refresh} />
      <Head inspection={i} />
      {i.finding_rows.length > 0 && (
        <section aria-label="发现的问题与整改">
          <h2>发现的问题与整改</h2>
          {i.finding_rows.map(f => (
            <FindingRead key={f.id} finding={f} onDone={refresh} />
          ))}
        </section>
      )}
      <Sheet written={i.written} />
      <Revisions inspection={i} />
    </article>
  );
}
