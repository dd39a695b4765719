// The form of a session or follow-up while it is filled in: how it begins, what it becomes, and its way through the outbox. Serves K3b, E1.

import { useCallback, useRef } from 'react';
import type { NO_SIGNATURE } from '#domain/records/records.ts';
import { dayOf } from '#kernel/dates.ts';
import { Saved } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { isLate } from '#kernel/lateness.ts';
import { useDraft } from '#web/drafts.ts';
import { add, edit, GoneError, type Note, type Unsent, unsent } from '#web/outbox.ts';
import type { Amend } from '#web/outbox.wire.ts';
import { type Content, CorrectInput, correct, type FieldCase, formOf, RecordInput, record, tidy } from '../../cases.ts';
import { problemsOf } from '../../checking.ts';

export type Served = 'session' | 'follow_up';
export type NoSignature = keyof typeof NO_SIGNATURE;
export type SessionState = {
  kind: Served;
  case: string;
  record: string;
  /** The command's id: saving twice is saving once. */
  item: string;
  /** The revision a correction was made from; null for a new record. */
  revision: number | null;
  reason: string;
  occurred_on: string;
  started_at: string;
  ended_at: string;
  late_reason: string;
  photos: readonly string[];
  signature: string | null;
  no_signature: NoSignature | null;
  content: Content;
  /** Files the server has already. */
  sent: readonly string[];
};

/** A new record of a case, begun with its open goals and what was planned the last time. */
export const newSession = (c: FieldCase): SessionState => ({
  kind: c.closed_on === null ? 'session' : 'follow_up',
  case: c.id,
  record: newId(),
  item: newId(),
  revision: null,
  reason: '',
  occurred_on: dayOf(new Date()),
  started_at: '',
  ended_at: '',
  late_reason: '',
  photos: [],
  signature: null,
  no_signature: null,
  content:
    c.closed_on === null
      ? {
          met: 'yes',
          channel: 'home',
          ...(c.next_plan && { purpose: c.next_plan }),
          progress: c.goals.map(g => ({ goal: g.id, scale: g.now ?? g.baseline })),
        }
      : { met: 'yes', channel: 'telephone' },
  sent: [],
});

type Written = Pick<RecordInput, 'occurred_on' | 'started_at' | 'ended_at' | 'late_reason' | 'files' | 'signatures' | 'content'>;
const headState = (w: Written) => {
  const [signed] = w.signatures;
  return {
    occurred_on: w.occurred_on,
    started_at: w.started_at ?? '',
    ended_at: w.ended_at ?? '',
    late_reason: w.late_reason ?? '',
    photos: w.files,
    signature: signed?.hash ?? null,
    no_signature: signed?.reason ?? null,
    content: w.content,
  };
};
const filesOf = (s: Pick<SessionState, 'photos' | 'signature'>): string[] => [...s.photos, ...(s.signature ? [s.signature] : [])];

/** A form that corrects a record the server has. */
export function correctionOf(c: FieldCase, r: FieldCase['sessions_told'][number]): SessionState {
  const { started_at, ended_at, ...rest } = r;
  const head = headState({ ...rest, ...(started_at && { started_at }), ...(ended_at && { ended_at }) });
  const kind = r.kind.endsWith('follow_up') ? 'follow_up' : 'session';
  return { ...newSession(c), ...head, kind, record: r.id, revision: r.revision, sent: filesOf(head) };
}
/** The form of what lies in the outbox; null for an input this phone does not understand any more. */
export function unsentState(item: Unsent): SessionState | null {
  const made = RecordInput.safeParse(item.input);
  const input = made.success ? made.data : CorrectInput.safeParse(item.input).data;
  if (!input || (input.kind !== 'session' && input.kind !== 'follow_up')) return null;
  const head = headState(input);
  const base = {
    ...head,
    kind: input.kind,
    record: input.id,
    item: item.id,
    sent: filesOf(head).filter(f => !item.files.includes(f)),
  };
  if ('case' in input) return { ...base, case: input.case, revision: null, reason: '' };
  const now = (item.refusal?.current ?? null) as { revision?: number } | null;
  return { ...base, case: '', revision: now?.revision ?? input.revision, reason: input.reason };
}

