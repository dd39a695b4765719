// Unsent work on this phone: put strictly durable first, then sent in order by one tab at a time (E1). What an answer means is
// decided in outbox.rules.ts. Nothing leaves but by the server's acceptance or its author's own hand.

import type { Command } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import type { Refusal } from './api.ts';
import { dropUnnamed, fileKey } from './files.ts';
import { channel, withLock } from './lock.ts';
import { drain } from './outbox.pump.ts';
import { type Envelope, heldBy, NO_WAITS, type Trouble, type Waits, waitsAfter, wakeAt } from './outbox.rules.ts';
import { envelopeOf, readItem, sealContent, shelf } from './outbox.shelf.ts';
import { wire } from './outbox.wire.ts';
import { accountNow, session } from './session.ts';
import { signal } from './signal.ts';
import { type KeptItem, open, StoreError, write } from './store.ts';

export type OutboxState = {
  /** Whose counts these are; undefined until the phone has looked. Somebody else's, or none, must not be read as "everything is sent". */
  of: string | null | undefined;
  mine: number;
  parked: number;
  others: number;
  sending: boolean;
  trouble: Trouble | null;
  retryAt: number | null;
};
/** The counts that are always on screen; another account's items are counted, never opened. */
export const outboxState = signal<OutboxState>({
  of: undefined,
  mine: 0,
  parked: 0,
  others: 0,
  sending: false,
  trouble: null,
  retryAt: null,
});
/** Grows whenever an item came, changed or went, in any tab. */
export const outboxChanges = signal(0);

/** An unsent record in words. `held`: an earlier write about the same thing must be delivered first. */
export type Unsent = Envelope & { title: string; input: unknown; refusal: Refusal | null; held: boolean; readable: boolean };
/** The record was delivered or discarded meanwhile. */
export class GoneError extends Error {
  readonly say = '这条记录刚刚已经发送或已被删除，请在“记录”中打开它再更正。';
}

export type Delivered = { id: string; command: string; about: readonly string[]; answer: unknown };
const arrivals = new Set<(item: Delivered) => void>();
const tabs = channel('outbox', () => void recount());
let waits: Waits = NO_WAITS;
let stopped: Trouble | null = null;
let running = false;
let again = false;
let afresh = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells when a record has arrived, so that what is shown can be read anew. Returns the way to stop listening. */
export function onDelivered(listener: (item: Delivered) => void): () => void {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

async function recount(): Promise<void> {
  const account = accountNow();
  const items = (await (await open()).getAllFromIndex('outbox', 'seq')).map(envelopeOf);
  const mine = items.filter(item => item.account === account);
  const waiting = mine.filter(item => item.state === 'waiting');
  const wake = wakeAt(mine, waits);
  const trouble = stopped ?? waits.all?.trouble ?? waiting.map(item => waits.items.get(item.id)?.trouble).find(t => t) ?? null;
  outboxState.set({
    of: account,
    mine: mine.length,
    parked: mine.length - waiting.length,
    others: items.length - mine.length,
    sending: running,
    trouble: waiting.length > 0 ? trouble : null,
    retryAt: stopped ? null : wake,
  });
  outboxChanges.set(outboxChanges.get() + 1);
  clearTimeout(timer);
  // Also while another tab is sending: should that tab be closed, this one goes on.
  if (!stopped && waiting.length > 0)
    timer = setTimeout(() => void pump(), Math.max(1000, (wake ?? Date.now() + 30_000) - Date.now()));
}

/** Sends what can be sent now; a call during a round asks for another round. */
async function pump(): Promise<void> {
  again = true;
  if (running || stopped) return;
  running = true;
  try {
    await withLock('outbox', async () => {
      while (again) {
        again = false;
        if (afresh) waits = NO_WAITS;
        afresh = false;
        const result = await drain(shelf, wire, waits, (now, item, outcome) => {
          waits = now;
          if (outcome?.do === 'remove') for (const tell of arrivals) tell({ ...item, answer: outcome.answer });
          tabs.tell();
        });
        waits = result.waits;
        stopped = result.stopped;
      }
      running = false;
    });
  } catch (error) {
    // Only the phone's own store throws here. Every item lies as it lay; it is said on screen and tried again.
    if (!(error instanceof StoreError)) throw error;
    waits = waitsAfter(waits, '', { do: 'wait', whom: 'all', trouble: 'phone', ms: null }, Date.now(), Math.random());
  } finally {
    running = false;
    tabs.tell();
  }
}

/** Forgets the pauses and tries at once: the signal returned, the person tapped, somebody signed in. */
export function sendNow(): void {
  // Also during a round: its pauses belong to the line as it was.
  afresh = true;
  stopped = null;
  void pump();
}

/** Starts sending whenever there may be a way. */
export function startOutbox(): void {
  window.addEventListener('online', sendNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') sendNow();
  });
  let account = accountNow();
  session.subscribe(() => {
    if (accountNow() !== account) {
      account = accountNow();
      void recount();
      sendNow();
    }
  });
  void recount();
  sendNow();
}

