// The phone's pages of assessments: choose an instrument for a person, fill it in, go on with an unsent one, look at a result. Serves K3, E1.

import { useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { ageWords } from '#domain/clients/screens/shared/person-words.ts';
import { dayOf, listDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { useDraft } from '#web/drafts.ts';
import { Card, EmptyState, LinkButton, List, Note, Row } from '#web/field/kit/basic.tsx';
import { ask } from '#web/field/kit/dialog.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { FOR_KINDS, type ForKind, INFORMANTS, type Instrument, itemsOf, OCCASIONS, score } from '../../assessments.ts';
import { ResultShown } from '../shared/result-shown.tsx';
import { bodyOf, type OwnAssessments, useOwnAssessments } from './cached.ts';
import { AssessmentForm } from './form.tsx';
import { type FormState, formOf, newForm, save } from './form-state.ts';
import { type UnsentAssessment, useUnsentAssessments } from './waiting.ts';
import './field.css';

const askGiveUp = (): Promise<boolean> =>
  ask({ title: '放弃这份草稿？', body: <p>填写的内容会从本机删除，不能找回。</p>, yes: '放弃', no: '继续填写', harm: true });

const Missing = ({ title, words, to, back }: { title: string; words: string; to: string; back: string }) => (
  <EmptyState title={title}>
    <p>{words}</p>
    <LinkButton to={to}>{back}</LinkButton>
  </EmptyState>
);

/** Which instrument for this person. */
export function Choose({ params }: { params: Params }) {
  const own = useOwnAssessments();
  if (!own.ready) return null;
  const usable = own.instruments.filter(i => i.usable);
  const onward = params.kind && params.forId ? `/for/${params.kind}/${params.forId}` : '';
  if (usable.length === 0)
    return (
      <Missing
        title="本机还没有量表"
        words={own.trouble ?? '请在有信号时打开一次，量表会自动下载。'}
        to={`people/${params.id}`}
        back="返回"
      />
    );
  return (
    <List label="量表">
      {usable.map(i => (
        <Row
          key={i.code}
          to={`people/${params.id}/assess/${i.code}${onward}`}
          title={i.body.title}
          detail={`${itemsOf(i.body).length} 题 · ${i.body.purpose}`}
        />
      ))}
    </List>
  );
}

type FormProps = {
  name: string;
  form: string;
  start: FormState;
  own: OwnAssessments;
  unsent: UnsentAssessment | null;
  home: string;
};

function Form({ name, form, start, own, unsent, home }: FormProps) {
  const draft = useDraft<FormState>(form, () => start);
  const { people } = useOwnPeople();
  if (!draft.ready) return null;
  const instrument = bodyOf(own, draft.value.code, draft.value.version);
  if (!instrument) return <Missing title="本机没有这份量表" words="请在有信号时更新后再填写。" to={home} back="返回" />;
  const person = people.find(p => p.id === draft.value.resident);
  const refusal = unsent?.item.refusal;
  const leave = async () => {
    await draft.clear();
    go(home, true);
  };
  return (
    <AssessmentForm
      draft={draft}
      instrument={instrument}
      late_days={own.late_days}
      refused={refusal?.issues ?? []}
      head={
        <>
          <p className="whom">
            <strong>{person?.name ?? name}</strong> {person && ageWords(person.born_on, dayOf(new Date()))} · {instrument.title}
          </p>
          {refusal && <Note mood="harm">{refusal.say}</Note>}
        </>
      }
      onSave={async () => {
        if (await save(draft.value, instrument, person?.name ?? name)) await leave();
      }}
      onGiveUp={async () => {
        if (await askGiveUp()) await leave();
      }}
    />
  );
}

const purposeOf = ({ kind, forId }: Params): FormState['purpose'] =>
  kind && forId && Object.hasOwn(FOR_KINDS, kind) ? { kind: kind as ForKind, id: forId } : null;

/** A new assessment of one of the worker's own people. */
export function NewAssessment({ params }: { params: Params }) {
  const own = useOwnAssessments();
  const { people, ready } = useOwnPeople();
  const person = people.find(p => p.id === params.id);
  const found = own.instruments.find(i => i.code === params.code && i.usable);
  if (!own.ready || !ready) return null;
  if (!person || !found)
    return <Missing title="不能在本机评估" words="此人不在您的名单里，或量表已停用。请联系站长。" to="people" back="回到对象" />;
  const purpose = purposeOf(params);
  const before = own.assessments.some(a => a.resident === person.id && a.instrument === found.code);
  const occasion = purpose ? (before ? 'after' : 'before') : before ? 'routine' : 'first';
  const of = { resident: person.id, code: found.code, version: found.version, purpose };
  const start = newForm(of, found.body.informants[0]!, occasion, dayOf(new Date()));
  return (
    <Form
      name={person.name}
      form={`assessments.new/${person.id}/${found.code}/${purpose?.id ?? ''}`}
      start={start}
      own={own}
      unsent={null}
      home={`people/${person.id}`}
    />
  );
}

function OpenedUnsent({ own, all, id }: { own: OwnAssessments; all: readonly UnsentAssessment[]; id: string }) {
  // Decided when the page is opened: one that is delivered meanwhile must not vanish under its author's hands.
  const [u] = useState(() => all.find(one => one.item.id === id) ?? null);
  if (!u)
    return (
      <Missing title="这条记录已经发送或删除" words="已送达的评估在此人的页面里，可以打开更正。" to="people" back="回到对象" />
    );
  const known = own.assessments.find(a => a.id === u.input.id);
  return (
    <Form
      name={u.item.title}
      form={`assessments.unsent/${id}`}
      start={formOf(u, known)}
      own={own}
      unsent={u}
      home="mine/unsent"
    />
  );
}
/** One that is still on this phone, opened again. */
export function UnsentPage({ params }: { params: Params }) {
  const own = useOwnAssessments();
  const all = useUnsentAssessments();
  return own.ready && all ? <OpenedUnsent own={own} all={all} id={params.id ?? ''} /> : null;
}

/** A result the server has; its author goes on to correct it. */
export function AssessedPage({ params }: { params: Params }) {
  const own = useOwnAssessments();
  const unsent = useUnsentAssessments();
  if (!own.ready || !unsent) return null;
  const a = own.assessments.find(one => one.id === params.id);
  const instrument: Instrument | undefined = a && bodyOf(own, a.instrument, a.version);
  if (!a || !instrument)
    return <Missing title="本机没有这次评估" words="手机只保存最近的记录；更早的请在电脑端查看。" to="people" back="回到对象" />;
  const waiting = unsent.find(u => u.input.id === a.id);
  return (
    <>
      <Card title={instrument.title}>
        <p className="row-detail">
          {a.resident_name} · {listDay(a.assessed_on)} · {OCCASIONS[a.occasion]} · {INFORMANTS[a.informant]}
          {a.late && ' · 补录'}
        </p>
        {a.written ? (
          <ResultShown instrument={instrument} result={score(instrument, a.written.answers)} />
        ) : (
          <p>
            同事的评估：{a.total === null ? '没有总分' : `${a.total} ${a.unit}`} {a.grade_label}
          </p>
        )}
      </Card>
      {a.written && (
        <LinkButton wide icon="pen" to={waiting ? `assess/unsent/${waiting.item.id}` : `assessed/${a.id}/correct`}>
          {waiting ? '打开未发送的更正' : '更正'}
        </LinkButton>
      )}
    </>
  );
}

export function CorrectPage({ params }: { params: Params }) {
  const own = useOwnAssessments();
  const a = own.assessments.find(one => one.id === params.id);
  const [item] = useState(newId);
  if (!own.ready) return null;
  if (!a?.written)
    return <Missing title="本机没有这次评估" words="只能更正自己登记的、仍在本机的评估。" to="people" back="回到对象" />;
  const start: FormState = {
    id: a.id,
    item,
    resident: a.resident,
    code: a.instrument,
    version: a.version,
    purpose: null,
    revision: a.revision,
    reason: '',
    written: a.written,
  };
  return (
    <Form
      name={a.resident_name}
      form={`assessments.correct/${a.id}`}
      start={start}
      own={own}
      unsent={null}
      home={`people/${a.resident}`}
    />
  );
}
