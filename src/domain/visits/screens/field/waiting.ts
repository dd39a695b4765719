// A visit that waits in the outbox: what it would do, and what its author wrote. Pure. Serves K1, E1.

import type { z } from 'zod';
import { Saved } from '#kernel/endpoints.ts';
import type { Unsent } from '#web/outbox.ts';
import type { Amend } from '#web/outbox.wire.ts';
import { CorrectInput, correct, RecordInput, record, type Written, withdraw } from '../../visits.ts';

type Withdrawal = z.output<typeof withdraw.input>;
/** `record` and `correct` carry what was written; an input the phone cannot understand any more is left to 我的/未发送. */
export type UnsentVisit = { item: Unsent } & (
  | { does: 'record'; input: RecordInput }
  | { does: 'correct'; input: CorrectInput }
  | { does: 'withdraw'; input: Withdrawal }
);

const ofRecord = ({ id: _id, resident: _resident, worker: _worker, recorded_at: _at, ...written }: RecordInput): Written =>
  written;
const ofCorrection = ({ id: _id, revision: _revision, reason: _reason, ...written }: CorrectInput): Written => written;
/** The author's part of what waits to be sent. */
export const writtenIn = (u: Exclude<UnsentVisit, { does: 'withdraw' }>): Written =>
  u.does === 'record' ? ofRecord(u.input) : ofCorrection(u.input);

export function asVisit(item: Unsent): UnsentVisit | null {
  const { command, input } = item;
  if (command === record.name) return known(RecordInput, input, data => ({ item, does: 'record', input: data }));
  if (command === correct.name) return known(CorrectInput, input, data => ({ item, does: 'correct', input: data }));
  if (command === withdraw.name) return known(withdraw.input, input, data => ({ item, does: 'withdraw', input: data }));
  return null;
}

function known<T extends z.ZodType>(schema: T, input: unknown, use: (data: z.output<T>) => UnsentVisit): UnsentVisit | null {
  const read = schema.safeParse(input);
  return read.success ? use(read.data) : null;
}

const LATE_EDIT = '发送前又作了修改';
/** An edit of a record that had arrived already becomes its correction, made from the revision the server answered. */
export const amendRecord: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = RecordInput.safeParse(input);
  return at.success && now.success ? { command: correct, input: { ...ofRecord(now.data), ...at.data, reason: LATE_EDIT } } : null;
};
/** The same for a correction that is edited once more. */
export const amendCorrection: Amend = (input, answer) => {
  const at = Saved.safeParse(answer);
  const now = CorrectInput.safeParse(input);
  return at.success && now.success ? { command: correct, input: { ...now.data, ...at.data } } : null;
};
