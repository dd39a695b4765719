// A visit that waits in the outbox: what it would do, and what its author wrote. Pure. Serves K1, E1.

import type { z } from 'zod';
import type { Unsent } from '#web/outbox.ts';
import { CorrectInput, correct, RecordInput, record, type Written, withdraw } from '../../visits.ts';

type Withdrawal = z.output<typeof withdraw.input>;
/** `record` and `correct` carry what was written; an input the phone cannot understand any more is left to 我的/未发送. */
export type UnsentVisit = { item: Unsent } & (
  | { does: 'record'; input: RecordInput }
  | { does: 'correct'; input: CorrectInput }
  | { does: 'withdraw'; input: Withdrawal }
);

/** The author's part of what waits to be sent. */
export function writtenIn(u: Extract<UnsentVisit, { does: 'record' | 'correct' }>): Written {
  if (u.does === 'record') {
    const { id: _id, resident: _resident, worker: _worker, recorded_at: _at, ...written } = u.input;
    return written;
  }
  const { id: _id, revision: _revision, reason: _reason, ...written } = u.input;
  return written;
}

export function asVisit(item: Unsent): UnsentVisit | null {
  if (item.command === record.name) {
    const { data } = RecordInput.safeParse(item.input);
    return data ? { item, does: 'record', input: data } : null;
  }
  if (item.command === correct.name) {
    const { data } = CorrectInput.safeParse(item.input);
    return data ? { item, does: 'correct', input: data } : null;
  }
  if (item.command === withdraw.name) {
    const { data } = withdraw.input.safeParse(item.input);
    return data ? { item, does: 'withdraw', input: data } : null;
  }
  return null;
}
