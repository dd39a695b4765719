// The visits that still lie in this phone's outbox: what was recorded or corrected and is not yet with the server. Lists show them
// beside what was read, so that a visit made this morning is not due any more this noon. Serves K1, E1.

import { useEffect } from 'react';
import { outboxChanges, unsentOf } from '#web/outbox.ts';
import { accountNow, session } from '#web/session.ts';
import { signal, useSignal } from '#web/signal.ts';
import { asVisit, type UnsentVisit } from './waiting.ts';

/** Opened once for all screens; null until the phone has looked. */
const opened = signal<readonly UnsentVisit[] | null>(null);
let looks = 0;
let watching = false;

async function look(): Promise<void> {
  const turn = ++looks;
  const account = accountNow();
  const items = account ? await unsentOf(account) : [];
  // A later look has seen more.
  if (turn === looks) opened.set(account ? items.flatMap(item => asVisit(item) ?? []).reverse() : null);
}

function watch(): void {
  if (watching) return;
  watching = true;
  outboxChanges.subscribe(() => void look());
  session.subscribe(() => void look());
  void look();
}

/** Newest first; null until the phone has looked. */
export function useUnsentVisits(): readonly UnsentVisit[] | null {
  useEffect(watch, []);
  return useSignal(opened);
}
