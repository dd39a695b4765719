// 今天: what was sent back, what was begun, and who is due and why; computed on the phone from what it keeps. Serves K1, C1, E6.

import { useMemo, useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { ageWords, villageWords } from '#domain/clients/screens/shared/person-words.ts';
import { dayOf, listDay } from '#kernel/dates.ts';
import { Button, EmptyState, LinkButton, Note, Row } from '#web/field/kit/basic.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { slot } from '#web/field/registry.ts';
import { StatusTag } from '#web/status.tsx';
import { useOwnVisits } from './cached.ts';
import { type DueEntry, type DueGroup, dueGroups, dueWords, knownVisits } from './overview.ts';
import { Drafts, Returned } from './pending.tsx';
import { useUnsentVisits } from './unsent-visits.ts';

/** So many are shown of a group before "更多". */
const FIRST = 20;

const DueRow = ({ entry, today }: { entry: DueEntry; today: string }) => {
  const { person, due } = entry;
  return (
    <Row
      to={`people/${person.id}`}
      title={
        <>
          {person.name} <span className="row-beside">{ageWords(person.born_on, today)}</span>
        </>
      }
      detail={`${villageWords(person)} · ${due.why}`}
      state={<StatusTag mood={due.state === 'overdue' ? 'warn' : 'wait'}>{dueWords(entry)}</StatusTag>}
    />
  );
};

function Group({ group, today }: { group: DueGroup; today: string }) {
  const [all, setAll] = useState(false);
  const { title, entries } = group;
  return (
    <section className="group">
      <h2>
        {title} <small>{entries.length} 人</small>
      </h2>
      <ul className="list">
        {(all ? entries : entries.slice(0, FIRST)).map(entry => (
          <DueRow key={entry.person.id} entry={entry} today={today} />
        ))}
      </ul>
      {!all && entries.length > FIRST && (
        <Button wide onClick={() => setAll(true)}>
          显示其余 {entries.length - FIRST} 人
        </Button>
      )}
    </section>
  );
}

const Nothing = ({ people }: { people: number }) =>
  people > 0 ? (
    <EmptyState icon="done" title="近期没有到期的探访">
      <p>名下 {people} 人都在期限内。需要走访时，从对象页开始记录。</p>
      <LinkButton to="people" icon="people">
        查看服务对象
      </LinkButton>
    </EmptyState>
  ) : (
    <EmptyState icon="today" title="今天没有安排">
      <p>站长分派服务对象后，到期的探访会列在这里；分派后到有信号的地方打开一次即可。</p>
    </EmptyState>
  );

export function Today() {
  const { people, asOf: peopleAsOf, ready, trouble } = useOwnPeople();
  const own = useOwnVisits();
  const unsent = useUnsentVisits();
  const today = dayOf(new Date());
  const groups = useMemo(
    () => dueGroups(people, id => knownVisits(id, own.people.get(id), unsent ?? []), today, own.shared.settings),
    [people, own.people, own.shared, unsent, today],
  );
  if (!ready || !own.ready || !unsent) return null;
  // As old as the older of its two lists; of no day as long as one of them is missing.
  const asOf = peopleAsOf && own.asOf && (peopleAsOf < own.asOf ? peopleAsOf : own.asOf);
  return (
    <>
      <p className="row-detail">
        {listDay(today)}
        {asOf && ` · 名单截至 ${asOfWords(asOf, today)}`}
      </p>
      {slot('today').map((Part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the modules' order never changes
        <Part key={i} />
      ))}
      {asOf === null && trouble && <Note mood="warn">{trouble}</Note>}
      <Returned />
      <Drafts />
      {groups.map(group => (
        <Group key={group.title} group={group} today={today} />
      ))}
      {groups.length === 0 && <Nothing people={people.length} />}
      {slot('todayMore').map((Part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the modules' order never changes
        <Part key={i} />
      ))}
    </>
  );
}
