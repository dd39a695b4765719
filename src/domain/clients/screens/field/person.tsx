// One person at the door: who it is, what to mind, whom to ring, and (from the modules above) what to do and what was done.
// Serves K1, C1; PRI-04 (what is shown here is what a visit needs).

import { codeName } from '#kernel/codes.ts';
import { dayOf } from '#kernel/dates.ts';
import { Card, EmptyState, LinkButton } from '#web/field/kit/basic.tsx';
import { type Params, slot } from '#web/field/registry.ts';
import { Icon } from '#web/icons.tsx';
import { StatusTag } from '#web/status.tsx';
import { FILE_STATES, type FieldPerson } from '../../clients.ts';
import { useOwnPeople } from '../shared/own-people.ts';
import { ageWords, categoryName, sexWord, villageWords } from '../shared/person-words.ts';

/** What a visitor should know before going in; sentences, from what is on file. */
export function warningsOf(person: FieldPerson): string[] {
  const kind = codeName('disability_type', person.disability_kind);
  const grade = codeName('disability_grade', person.disability_grade);
  return [
    ...(kind ? [`${kind}${grade ? ` ${grade}` : ''}`] : []),
    ...(person.health && person.health !== '10' ? [`健康状况：${codeName('health', person.health) ?? person.health}`] : []),
    ...(person.phone || person.contact?.phone || person.guardian?.phone ? [] : ['没有登记任何电话，请现场补问']),
    ...(person.notes ? [person.notes] : []),
  ];
}

const Dial = ({ number }: { number: string }) => (
  <a href={`tel:${number.replace(/[^\d+]/g, '')}`}>
    <Icon name="phone" size={1.1} />
    &nbsp;{number}
  </a>
);

type Other = FieldPerson['contact'];
const OtherPerson = ({ title, other }: { title: string; other: Other }) =>
  other && (
    <div>
      <dt>{title}</dt>
      <dd>
        {[other.name, other.relation && `（${other.relation}）`].filter(Boolean).join('')}{' '}
        {other.phone && <Dial number={other.phone} />}
      </dd>
    </div>
  );

function Household({ person, today }: { person: FieldPerson; today: string }) {
  const { members } = person.household;
  return (
    members.length > 0 && (
      <div>
        <dt>同户</dt>
        <dd>
          {members
            .map(m => `${m.name} ${[codeName('relation', m.relation), ageWords(m.born_on, today)].filter(Boolean).join(' ')}`)
            .join('\n')}
        </dd>
      </div>
    )
  );
}

const Facts = ({ person, today }: { person: FieldPerson; today: string }) => (
  <Card title="联系">
    <dl className="facts">
      <div>
        <dt>电话</dt>
        <dd>{person.phone ? <Dial number={person.phone} /> : '未登记'}</dd>
      </div>
      <OtherPerson title="联系人" other={person.contact} />
      <OtherPerson title="监护人" other={person.guardian} />
      <div>
        <dt>住址</dt>
        <dd>{person.address ?? villageWords(person)}</dd>
      </div>
      <Household person={person} today={today} />
      {person.identity && (
        <div>
          <dt>证件</dt>
          <dd>{person.identity}</dd>
        </div>
      )}
      <div>
        <dt>服务档案</dt>
        <dd>{[FILE_STATES[person.file_state], person.file_no].filter(Boolean).join(' ')}</dd>
      </div>
    </dl>
  </Card>
);

const Head = ({ person, today }: { person: FieldPerson; today: string }) => (
  <section className="card" aria-label="基本情况">
    <div>
      <h2 className="name">{person.name}</h2>
      <p className="row-detail">
        {[sexWord(person.sex), ageWords(person.born_on, today), person.born_on && `${person.born_on} 出生`, villageWords(person)]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
    {person.categories.length > 0 && (
      <ul className="tags" aria-label="对象类别">
        {person.categories.map(code => (
          <li key={code}>{categoryName(code)}</li>
        ))}
      </ul>
    )}
    {warningsOf(person).map(warning => (
      <StatusTag key={warning} mood="warn">
        {warning}
      </StatusTag>
    ))}
  </section>
);

const Slots = ({ place, person }: { place: 'personActions' | 'personHistory'; person: string }) =>
  slot(place).map((Part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the modules' order never changes
    <Part key={i} person={person} />
  ));

export default function Person({ params }: { params: Params }) {
  const { people, ready } = useOwnPeople();
  const today = dayOf(new Date());
  const person = people.find(p => p.id === params.id);
  if (!ready) return null;
  if (!person)
    return (
      <EmptyState icon="people" title="不在您的名单里">
        <p>此人可能已分派给其他社工，或已迁出、结束服务。请联系站长。</p>
        <LinkButton to="people">回到对象</LinkButton>
      </EmptyState>
    );
  return (
    <>
      <Head person={person} today={today} />
      <Slots place="personActions" person={person.id} />
      <Facts person={person} today={today} />
      <Slots place="personHistory" person={person.id} />
    </>
  );
}
