// 更正: a record the server has, opened again with the reviewer's remark on top. Serves K1, E6.

import { type ReactNode, useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { dayOf } from '#kernel/dates.ts';
import type { Issue } from '#kernel/errors.ts';
import { Card, EmptyState, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { TextInput } from '#web/field/kit/form.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import type { FieldVisit } from '../../visits.ts';
import { errorAt } from '../shared/answers.ts';
import { type OwnVisits, useOwnVisits } from './cached.ts';
import { correctionOf, type FormDraft, useFormState } from './form-state.ts';
import { askGiveUp } from './new-record.tsx';
import { draftName } from './overview.ts';
import { hand, saved } from './saving.ts';
import { useUnsentVisits } from './unsent-visits.ts';
import { VisitForm } from './visit-form.tsx';
import { visitWords } from './visit-words.tsx';
import type { UnsentVisit } from './waiting.ts';

export const reasonMissing = (draft: FormDraft): Issue[] =>
  draft.value.revision !== null && draft.value.reason.trim() === '' ? [{ path: 'reason', message: '请填写更正原因' }] : [];

/** Why it is corrected; both versions are kept with it. */
export const ReasonPart = ({ draft, issues }: { draft: FormDraft; issues: readonly Issue[] }): ReactNode => (
  <Card title="更正原因">
    <TextInput
      label="为什么更正"
      hint="原来的内容会保留，审核人能看到改了什么。"
      required
      error={draft.value.reason.trim() ? null : errorAt(issues, 'reason')}
      value={draft.value.reason}
      onChange={reason => draft.put(() => ({ reason }))}
    />
  </Card>
);

function Form({ visit, own }: { visit: FieldVisit; own: OwnVisits }) {
  const { people } = useOwnPeople();
  const [start] = useState(() => correctionOf(visit));
  const draft = useFormState(draftName({ of: 'correct', visit: visit.id }), () => ({
    ...start,
    reason: visit.state === 'returned' ? '按退回意见修改' : '',
  }));
  const leave = async () => {
    await draft.clear();
    go(`records/${visit.id}`, true);
  };
  if (!draft.ready) return null;
  return (
    <VisitForm
      draft={draft}
      person={people.find(p => p.id === visit.resident) ?? null}
      station={visit.station}
      shared={own.shared}
      previous={null}
      received_on={dayOf(visit.received_at)}
      head={
        <>
          <p className="whom">
            <strong>{visit.resident_name}</strong> · 更正 {visitWords(visit)}
          </p>
          {visit.state === 'returned' && <Note mood="warn">退回意见：{visit.remark}</Note>}
        </>
      }
      foot={issues => <ReasonPart draft={draft} issues={issues} />}
      also={() => reasonMissing(draft)}
      action="保存更正"
      onSave={async written => {
        if (await saved(() => hand(draft.value, written, visit.resident_name))) await leave();
      }}
      onGiveUp={async () => {
        if (await askGiveUp()) await leave();
      }}
    />
  );
}

/** Decided when the page is opened: a correction that is being saved must not change the page under its author's hands. */
function Opened({ id, own, unsent }: { id: string; own: OwnVisits; unsent: readonly UnsentVisit[] }) {
  const [visit] = useState(() => own.visits.find(v => v.id === id));
  const [waiting] = useState(() => unsent.find(u => u.input.id === id && u.does !== 'withdraw'));
  if (visit && !waiting) return <Form visit={visit} own={own} />;
  return waiting ? (
    <EmptyState title="这条记录已有未发送的更正">
      <p>请在那份更正里继续修改，送达后审核人看到的是最后的内容。</p>
      <LinkButton look="main" to={`unsent/${waiting.item.id}`}>
        打开未发送的更正
      </LinkButton>
    </EmptyState>
  ) : (
    <EmptyState title="本机没有这条记录">
      <p>手机只保存最近的记录；更早的请在电脑端更正。</p>
      <LinkButton to="records">回到记录</LinkButton>
    </EmptyState>
  );
}

export default function CorrectRecord({ params }: { params: Params }) {
  const own = useOwnVisits();
  const people = useOwnPeople();
  const unsent = useUnsentVisits();
  if (!own.ready || !people.ready || !unsent) return null;
  return <Opened id={params.id ?? ''} own={own} unsent={unsent} />;
}
