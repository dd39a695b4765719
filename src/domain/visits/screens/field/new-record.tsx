// 记录入户探访 and 电话问候: a new record of one of the worker's own people, begun with the last one. Serves K1, E6.

import type { FieldPerson as Person } from '#domain/clients/clients.ts';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { ageWords, categoryWords } from '#domain/clients/screens/shared/person-words.ts';
import { dayOf } from '#kernel/dates.ts';
import { EmptyState, LinkButton } from '#web/field/kit/basic.tsx';
import { ask } from '#web/field/kit/dialog.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { KINDS, type VisitKind, type Written } from '../../visits.ts';
import { type OwnVisits, useOwnVisits } from './cached.ts';
import { type FormState, newRecord, useFormState } from './form-state.ts';
import { draftName, lastMet } from './overview.ts';
import { hand, saved } from './saving.ts';
import { useUnsentVisits } from './unsent-visits.ts';
import { VisitForm } from './visit-form.tsx';

/** Whom the form is about, always in sight at its head. */
export const Whom = ({ title, person }: { title: string; person: Person }) => (
  <p className="whom">
    <strong>{person.name}</strong> {ageWords(person.born_on, dayOf(new Date()))} · {title}
    <span className="row-detail">{[person.village_name, categoryWords(person.categories)].filter(Boolean).join(' · ')}</span>
  </p>
);

export const askGiveUp = (): Promise<boolean> =>
  ask({
    title: '放弃这份草稿？',
    body: <p>填写的内容和照片会从本机删除，不能找回。</p>,
    yes: '放弃',
    no: '继续填写',
    harm: true,
  });

type FormProps = { kind: VisitKind; person: Person; own: OwnVisits; previous: Written | null; start(): FormState };

function Form({ kind, person, own, previous, start }: FormProps) {
  const draft = useFormState(draftName({ of: 'new', kind, person: person.id }), start);
  const home = `people/${person.id}`;
  if (!draft.ready) return null;
  return (
    <VisitForm
      draft={draft}
      person={person}
      station={person.station}
      shared={own.shared}
      previous={previous}
      head={<Whom title={KINDS[kind]} person={person} />}
      action="保存记录"
      onSave={async written => {
        if (!(await saved(() => hand(draft.value, written, person.name)))) return;
        await draft.clear();
        go(home, true);
      }}
      onGiveUp={async () => {
        if (!(await askGiveUp())) return;
        await draft.clear();
        go(home, true);
      }}
    />
  );
}

function NewRecord({ kind, params }: { kind: VisitKind; params: Params }) {
  const { people, ready } = useOwnPeople();
  const own = useOwnVisits();
  const unsent = useUnsentVisits();
  const person = people.find(p => p.id === params.id);
  if (!ready || !own.ready || !unsent) return null;
  if (!person)
    return (
      <EmptyState icon="people" title="不在您的名单里">
        <p>只能为自己名下的服务对象登记。如需登记，请联系站长分派。</p>
        <LinkButton to="people">回到对象</LinkButton>
      </EmptyState>
    );
  const last = lastMet(kind, person.id, own.people.get(person.id), unsent);
  return (
    <Form
      kind={kind}
      person={person}
      own={own}
      previous={last}
      start={() => newRecord(kind, person.id, dayOf(new Date()), last)}
    />
  );
}

export const NewHomeVisit = ({ params }: { params: Params }) => <NewRecord kind="home_visit" params={params} />;
export const NewWelfareCall = ({ params }: { params: Params }) => <NewRecord kind="welfare_call" params={params} />;
