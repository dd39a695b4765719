// What a worker may read without signal: her own people and their last visits, sealed with the key that goes when she is signed out.
// Filled by incremental readings; every list says as of when it is ("数据截至 …").

import { useEffect } from 'react';
import { ApiError } from './api.ts';
import { withLock } from './lock.ts';
import { accountNow, session } from './session.ts';
import { type Signal, signal, useSignal } from './signal.ts';
import { type KeptCursor, open, StoreError, write } from './store.ts';
import { cacheKey, seal, unseal } from './vault.ts';

/** One list the phone keeps. */
export type Collection<T> = {
  name: string;
  /** The rows changed after a cursor (null: all), e.g. `after => read(clientsFeed, { after })`. */
  page(after: string | null): Promise<{ rows: readonly T[]; after: string | null; more: boolean }>;
  id(row: T): string;
  /** True for a row that is to leave the phone (closed, no longer hers). */
  gone?(row: T): boolean;
};
export type Kept<T> = { rows: readonly T[]; asOf: string | null; state: 'opening' | 'ready'; trouble: string | null };

const DAY_MS = 86_400_000;
const open_: Kept<never> = { rows: [], asOf: null, state: 'opening', trouble: null };
const memory = new Map<string, Signal<Kept<unknown>>>();

function shown<T>(collection: Collection<T>): Signal<Kept<T>> {
  if (!memory.has(collection.name)) memory.set(collection.name, signal<Kept<unknown>>(open_));
  return memory.get(collection.name) as Signal<Kept<T>>;
}

async function load<T>(collection: Collection<T>): Promise<void> {
  const key = await cacheKey();
  const db = await open();
  const kept = key ? await db.getAllFromIndex('rows', 'collection', collection.name) : [];
  const rows = await Promise.all(kept.map(row => unseal<T>(key!, row.sealed, row.id)));
  const asOf = (await db.get('cursors', collection.name))?.asOf ?? null;
  shown(collection).set({ ...shown(collection).get(), rows, asOf, state: 'ready' });
}

/**
 * Puts a page down, only if the same person is still signed in and the list still is where the page goes on from (`from`): it may have
 * been forgotten meanwhile, and later pages alone would look like the whole. `from` undefined: the page is the entire list.
 */
async function keepPage<T>(
  collection: Collection<T>,
  rows: readonly T[],
  cursor: KeptCursor,
  key: CryptoKey,
  account: string,
  from: string | null | undefined,
): Promise<boolean> {
  const staying = rows.filter(row => !collection.gone?.(row));
  const sealed = await Promise.all(
    staying.map(async row => ({
      collection: collection.name,
      id: collection.id(row),
      sealed: await seal(key, row, collection.id(row)),
    })),
  );
  return write(['rows', 'cursors', 'session'], async tx => {
    if ((await tx.objectStore('session').get('now'))?.actor.account !== account) return false;
    const whole = from === undefined;
    if (!whole && ((await tx.objectStore('cursors').get(collection.name))?.after ?? null) !== from) return false;
    const store = tx.objectStore('rows');
    if (whole) await store.delete(IDBKeyRange.bound([collection.name], [collection.name, []]));
    else for (const row of rows) if (collection.gone?.(row)) await store.delete([collection.name, collection.id(row)]);
    await Promise.all(sealed.map(row => store.put(row)));
    await tx.objectStore('cursors').put(cursor, collection.name);
    return true;
  });
}

/** Reads on from where the phone is. Once a day the whole list is read and replaces the old one: a row that was given to a colleague cannot say so. */
async function readOn<T>(collection: Collection<T>, key: CryptoKey, account: string): Promise<void> {
  const cursor = (await (await open()).get('cursors', collection.name)) ?? null;
  const asOf = new Date().toISOString();
  const whole = cursor !== null && Date.now() - Date.parse(cursor.fullAt) > DAY_MS;
  const fullAt = cursor && !whole ? cursor.fullAt : asOf;
  let after = whole ? null : (cursor?.after ?? null);
  const all: T[] = [];
  for (let more = true; more; ) {
    const from = after;
    const page = await collection.page(from);
    ({ after, more } = page);
    if (whole) all.push(...page.rows);
    // Page by page: a first reading that the signal cuts off goes on from there.
    else if (!(await keepPage(collection, page.rows, { after, asOf, fullAt }, key, account, from))) return;
  }
  if (whole) await keepPage(collection, all, { after, asOf, fullAt }, key, account, undefined);
}

/** Brings a list up to date as far as there is signal; says in `trouble` why it could not. */
export async function refresh<T>(collection: Collection<T>): Promise<void> {
  const account = accountNow();
  const key = await cacheKey();
  if (!account || !key) return;
  let trouble: string | null = null;
  try {
    await withLock(`cache-${collection.name}`, () => readOn(collection, key, account));
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof StoreError)) throw error;
    trouble = error.say;
  }
  await load(collection);
  shown(collection).set({ ...shown(collection).get(), trouble });
}

session.subscribe(() => {
  if (session.get().phase === 'out') for (const kept of memory.values()) kept.set(open_);
});

/** The list as the phone has it; opens it on first use. */
export function useCollection<T>(collection: Collection<T>): Kept<T> {
  const kept = useSignal(shown(collection));
  useEffect(() => {
    if (shown(collection).get().state === 'opening') void load(collection);
  }, [collection]);
  return kept;
}
