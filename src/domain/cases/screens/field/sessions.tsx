// The three ways a session's form is opened on the phone: new, to correct one the server has, to go on with one that still waits. Serves K3b, E1.

import { useEffect, useState } from 'react';
import { EmptyState, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { ask } from '#web/field/kit/dialog.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { type Unsent, unsent } from '#web/outbox.ts';
import { type FieldCase, formOf } from '../../cases.ts';
import { useOwnCases } from './cached.ts';
import { SessionForm } from './session-form.tsx';
import { correctionOf, newSession, type SessionState, unsentState, useSession } from './session-state.ts';

const askGiveUp = (): Promise<boolean> =>
  ask({
    title: '放弃这份草稿？',
    body: <p>填写的内容和照片会从本机删除，不能找回。</p>,
    yes: '放弃',
    no: '继续填写',
    harm: true,
  });

const Absent = () => (
  <EmptyState icon="record" title="不在您的个案里">
    <p>它可能已移交、已送达，或还没有下载到本机。</p>
    <LinkButton to="cases">回到个案</LinkButton>
  </EmptyState>
);

type FormProps = { name: string; of: FieldCase | null; late_days: number; item?: Unsent; back: string; start(): SessionState };
function Form({ name, of, late_days, item, back, start }: FormProps) {
  const draft = useSession(name, start);
  if (!draft.ready) return null;
  const called = of ? `${of.case_no} ${of.resident_name}` : (item?.title ?? '');
  return (
    <SessionForm
      draft={draft}
      of={of}
      name={of?.case_no ?? ''}
      late_days={late_days}
      head={
        <>
          <p className="whom">
            <strong>{called}</strong> · {formOf(draft.value.kind).title}
          </p>
          {item?.refusal && <Note mood="harm">{item.refusal.say}</Note>}
        </>
      }
      onSaved={() => go(back, true)}
      onGiveUp={async () => {
        if (!(await askGiveUp())) return;
        await draft.clear();
        go(back, true);
      }}
    />
  );
}

export const NewSession = ({ params }: { params: Params }) => {
  const own = useOwnCases();
  const of = own.cases.find(c => c.id === params.id);
  if (!own.ready) return null;
  if (!of) return <Absent />;
  return (
    <Form name={`cases.new/${of.id}`} of={of} late_days={own.late_days} back={`cases/${of.id}`} start={() => newSession(of)} />
  );
};

export const CorrectSession = ({ params }: { params: Params }) => {
  const own = useOwnCases();
  const of = own.cases.find(c => c.id === params.id);
  const told = of?.sessions_told.find(r => r.id === params.record);
  if (!own.ready) return null;
  if (!of || !told) return <Absent />;
  return (
    <Form
      name={`cases.correct/${told.id}/${told.revision}`}
      of={of}
      late_days={own.late_days}
      back={`cases/${of.id}`}
      start={() => correctionOf(of, told)}
    />
  );
};

export const UnsentSession = ({ params }: { params: Params }) => {
  const own = useOwnCases();
  const [item, setItem] = useState<Unsent | null | undefined>();
  useEffect(() => {
    void unsent(params.id ?? '').then(setItem);
  }, [params.id]);
  if (!own.ready || item === undefined) return null;
  const state = item && unsentState(item);
  if (!item || !state) return <Absent />;
  const of = own.cases.find(c => c.id === state.case || c.sessions_told.some(r => r.id === state.record)) ?? null;
  return <Form name={`cases.unsent/${item.id}`} of={of} late_days={own.late_days} item={item} back="cases" start={() => state} />;
};
