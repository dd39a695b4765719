// An assessment that waits in the outbox: what it would do, and what its author wrote. Serves K3, E1.

import { useEffect } from 'react';
import { Saved } from '#kernel/endpoints.ts';
import { outboxChanges, type Unsent, unsentOf } from '#web/outbox.ts';
import type { Amend } from '#web/outbox.wire.ts';
import { accountNow, session } from '#web/session.ts';
import { signal, useSignal } from '#web/signal.ts';
import { CorrectInput, correct, RecordInput, record, type Written } from '../../assessments.ts';

export type UnsentAssessment = { item: Unsent } & (
  | { does: 'record'; input: RecordInput }
  | { does: 'correct'; input: CorrectInput }
);

const ofRecord = ({
  id: _,
  resident: __,
  instrument: ___,
  version: ____,
  purpose: _____,
  recorded_at: ______,
  ...w
}: RecordInput): Written => w;
const ofCorrection = ({ id: _, revision: __, reason: ___, ...w }: CorrectInput): Written => w;
/** The author's part of what waits to be sent. */
export const writtenIn = (u: UnsentAssessment): Written => (u.does === 'record' ? ofRecord(u.input) : ofCorrection(u.input));

export function asAssessment(item: Unsent): UnsentAssessment | null {
  if (item.command === record.name) {
    const input = RecordInput.safeParse(item.input);
    return input.success ? { item, does: 'record', input: input.data } : null;
  }
  if (item.command !== correct.name) return null;
  const input = CorrectInput.safeParse(item.input);
  return input.success ? { item, does: 'correct', input: input.data } : null;
}

const LATE_EDIT = '发送前又作了修改';
/** An edit of a record that had arrived already becomes its correction, made from the revision the server answered. */
export const amendRecord: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = RecordInput.safeParse(input);
  return at.success && now.success ? { command: correct, input: { ...ofRecord(now.data), ...at.data, reason: LATE_EDIT } } : null;
};
export const amendCorrection: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = CorrectInput.safeParse(input);
  return at.success && now.success ? { command: correct, input: { ...now.data, ...at.data } } : null;
};

const opened = signal<readonly UnsentAssessment[] | null>(null);
let looks = 0;
let watching = false;
async function look(): Promise<void> {
  const turn = ++looks;
  const account = accountNow();
  const items = account ? await unsentOf(account) : [];
  // A later look has seen more.
  if (turn === looks) opened.set(account ? items.flatMap(item => asAssessment(item) ?? []).reverse() : null);
}
function watch(): void {
  if (watching) return;
  watching = true;
  outboxChanges.subscribe(() => void look());
  session.subscribe(() => void look());
  void look();
}
/** Newest first; null until the phone has looked. */
export function useUnsentAssessments(): readonly UnsentAssessment[] | null {
  useEffect(watch, []);
  return useSignal(opened);
}