const writtenOf = (s: SessionState) => ({
  kind: s.kind,
  id: s.record,
  occurred_on: s.occurred_on,
  ...(s.started_at && { started_at: s.started_at }),
  ...(s.ended_at && { ended_at: s.ended_at }),
  ...(s.late_reason && { late_reason: s.late_reason }),
  files: [...s.photos],
  signatures: s.signature
    ? [{ as: 'client' as const, hash: s.signature }]
    : s.no_signature
      ? [{ as: 'client' as const, reason: s.no_signature }]
      : [],
  content: tidy(formOf(s.kind), s.content),
});

/** Everything the server would refuse that the phone can know. */
export function issuesOf(s: SessionState, late_days: number): Issue[] {
  const written = writtenOf(s);
  const today = dayOf(new Date());
  const late = s.revision === null && isLate(s.occurred_on, new Date(), late_days) && s.late_reason.trim() === '';
  return [
    ...problemsOf(s.kind, written, written.content, today),
    ...(late ? [{ path: 'late_reason', message: `已过 ${late_days} 天，属补录，请填写原因。` }] : []),
    ...(s.started_at && s.ended_at && s.ended_at < s.started_at
      ? [{ path: 'ended_at', message: '结束时间早于开始时间，请核对。' }]
      : []),
    ...(s.revision !== null && s.reason.trim() === '' ? [{ path: 'reason', message: '请填写更正原因' }] : []),
  ];
}

const inputOf = (s: SessionState, at: string): unknown =>
  s.revision === null
    ? { ...writtenOf(s), case: s.case, recorded_at: at }
    : { ...writtenOf(s), revision: s.revision, reason: s.reason };
const noteOf = (s: SessionState, name: string): Note & { files: string[] } => ({
  title: `${s.revision === null ? '' : '更正'}${formOf(s.kind).title} ${name} ${s.occurred_on.slice(5)}`,
  about: [s.record],
  files: filesOf(s).filter(f => !s.sent.includes(f)),
});

/**
 * Puts a record or a correction into the outbox, or back into its place; one that was delivered meanwhile travels on as a correction.
 * @throws StoreError
 */
export async function hand(s: SessionState, name: string): Promise<void> {
  const now = new Date().toISOString();
  const waiting = await unsent(s.item);
  try {
    if (waiting) await edit(s.item, inputOf(s, waiting.madeAt), noteOf(s, name));
    else await add(s.revision === null ? record : correct, inputOf(s, now), noteOf(s, name), s.item);
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    const onward = { ...s, revision: s.revision ?? 1, reason: s.reason || LATE_EDIT };
    await add(correct, inputOf(onward, now), noteOf(onward, name));
  }
}
const LATE_EDIT = '发送前又作了修改';

/** An edit of a record that had arrived already becomes its correction, made from the revision the server answered. */
export const amendRecord: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = RecordInput.safeParse(input);
  if (!at.success || !now.success) return null;
  const { case: _, recorded_at: __, worker: ___, ...written } = now.data;
  return { command: correct, input: { ...written, ...at.data, reason: LATE_EDIT } };
};
export const amendCorrection: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = CorrectInput.safeParse(input);
  return at.success && now.success ? { command: correct, input: { ...now.data, ...at.data } } : null;
};

/** A form's state that saves itself; `change` builds on the newest state, also from work that ended later (a photo). */
export function useSession(name: string, start: () => SessionState) {
  const draft = useDraft<SessionState>(name, start, filesOf);
  const { value, set } = draft;
  const newest = useRef(value);
  newest.current = value;
  const change = useCallback(
    (part: Partial<SessionState> | ((now: SessionState) => Partial<SessionState>)) => {
      newest.current = { ...newest.current, ...(typeof part === 'function' ? part(newest.current) : part) };
      set(newest.current);
    },
    [set],
  );
  return { ...draft, change };
}
export type SessionDraft = ReturnType<typeof useSession>;
