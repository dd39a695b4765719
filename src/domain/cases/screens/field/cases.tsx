// 个案 on the phone: the worker's own cases with the next agreed day, one case with its goals and sessions, and those due on 今天. Serves K3b.

import { dayOf, listDay } from '#kernel/dates.ts';
import { RECORD_STATES, type RecordState } from '#kernel/review.ts';
import { Card, EmptyState, LinkButton, Note, Row } from '#web/field/kit/basic.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import type { Params } from '#web/field/registry.ts';
import { StatusTag } from '#web/status.tsx';
import { CHANNELS, type FieldCase, LEAST_SERVICES, REACHED } from '../../cases.ts';
import { nextWords, STATE_MOOD, stageMood, stageWords } from '../shared/about.ts';
import { useOwnCases } from './cached.ts';

const today = (): string => dayOf(new Date());
const CaseLine = ({ of: c }: { of: FieldCase }) => (
  <Row
    to={`cases/${c.id}`}
    title={`${c.resident_name} ${c.case_no}`}
    detail={`下次 ${nextWords(c.next_on, today())} · 服务 ${c.services} 次`}
    state={<StatusTag mood={stageMood(c)}>{stageWords(c)}</StatusTag>}
  />
);

export function Cases() {
  const { cases, ready, asOf, trouble } = useOwnCases();
  if (!ready) return null;
  return (
    <>
      {asOf && <p className="row-detail">截至 {asOfWords(asOf, today())}</p>}
      {trouble && asOf === null && <Note mood="warn">{trouble}</Note>}
      <ul className="list" aria-label="我的个案">
        {cases.map(c => (
          <CaseLine key={c.id} of={c} />
        ))}
      </ul>
      {cases.length === 0 && (
        <EmptyState icon="record" title="没有在办的个案">
          <p>在电脑端从服务对象档案接案后，会列在这里。</p>
        </EmptyState>
      )}
    </>
  );
}

const Told = ({ of: c }: { of: FieldCase }) => (
  <Card title="我登记的服务">
    <ul className="list">
      {c.sessions_told.toReversed().map(r => {
        const open = r.state === 'submitted' || r.state === 'returned';
        const remark = r.remarks.findLast(v => v.remark)?.remark;
        return (
          <Row
            key={r.id}
            {...(open && { to: `cases/${c.id}/correct/${r.id}` })}
            title={`${listDay(r.occurred_on)} ${CHANNELS[r.content.channel as keyof typeof CHANNELS] ?? ''}`}
            detail={remark ?? (r.late ? '补录' : undefined)}
            state={<StatusTag mood={STATE_MOOD[r.state as RecordState]}>{RECORD_STATES[r.state as RecordState]}</StatusTag>}
          />
        );
      })}
    </ul>
    {c.sessions_told.length === 0 && <p className="row-detail">还没有。</p>}
  </Card>
);

export function OneCase({ params }: { params: Params }) {
  const { cases, ready } = useOwnCases();
  const c = cases.find(one => one.id === params.id);
  if (!ready) return null;
  if (!c)
    return (
      <EmptyState icon="record" title="不在您的个案里">
        <LinkButton to="cases">回到个案</LinkButton>
      </EmptyState>
    );
  const may = c.consent || c.decision === 'emergency';
  return (
    <>
      <Card>
        <p className="row-title">
          {c.resident_name} <StatusTag mood={stageMood(c)}>{stageWords(c)}</StatusTag>
        </p>
        <p className="row-detail">
          {c.case_no} · 服务 {c.services} / {LEAST_SERVICES} 次 · 下次 {nextWords(c.next_on, today())}
        </p>
        {c.next_plan && <p>上次说好：{c.next_plan}</p>}
      </Card>
      {!c.consent && (
        <Note mood="warn">{may ? '紧急处置中：请尽快补签知情同意书。' : '还没有知情同意书，签署后才能登记服务。'}</Note>
      )}
      {may && (
        <div className="actions">
          <LinkButton wide look="main" icon="pen" to={`cases/${c.id}/session`}>
            {c.closed_on ? '登记回访' : '记录一次服务'}
          </LinkButton>
        </div>
      )}
      <Card title="目标">
        <ul className="list">
          {c.goals.map(g => (
            <Row
              key={g.id}
              title={g.goal}
              detail={`开始 ${g.baseline} 分，现在 ${g.now ?? '—'} 分，希望 ${g.target} 分`}
              state={g.reached && <StatusTag mood={g.reached === 'reached' ? 'good' : 'wait'}>{REACHED[g.reached]}</StatusTag>}
            />
          ))}
        </ul>
        {c.goals.length === 0 && <p className="row-detail">计划书写好后，目标会列在这里。</p>}
      </Card>
      <Told of={c} />
    </>
  );
}

/** On 今天: agreed for today or before, and what the head of station sent back. */
export function DueCases() {
  const { cases } = useOwnCases();
  const day = today();
  const due = cases.filter(c => (c.next_on !== null && c.next_on <= day) || c.sessions_told.some(r => r.state === 'returned'));
  if (due.length === 0) return null;
  return (
    <section className="group">
      <h2>
        个案约定 <small>{due.length} 个</small>
      </h2>
      <ul className="list">
        {due.map(c => (
          <CaseLine key={c.id} of={c} />
        ))}
      </ul>
    </section>
  );
}

/** The way to one's own cases. */
export function CasesLink() {
  const { cases } = useOwnCases();
  if (cases.length === 0) return null;
  return (
    <LinkButton wide to="cases" icon="record">
      {`我的个案 ${cases.length} 个`}
    </LinkButton>
  );
}

/** On a person's page: her case, where she has one. */
export function PersonCase({ person }: { person: string }) {
  const { cases } = useOwnCases();
  const own = cases.filter(c => c.resident === person);
  if (own.length === 0) return null;
  return (
    <Card title="个案">
      <ul className="list">
        {own.map(c => (
          <CaseLine key={c.id} of={c} />
        ))}
      </ul>
    </Card>
  );
}
