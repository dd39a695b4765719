// The visits that still lie in this phone's outbox: what was recorded or corrected and is not yet with the server. Lists show them
// beside what was read, so that a visit made this morning is not due any more this noon. Serves K1, E1.

import { useEffect, useState } from 'react';
import { outboxChanges, unsentOf } from '#web/outbox.ts';
import { accountNow } from '#web/session.ts';
import { useSignal } from '#web/signal.ts';
import { asVisit, type UnsentVisit } from './waiting.ts';

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
