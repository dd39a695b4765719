// A record that is still on this phone, opened again: to go on with it, to correct what the server refused, to settle it with a version
// somebody else wrote meanwhile. It keeps its id. Serves E1, E6.

import { useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { dayOf } from '#kernel/dates.ts';
import { Button, Card, EmptyState, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { ask, say } from '#web/field/kit/dialog.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { discard, type Unsent } from '#web/outbox.ts';
import { corrections, prefillFrom, type VisitState } from '../../visits.ts';
import { answersOf, merged } from '../shared/answers.ts';
import { DifferencesShown } from '../shared/visit-shown.tsx';
import { type OwnVisits, useOwnVisits } from './cached.ts';
import { ReasonPart, reasonMissing } from './correct-record.tsx';
import { type FormDraft, type FormState, filesOf, useFormState } from './form-state.ts';
import { askGiveUp } from './new-record.tsx';
import { draftName } from './overview.ts';
import { handBack, saved } from './saving.ts';
import { Stale, type Standing, standingOf } from './stale.tsx';
import { useUnsentVisits } from './unsent-visits.ts';
import { VisitForm } from './visit-form.tsx';
import { type UnsentVisit, writtenIn } from './waiting.ts';

/** What carries a written record. */
type Kept = Exclude<UnsentVisit, { does: 'withdraw' }>;

/** The form of what lies in the outbox. */
function stateOf(u: Kept, own: OwnVisits): FormState {
  const written = writtenIn(u);
  const base = { kind: written.kind, visit: u.input.id, item: u.item.id, answers: answersOf(written) };
  const sent = filesOf(written).filter(file => !u.item.files.includes(file));
  if (u.does === 'correct') {
    const resident = own.visits.find(v => v.id === u.input.id)?.resident ?? null;
    return { ...base, resident, revision: u.input.revision, reason: u.input.reason, carried: null, sent };
  }
  const last = own.people.get(u.input.resident)?.[written.kind] ?? null;
  const carried = last && { on: last.visited_on, content: prefillFrom(written.kind, last).content };
  return { ...base, resident: u.input.resident, revision: null, reason: '', carried, sent };
}

const askDelete = (item: Unsent): Promise<boolean> =>
  ask({
    title: '删除这条未发送的记录？',
    body: <p>“{item.title}”只保存在这部手机上，删除后不能找回。</p>,
    yes: '删除',
    no: '保留',
    harm: true,
  });

const CLOSED: Partial<Record<VisitState, string>> = { approved: '已审核通过', withdrawn: '已撤回' };

/** The record is closed: the correction cannot be taken any more, but it is there to be read. */
function Closed({ u, standing, why }: { u: Kept; standing: Standing; why: string }) {
  return (
    <>
      <Note mood="harm">{why}</Note>
      <Card title={`对方的内容 → 我写的内容（${CLOSED[standing.state] ?? ''}）`}>
        <DifferencesShown differences={corrections(standing.written, writtenIn(u))} />
      </Card>
      <Button
        wide
        onClick={async () => {
          if (!(await askDelete(u.item))) return;
          await discard(u.item.id);
          say('已删除这条未发送的更正。');
          go('records', true);
        }}
      >
        不再更正，删除这份
      </Button>
    </>
  );
}

const Gone = () => (
  <EmptyState icon="done" title="这条记录已经发送或删除">
    <p>已送达的记录在“记录”里，可以打开更正。</p>
    <LinkButton to="records">回到记录</LinkButton>
  </EmptyState>
);

type FormProps = { id: string; u: Kept | null; own: OwnVisits; empty: FormState | null };

/** The form itself, with what the server said on top. */
function Edited({ u, own, draft }: { u: Kept | null; own: OwnVisits; draft: FormDraft }) {
  const { people } = useOwnPeople();
  const { value } = draft;
  const visit = own.visits.find(v => v.id === value.visit);
  const person = people.find(p => p.id === value.resident) ?? null;
  const name = person?.name ?? visit?.resident_name ?? '';
  const refusal = u?.item.refusal ?? null;
  const leave = async () => {
    await draft.clear();
    go('records', true);
  };
  return (
    <VisitForm
      draft={draft}
      person={person}
      station={person?.station ?? visit?.station}
      shared={own.shared}
      previous={null}
      received_on={visit && dayOf(visit.received_at)}
      refused={refusal?.code === 'stale' ? [] : refusal?.issues}
      head={
        <>
          <p className="whom">
            <strong>{name}</strong> · {u?.item.title ?? '更正中的记录'}
          </p>
          {refusal && refusal.code !== 'stale' && <Note mood="harm">{refusal.say}</Note>}
          {!u && <Note>这条记录已经送达；保存后会作为更正发送。</Note>}
        </>
      }
      foot={issues => value.revision !== null && <ReasonPart draft={draft} issues={issues} />}
      also={() => reasonMissing(draft)}
      action="保存并重新发送"
      onSave={async written => {
        if (await saved(() => handBack(u?.item ?? null, draft.value, written, name, visit?.revision ?? null))) await leave();
      }}
      giveUp="放弃本次修改"
      onGiveUp={async () => {
        if (await askGiveUp()) await leave();
      }}
    />
  );
}

/** Another version stands there: closed, or to be settled first. */
function Form({ id, u, own, empty }: FormProps) {
  const draft = useFormState(draftName({ of: 'unsent', item: id }), () => empty!);
  if (!draft.ready) return null;
  const state: FormState | null = draft.value;
  if (!state) return <Gone />;
  const refusal = u?.does === 'correct' ? u.item.refusal : null;
  const standing = refusal && standingOf(refusal.current);
  if (u && standing && CLOSED[standing.state]) return <Closed u={u} standing={standing} why={refusal.say} />;
  if (!u || !standing || standing.revision === state.revision) return <Edited u={u} own={own} draft={draft} />;
  return (
    <Stale
      mine={writtenIn(u)}
      standing={standing}
      onChosen={theirs =>
        draft.put(now => ({
          answers: merged(now.answers, answersOf(standing.written), theirs),
          revision: standing.revision,
          sent: [...now.sent, ...filesOf(standing.written)],
        }))
      }
    />
  );
}

/** Decided when the page is opened: a record that is delivered meanwhile must not vanish under its author's hands. */
function Opened({ id, own, unsent }: { id: string; own: OwnVisits; unsent: readonly UnsentVisit[] }) {
  const [u] = useState(() => unsent.find((one): one is Kept => one.item.id === id && one.does !== 'withdraw') ?? null);
  const [empty] = useState(() => u && stateOf(u, own));
  return <Form id={id} u={u} own={own} empty={empty} />;
}

export default function UnsentRecord({ params }: { params: Params }) {
  const own = useOwnVisits();
  const people = useOwnPeople();
  const unsent = useUnsentVisits();
  if (!own.ready || !people.ready || !unsent) return null;
  return <Opened id={params.id ?? ''} own={own} unsent={unsent} />;
}
