// What the phone keeps of group work: the worker's groups that are not ended, and what of them still waits in the outbox. Serves K4c, E1.

import { useEffect } from 'react';
import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { outboxChanges, unsentOf } from '#web/outbox.ts';
import { accountNow, session } from '#web/session.ts';
import { signal, useSignal } from '#web/signal.ts';
import { type FieldGroup, field, Roll, recordSession, rollCall, type SessionRow } from '../../groups.ts';

type Kept = { id: 'mine'; groups: readonly FieldGroup[] };
export const ownGroups: Collection<Kept> = {
  name: 'groups.own',
  id: row => row.id,
  page: async () => ({ rows: [{ id: 'mine', groups: (await read(field, {})).groups }], after: null, more: false }),
};

/** A roll that waits, with the id under which it lies. */
export type WaitingRoll = { item: string; roll: Roll };
type Waiting = { rolls: ReadonlyMap<string, WaitingRoll>; records: ReadonlySet<string> };
const waiting = signal<Waiting | null>(null);
let watching = false;
let looks = 0;

const recordedIn = (input: unknown): string[] => {
  const found = recordSession.input.safeParse(input);
  return found.success ? [found.data.content.session] : [];
};
async function look(): Promise<void> {
  const turn = ++looks;
  const account = accountNow();
  const items = account ? await unsentOf(account) : [];
  if (turn !== looks) return;
  const rolls = items.flatMap(item => {
    const roll = item.command === rollCall.name ? Roll.safeParse(item.input) : null;
    return roll?.success ? [[roll.data.session, { item: item.id, roll: roll.data }] as const] : [];
  });
  const records = items.filter(item => item.command === recordSession.name).flatMap(item => recordedIn(item.input));
  waiting.set(account ? { rolls: new Map(rolls), records: new Set(records) } : null);
}
function watch(): void {
  if (watching) return;
  watching = true;
  outboxChanges.subscribe(() => void look());
  session.subscribe(() => void look());
  void look();
}

/** A session as this phone knows it: also what it has not sent yet. */
export type Meeting = SessionRow & { waitingRoll: WaitingRoll | null; recordWaits: boolean };
export type OwnGroup = Omit<FieldGroup, 'sessions'> & { sessions: readonly Meeting[] };

export function useOwnGroups(): { ready: boolean; groups: readonly OwnGroup[]; asOf: string | null } {
  useEffect(watch, []);
  const { rows, state, asOf } = useCollection(ownGroups);
  const out = useSignal(waiting);
  const groups = (rows[0]?.groups ?? []).map(g => ({
    ...g,
    sessions: g.sessions.map(s => {
      const waitingRoll = out?.rolls.get(s.id) ?? null;
      const held = waitingRoll ? { state: 'held' as const, held_on: waitingRoll.roll.held_on } : {};
      return { ...s, ...held, waitingRoll, recordWaits: out?.records.has(s.id) ?? false };
    }),
  }));
  return { ready: state === 'ready' && out !== null, groups, asOf };
}

/** What is to be done with a session now, in words; null when nothing is. */
export function dueOf(s: Meeting, today: string): string | null {
  if (s.state === 'planned') return s.planned_on <= today ? '待点名' : null;
  if (s.state === 'held' && !s.record && !s.recordWaits) return '待写记录';
  return s.record_state === 'returned' && !s.recordWaits ? '记录已退回' : null;
}
