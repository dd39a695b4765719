// One case: where it stands, what is missing and where that is written, goals, records, what the client sees, who reaches it. Serves K3, K3b.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { refusal } from '#kernel/policy.ts';
import { read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { casesPolicy as may } from '../../cases.policy.ts';
import {
  type CaseFull,
  CLOSE_TYPES,
  formOf,
  get,
  KIND_CODES,
  type Kind,
  mayWrite,
  namesOf,
  PROBLEMS,
  prefill,
  record,
  URGENCIES,
} from '../../cases.ts';
import { factsFrom, nextWords, toldFrom } from '../shared/about.ts';
import { CaseDoings, GlassForm } from './CaseDoings.tsx';
import { CaseForm } from './CaseForm.tsx';
import { ClientVersion, Goals, Way } from './CaseParts.tsx';
import { StageTag, today } from './parts.tsx';
import { RecordRead } from './RecordRead.tsx';
import './cases.css';

type Props = { of: CaseFull; onDone(): void };

const sentenceOf = (c: CaseFull): string => {
  if (c.closed_on)
    return `${documentDay(c.closed_on)} 结案${c.close_type ? `，${CLOSE_TYPES[c.close_type]}` : ''}；服务 ${c.services} 次。`;
  if (c.stage === 'declined') return `${documentDay(c.opened_on)} 登记，没有接案。`;
  return `${documentDay(c.opened_on)} 接案，约定 ${c.attendance.agreed} 次、见到 ${c.attendance.kept} 次；下次：${nextWords(c.next_on, today())}。`;
};

const Head = ({ of: c }: { of: CaseFull }) => (
  <>
    <h2 className="case-title">
      {c.case_no}{' '}
      {c.resident ? (
        <Link to="/people/$id" params={{ id: c.resident }}>
          {c.resident_name}
        </Link>
      ) : (
        c.resident_name
      )}{' '}
      <StageTag row={c} />
    </h2>
    <p>
      {c.station_name} · 主责社工 {c.worker_name} · {URGENCIES[c.urgency]}
      {c.problem_types.length > 0 && ` · ${c.problem_types.map(code => PROBLEMS[code]).join('、')}`}
      {c.reopens && (
        <>
          {' · 重开自 '}
          <Link to="/cases/$id" params={{ id: c.reopens.id }}>
            {c.reopens.case_no}
          </Link>
        </>
      )}
      {c.reopened_as && (
        <>
          {' · 已重开为 '}
          <Link to="/cases/$id" params={{ id: c.reopened_as.id }}>
            {c.reopened_as.case_no}
          </Link>
        </>
      )}
    </p>
    {c.stage !== 'declined' && <Way stage={c.stage} />}
    <PageSentence>{sentenceOf(c)}</PageSentence>
  </>
);

function useWriting(c: CaseFull) {
  const { search, change } = useAddress();
  const actor = useActor();
  const facts = factsFrom(c);
  const mine = refusal(may['cases.record'], actor, { station: c.station, worker: c.worker, open: c.open }) === null;
  const ways = mine && c.open ? KIND_CODES.filter(kind => kind !== 'intake' && mayWrite(kind, facts, today()) === null) : [];
  const asked = one(search.write) as Kind | undefined;
  const writing = asked && ways.includes(asked) ? (asked as Exclude<Kind, 'intake'>) : null;
  return { ways, writing, write: (kind: Kind | undefined) => change({ write: kind, record: undefined }) };
}

/** What is missing, each with the way to it. */
function Missing({ of: c, ways, write }: { of: CaseFull; ways: readonly Kind[]; write(kind: Kind): void }) {
  const { change } = useAddress();
  if (c.gaps.length === 0) return <StatusTag mood="good">资料齐全</StatusTag>;
  const toReview = (kind: Kind) => c.records.findLast(r => r.kind === `cases.${kind}`)?.id;
  return (
    <ul className="case-gaps" aria-label="还缺什么">
      {c.gaps.map(gap => (
        <li key={gap.code}>
          {gap.say}{' '}
          {gap.code.endsWith('_review') ? (
            <button type="button" className="link" onClick={() => change({ record: toReview(gap.kind), write: undefined })}>
              查看{formOf(gap.kind).title}
            </button>
          ) : (
            ways.includes(gap.kind) && (
              <button type="button" className="link" onClick={() => write(gap.kind)}>
                填写{formOf(gap.kind).title}
              </button>
            )
          )}
        </li>
      ))}
    </ul>
  );
}

function Writing({ of: c, kind, onDone }: Props & { kind: Exclude<Kind, 'intake'> }) {
  const [id] = useState(newId);
  const told = toldFrom(c);
  return (
    <section aria-label={`填写${formOf(kind).title}`}>
      <h2>填写{formOf(kind).title}</h2>
      <CaseForm
        key={kind}
        kind={kind}
        keptAs={`case ${c.id} ${kind}`}
        names={namesOf(told)}
        initial={() => ({ occurred_on: today(), content: prefill(kind, told) })}
        submit={({ reason: _, ...made }, command) => send(record, { kind, id, case: c.id, ...made } as never, { id: command })}
        onDone={onDone}
      />
    </section>
  );
}

function Content({ of: c, onDone }: Props) {
  const { search } = useAddress();
  const { ways, writing, write } = useWriting(c);
  const asked = one(search.record);
  const names = namesOf(toldFrom(c));
  const done = () => {
    write(undefined);
    onDone();
  };
  return (
    <>
      <section aria-labelledby="case-missing">
        <h2 id="case-missing">还缺什么</h2>
        <Missing of={c} ways={ways} write={write} />
        <p className="bar no-print">
          {ways.map(kind => (
            <Button
              key={kind}
              type={kind === writing ? 'primary' : 'default'}
              onClick={() => write(kind === writing ? undefined : kind)}
            >
              {formOf(kind).title}
            </Button>
          ))}
        </p>
      </section>
      {writing && <Writing key={writing} of={c} kind={writing} onDone={done} />}
      <section aria-labelledby="case-goals">
        <h2 id="case-goals">目标</h2>
        <Goals of={c} />
      </section>
      <section aria-labelledby="case-records">
        <h2 id="case-records">记录</h2>
        {c.records.map(r => (
          <RecordRead key={`${r.id} ${asked === r.id}`} record={r} names={names} open={asked === r.id} onDone={onDone} />
        ))}
      </section>
      <section aria-labelledby="case-client">
        <h2 id="case-client">服务对象版</h2>
        <ClientVersion of={c} />
      </section>
      <CaseDoings of={c} onDone={onDone} />
    </>
  );
}

const Shut = ({ of: c, onDone }: Props) => (
  <section aria-label="内容不公开">
    <p>
      这个个案的内容只对主责社工、站长和指派的督导开放。共有记录 {c.records.length} 份，待审核 {c.waiting} 份。
    </p>
    <GlassForm of={c} onDone={onDone} />
  </section>
);

export default function CasePage() {
  const { id } = useParams({ strict: false });
  const client = useQueryClient();
  const answer = useQuery({
    queryKey: ['cases.get', id],
    queryFn: ({ signal }) => read(get, { id: id ?? '' }, signal),
    enabled: id !== undefined,
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const c = answer.data;
  if (!c) return <p role="status">正在读取…</p>;
  const refresh = () => {
    for (const key of ['cases.get', 'cases.list']) void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <article className="case-page">
      <Head of={c} />
      {c.open ? <Content of={c} onDone={refresh} /> : <Shut of={c} onDone={refresh} />}
    </article>
  );
}
