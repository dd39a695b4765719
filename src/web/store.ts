// What the phone keeps (IndexedDB). Every write is strictly durable: it has reached the disk before the form says so (E1).
// The schema only grows: a new version adds a step to `upgrade` and never rewrites an unsent item.

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { SessionAnswer } from './account.ts';
import type { Envelope } from './outbox.rules.ts';
import { signal } from './signal.ts';

/** AES-GCM: a fresh 96-bit nonce and the ciphertext. */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };
export type KeptItem = Envelope & { content: Sealed; refusal: Sealed | null };
export type KeptFile = {
  key: string;
  account: string;
  sha256: string;
  type: string;
  /** The station it belongs to; absent: the author's only one. */
  station?: number;
  size: number;
  savedAt: string;
  sealed: Sealed;
};
export type KeptDraft = { key: string; account: string; form: string; files: readonly string[]; savedAt: string; sealed: Sealed };
export type KeptRow = { collection: string; id: string; sealed: Sealed };
export type KeptKey = { name: string; key: CryptoKey } | { name: string; salt: Uint8Array<ArrayBuffer>; check: ArrayBuffer };
/** `owed`: the person signed out without signal, and the server must still be told. */
export type KeptSession = { actor: SessionAnswer['actor']; verifiedAt: string };
/** How far a collection has been read: `after` for the next incremental reading, `asOf` for "数据截至 …". */
export type KeptCursor = { after: string | null; asOf: string; fullAt: string };

interface Schema extends DBSchema {
  keys: { key: string; value: KeptKey };
  outbox: { key: string; value: KeptItem; indexes: { seq: number } };
  files: { key: string; value: KeptFile; indexes: { account: string } };
  drafts: { key: string; value: KeptDraft; indexes: { account: string } };
  rows: { key: [string, string]; value: KeptRow; indexes: { collection: string } };
  cursors: { key: string; value: KeptCursor };
  session: { key: 'now' | 'owed'; value: KeptSession };
}
type Store = StoreNames<Schema>;
export type Writing = IDBPTransaction<Schema, Store[], 'readwrite'>;

/** The phone cannot keep something. `say` tells the person what to do; the form keeps its content. */
export class StoreError extends Error {
  readonly code: 'full' | 'newer' | 'broken';
  readonly say: string;
  constructor(code: 'full' | 'newer' | 'broken', cause?: unknown) {
    super(code, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.say = SAY[code];
  }
}
const SAY = {
  full: '手机存储空间不足，这次内容还没有保存。请删除手机里不用的照片或应用后再点一次保存；填写的内容仍在页面上。',
  newer: '本机数据已由更新的版本使用，请更新后再打开；未发送的记录仍保存在本机。',
  broken: '手机浏览器没有允许保存数据，请关闭无痕模式或换用系统浏览器后重试；填写的内容仍在页面上。',
} as const;

/** True when another tab has a newer program and this one must be loaded again. */
export const outdatedTab = signal(false);

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : '');
const asStoreError = (error: unknown): unknown => {
  const name = nameOf(error);
  if (name === 'QuotaExceededError') return new StoreError('full', error);
  if (name === 'VersionError') return new StoreError('newer', error);
  return error;
};

let opening: Promise<IDBPDatabase<Schema>> | null = null;

/** The database, opened once and again after the browser closed it. @throws StoreError */
export function open(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('linzhan-field', 1, {
    upgrade(db) {
      db.createObjectStore('keys', { keyPath: 'name' });
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('seq', 'seq');
      db.createObjectStore('files', { keyPath: 'key' }).createIndex('account', 'account');
      db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('account', 'account');
      db.createObjectStore('rows', { keyPath: ['collection', 'id'] }).createIndex('collection', 'collection');
      db.createObjectStore('cursors');
      db.createObjectStore('session');
    },
    blocking(_now, _next, event) {
      (event.target as IDBDatabase).close();
      outdatedTab.set(true);
    },
    terminated() {
      opening = null;
    },
  }).catch(error => {
    opening = null;
    const known = asStoreError(error);
    throw known instanceof StoreError ? known : new StoreError('broken', error);
  });
  return opening;
}

/**
 * One strictly durable writing: all of it or nothing. Prepare (encrypt, hash) before; inside, wait for the database only.
 * @throws StoreError 'full' when the phone has no room
 */
export async function write<T>(stores: Store[], work: (tx: Writing) => Promise<T>): Promise<T> {
  const tx = (await open()).transaction(stores, 'readwrite', { durability: 'strict' });
  // A quota shows itself at the put or only at the commit: both must be heard, and the second must not go unhandled.
  const committed = tx.done.then(
    () => null,
    (error: unknown) => error ?? tx.error,
  );
  try {
    const result = await work(tx);
    const failure = await committed;
    if (failure) throw failure;
    return result;
  } catch (error) {
    if (!tx.error) tryAbort(tx);
    await committed;
    throw asStoreError(nameOf(error) === 'AbortError' && tx.error ? tx.error : error);
  }
}

function tryAbort(tx: Writing): void {
  try {
    tx.abort();
  } catch (error) {
    // Already finished: there is nothing left to undo.
    if (nameOf(error) !== 'InvalidStateError') throw error;
  }
}

export type Storage = { persisted: boolean; usedBytes: number; quotaBytes: number };

/** Asks the browser never to clear this phone's data by itself; says what it answered. */
export async function askToPersist(): Promise<Storage> {
  const storage = navigator.storage;
  if (!storage?.persist) return { persisted: false, usedBytes: 0, quotaBytes: 0 };
  const persisted = (await storage.persisted()) || (await storage.persist());
  const { usage = 0, quota = 0 } = await storage.estimate();
  return { persisted, usedBytes: usage, quotaBytes: quota };
}