/** `title` names a write for its author ("入户探访 符阿婆"); `about` are the ids it concerns (the record's own id first); `files` hashes from keepFile. */
export type Note = { title: string; about?: readonly string[]; files?: readonly string[] };

/**
 * Takes a write over: when the promise resolves it has reached the disk, and it is sent as soon as possible. A second save under the
 * same id (a double tap, a form opened twice) is the later form of the same record.
 * @returns the id under which it lies, also its idempotency key
 * @throws StoreError when the phone has no room: the form must keep its content
 */
export async function add(command: Command, input: unknown, note: Note, id: string = newId()): Promise<string> {
  const account = accountNow();
  if (!account) throw new Error('a write without an author');
  const content = await sealContent(account, id, { title: note.title, input });
  const { about = [], files = [] } = note;
  await write(['outbox', 'files'], async tx => {
    const kept = await Promise.all(files.map(sha => tx.objectStore('files').getKey(fileKey(account, sha))));
    if (kept.includes(undefined)) throw new Error('a write names a file that was not kept');
    const last = await tx.objectStore('outbox').index('seq').openKeyCursor(null, 'prev');
    const envelope: Envelope = {
      id,
      account,
      seq: Number(last?.key ?? 0) + 1,
      command: command.name,
      about,
      files,
      uploaded: [],
      madeAt: new Date().toISOString(),
      version: 1,
      state: 'waiting',
    };
    const before = await tx.objectStore('outbox').get(id);
    const place = before && { seq: before.seq, version: before.version + 1, madeAt: before.madeAt };
    await tx.objectStore('outbox').put({ ...envelope, ...place, content, refusal: null });
  });
  tabs.tell();
  void pump();
  return id;
}

async function change(id: string, edited: (item: KeptItem) => KeptItem): Promise<void> {
  await write(['outbox', 'drafts', 'files'], async tx => {
    const item = await tx.objectStore('outbox').get(id);
    if (!item) throw new GoneError();
    const next = edited(item);
    await tx.objectStore('outbox').put({ ...next, uploaded: [], version: item.version + 1, state: 'waiting', refusal: null });
    await dropUnnamed(
      tx,
      item.files.map(sha => ({ account: item.account, sha })),
    );
  });
  const items = new Map(waits.items);
  items.delete(id);
  waits = { ...waits, items };
  tabs.tell();
  void pump();
}

/** Corrects an unsent record in place; its id stays. @throws GoneError StoreError */
export async function edit(id: string, input: unknown, note: Omit<Note, 'about'>): Promise<void> {
  const item = await (await open()).get('outbox', id);
  if (!item) throw new GoneError();
  const content = await sealContent(item.account, id, { title: note.title, input });
  await change(id, now => ({ ...now, content, files: note.files ?? now.files }));
}

/** Sends a parked record again as it is. @throws GoneError */
export const resend = (id: string): Promise<void> => change(id, item => item);

/** Only ever called by the author's explicit wish. */
export async function discard(id: string): Promise<void> {
  await write(['outbox', 'drafts', 'files'], async tx => {
    const item = await tx.objectStore('outbox').get(id);
    await tx.objectStore('outbox').delete(id);
    if (item)
      await dropUnnamed(
        tx,
        item.files.map(sha => ({ account: item.account, sha })),
      );
  });
  tabs.tell();
}

/** The unsent records of an account, oldest first. The caller makes sure that the account is the reader's own. */
export async function unsentOf(account: string): Promise<Unsent[]> {
  const items = (await (await open()).getAllFromIndex('outbox', 'seq')).filter(item => item.account === account);
  return Promise.all(
    items.map(async item => {
      const said = (await readItem(item)) ?? { title: '（本机密钥已丢失，无法读取）', input: null, refusal: null };
      return { ...envelopeOf(item), ...said, held: heldBy(items, item) !== null, readable: said.input !== null };
    }),
  );
}

/** One unsent record of the person signed in, null when it is gone or another's. */
export async function unsent(id: string): Promise<Unsent | null> {
  const account = accountNow();
  return account ? ((await unsentOf(account)).find(item => item.id === id) ?? null) : null;
}

/** Accounts with unsent work on this phone. */
export const accountsWithUnsent = async (): Promise<string[]> => [
  ...new Set((await (await open()).getAll('outbox')).map(item => item.account)),
];
