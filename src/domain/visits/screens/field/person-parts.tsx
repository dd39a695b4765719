// What visits add to the people's screens: the two big actions, when somebody is due, the last visit, the history. Serves K1, C1, E6.

import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { dayOf, listDay } from '#kernel/dates.ts';
import { Card, LinkButton, Note, Row } from '#web/field/kit/basic.tsx';
import { StatusTag } from '#web/status.tsx';
import { type Content, FORMS, fieldsOf, KINDS, type Observation, OUTCOMES, show, wasMet } from '../../visits.ts';
import { useOwnVisits } from './cached.ts';
import { dueOf, dueWords, formPath, historyOf, knownVisits, lastMet } from './overview.ts';
import { useUnsentVisits } from './unsent-visits.ts';
import { StateTag } from './visit-words.tsx';

export const PersonActions = ({ person }: { person: string }) => (
  <div className="actions">
    <LinkButton wide look="main" icon="home" to={formPath({ of: 'new', kind: 'home_visit', person })}>
      记录入户探访
    </LinkButton>
    <LinkButton wide icon="phone" to={formPath({ of: 'new', kind: 'welfare_call', person })}>
      电话问候
    </LinkButton>
  </div>
);

/** When this person is due; null where the phone does not know the person. */
function useDue(id: string) {
  const { people } = useOwnPeople();
  const own = useOwnVisits();
  const unsent = useUnsentVisits() ?? [];
  const person = people.find(p => p.id === id);
  if (!person || !own.ready) return null;
  const visits = knownVisits(id, own.people.get(id), unsent);
  const due = dueOf(person, visits, dayOf(new Date()), own.shared.settings);
  return due && { due, met: visits.some(v => wasMet(v.outcome)) };
}

const MOOD = { overdue: 'warn', due: 'wait', later: 'good' } as const;

/** In the list of people. */
export function PersonState({ person }: { person: string }) {
  const known = useDue(person);
  if (!known) return null;
  const { due } = known;
  return <StatusTag mood={MOOD[due.state]}>{due.state === 'later' ? `${due.on.slice(5)} 前` : dueWords(known)}</StatusTag>;
}

/** What was not normal the last time. */
const watched = (content: Content, kind: keyof typeof FORMS): string[] =>
  fieldsOf(FORMS[kind]).flatMap(([key, field]) => {
    const value = content[key];
    if (field.kind !== 'observation' || !value || (value as Observation).level === 'normal') return [];
    return [`${field.label}：${show(field, value)}`];
  });

function LastTime({ person }: { person: string }) {
  const own = useOwnVisits();
  const unsent = useUnsentVisits() ?? [];
  const known = useDue(person);
  const kept = own.people.get(person);
  const last = lastMet('home_visit', person, kept, unsent);
  return (
    <Card title="下次与上次">
      {known && (
        <div>
          <StatusTag mood={MOOD[known.due.state]}>{dueWords(known)}</StatusTag>
          <p className="row-detail">
            {listDay(known.due.on)} 前：{known.due.why}
          </p>
        </div>
      )}
      {last ? (
        <div>
          <p className="row-title">
            上次{KINDS.home_visit} {last.visited_on}
          </p>
          {watched(last.content, 'home_visit').map(words => (
            <p key={words}>
              <StatusTag mood="warn">{words}</StatusTag>
            </p>
          ))}
          {last.content.notes && <p className="row-detail clamp">{last.content.notes}</p>}
        </div>
      ) : (
        <p>还没有见到本人的入户记录。</p>
      )}
    </Card>
  );
}

function History({ person }: { person: string }) {
  const own = useOwnVisits();
  const unsent = useUnsentVisits() ?? [];
  const entries = historyOf(person, own.visits, own.people.get(person), unsent);
  if (entries.length === 0) return null;
  return (
    <Card title="探访与问候">
      <ul className="list">
        {entries.map(entry => (
          <Row
            key={entry.key}
            to={entry.to ?? undefined}
            title={`${listDay(entry.visited_on)} ${KINDS[entry.kind]}`}
            detail={`${OUTCOMES[entry.outcome]}${entry.to === null ? ' · 同事的或较早的记录' : ''}`}
            state={entry.state && <StateTag state={entry.state} />}
          />
        ))}
      </ul>
    </Card>
  );
}

export function PersonHistory({ person }: { person: string }) {
  const { trouble, asOf } = useOwnVisits();
  return (
    <>
      <LastTime person={person} />
      <History person={person} />
      {trouble && asOf === null && <Note mood="warn">{trouble}</Note>}
    </>
  );
}
