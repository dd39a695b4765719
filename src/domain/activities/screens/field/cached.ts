// What the phone keeps of activities: those of the station from two months ago on, and how much of each still waits in the outbox. Serves K5b.

import { useEffect } from 'react';
import type { Command } from '#kernel/endpoints.ts';
import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { say } from '#web/field/kit/dialog.tsx';
import { add, type Note, outboxChanges, unsentOf } from '#web/outbox.ts';
import { accountNow, session } from '#web/session.ts';
import { signal, useSignal } from '#web/signal.ts';
import { StoreError } from '#web/store.ts';
import { addPhoto, attend, count, type FieldActivity, field } from '../../activities.ts';

type Village = { code: string; name: string; station: number };
type Kept = { id: 'own'; activities: readonly FieldActivity[]; villages: readonly Village[] };
export const ownActivities: Collection<Kept> = {
  name: 'activities.own',
  id: row => row.id,
  page: async () => {
    const { activities, villages } = await read(field, {});
    return { rows: [{ id: 'own', activities, villages }], after: null, more: false };
  },
};

/** What waits for an activity: people ticked or typed, people counted, pictures. */
export type Waits = { residents: readonly string[]; names: readonly string[]; counted: number; photos: number };
const NOTHING: Waits = { residents: [], names: [], counted: 0, photos: 0 };
const waiting = signal<ReadonlyMap<string, Waits>>(new Map());
let watching = false;
let looks = 0;

async function look(): Promise<void> {
  const turn = ++looks;
  const account = accountNow();
  const items = account ? await unsentOf(account) : [];
  if (turn !== looks) return;
  const found = new Map<string, Waits>();
  const more = (id: string, change: (w: Waits) => Partial<Waits>) => {
    const before = found.get(id) ?? NOTHING;
    found.set(id, { ...before, ...change(before) });
  };
  for (const item of items) {
    const people = item.command === attend.name ? attend.input.safeParse(item.input) : null;
    const counted = item.command === count.name ? count.input.safeParse(item.input) : null;
    const photo = item.command === addPhoto.name ? addPhoto.input.safeParse(item.input) : null;
    if (people?.success)
      more(people.data.activity, w => ({
        residents: [...w.residents, ...people.data.people.flatMap(p => ('resident' in p ? p.resident : []))],
        names: [...w.names, ...people.data.people.flatMap(p => ('name' in p ? p.name : []))],
      }));
    if (counted?.success) more(counted.data.activity, w => ({ counted: w.counted + counted.data.people }));
    if (photo?.success) more(photo.data.activity, w => ({ photos: w.photos + 1 }));
  }
  waiting.set(found);
}
function watch(): void {
  if (watching) return;
  watching = true;
  outboxChanges.subscribe(() => void look());
  session.subscribe(() => void look());
  void look();
}

export type OwnActivity = FieldActivity & { waits: Waits };
export function useOwnActivities(): { ready: boolean; activities: readonly OwnActivity[]; villages: readonly Village[] } {
  useEffect(watch, []);
  const { rows, state } = useCollection(ownActivities);
  const out = useSignal(waiting);
  const activities = (rows[0]?.activities ?? []).map(a => ({ ...a, waits: out.get(a.id) ?? NOTHING }));
  return { ready: state === 'ready', activities, villages: rows[0]?.villages ?? [] };
}

/** Puts a write into the outbox. Answers whether it is kept; a phone without room says so. */
export async function keep(command: Command, input: unknown, note: Note): Promise<boolean> {
  try {
    await add(command, input, note);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(error.say, 'harm');
    return false;
  }
  say('已存本机，有信号后自动发送。');
  return true;
}
