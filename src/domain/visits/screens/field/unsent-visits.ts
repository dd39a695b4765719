// The visits that still lie in this phone's outbox: what was recorded or corrected and is not yet with the server. Lists show them
// beside what was read, so that a visit made this morning is not due any more this noon. Serves K1, E1.

import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { outboxChanges, type Unsent, unsentOf } from '#web/outbox.ts';
import { accountNow } from '#web/session.ts';
import { useSignal } from '#web/signal.ts';
import { CorrectInput, correct, RecordInput, record, withdraw } from '../../visits.ts';

type Withdrawal = z.output<typeof withdraw.input>;
/** `record` and `correct` carry what was written; an input the phone cannot understand any more is left to 我的/未发送. */
export type UnsentVisit = { item: Unsent } & (
  | { does: 'record'; input: RecordInput }
  | { does: 'correct'; input: CorrectInput }
  | { does: 'withdraw'; input: Withdrawal }
);

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

/** Null until the phone has looked. Newest first. */
export function useUnsentVisits(): readonly UnsentVisit[] | null {
  const changes = useSignal(outboxChanges);
  const [visits, setVisits] = useState<readonly UnsentVisit[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` says that the outbox is another one now
  useEffect(() => {
    let left = false;
    const account = accountNow();
    if (account)
      void unsentOf(account).then(items => {
        if (!left) setVisits(items.flatMap(item => asVisit(item) ?? []).reverse());
      });
    return () => {
      left = true;
    };
  }, [changes]);
  return visits;
}
