// Who on this phone can read what. Two keys, both non-extractable:
// - the cache key comes from the server with the session and goes the moment the server says the person is signed out;
// - the device key of an account is made here and stays until that account has nothing unsent, so that an unsent record is always
//   readable by its author, also after sign-out or after the role ended, and never shown to another account.

import { open, type Sealed, write } from './store.ts';

const text = new TextEncoder();
const ITERATIONS = 600_000;

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), c => c.charCodeAt(0));

/** Seals bytes; `bound` (an id) must be the same when opening, so that sealed things cannot change places. */
export async function sealBytes(key: CryptoKey, data: BufferSource, bound: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text.encode(bound) }, key, data) };
}
/** @throws OperationError when the key is another one or the bytes were changed */
export const openBytes = (key: CryptoKey, sealed: Sealed, bound: string): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: text.encode(bound) }, key, sealed.data);

export const seal = (key: CryptoKey, value: unknown, bound: string): Promise<Sealed> =>
  sealBytes(key, text.encode(JSON.stringify(value)), bound);
export async function unseal<T>(key: CryptoKey, sealed: Sealed, bound: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, sealed, bound))) as T;
}

async function keyNamed(name: string): Promise<CryptoKey | null> {
  const kept = await (await open()).get('keys', name);
  return kept && 'key' in kept ? kept.key : null;
}

/** Keeps the session's cache key (base64, 32 bytes). */
export async function keepCacheKey(base64: string): Promise<void> {
  const key = await crypto.subtle.importKey('raw', bytesOf(base64), 'AES-GCM', false, ['encrypt', 'decrypt']);
  await write(['keys'], tx => tx.objectStore('keys').put({ name: 'cache', key }));
}
/** The cache key, or null when nobody is signed in. */
export const cacheKey = (): Promise<CryptoKey | null> => keyNamed('cache');

/** Ends the reading of what the server gave: key, rows and cursors go in one writing. Unsent work is untouched. */
export const forgetCache = (): Promise<void> =>
  write(['keys', 'rows', 'cursors'], async tx => {
    await tx.objectStore('keys').delete('cache');
    await tx.objectStore('rows').clear();
    await tx.objectStore('cursors').clear();
  });

const deviceName = (account: string): string => `device:${account}`;

/** The account's device key, made on first use. Two tabs that make one at once agree on the first. */
export async function deviceKey(account: string): Promise<CryptoKey> {
  const kept = await keyNamed(deviceName(account));
  if (kept) return kept;
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return write(['keys'], async tx => {
    const store = tx.objectStore('keys');
    const first = await store.get(deviceName(account));
    if (first && 'key' in first) return first.key;
    await store.put({ name: deviceName(account), key: fresh });
    return fresh;
  });
}

/** Drops the device keys of accounts that have nothing unsent and are not signed in; with them the drafts and files of these. */
export const dropIdleDeviceKeys = (signedIn: string | null): Promise<void> =>
  write(['keys', 'outbox', 'drafts', 'files'], async tx => {
    const busy = new Set((await tx.objectStore('outbox').getAll()).map(item => item.account));
    if (signedIn) busy.add(signedIn);
    for (const draft of await tx.objectStore('drafts').getAll()) busy.add(draft.account);
    for (const name of await tx.objectStore('keys').getAllKeys()) {
      const account = /^(?:device|check):(.+)$/.exec(name)?.[1];
      if (account && !busy.has(account)) await tx.objectStore('keys').delete(name);
    }
    for (const file of await tx.objectStore('files').getAll()) {
      if (!busy.has(file.account)) await tx.objectStore('files').delete(file.key);
    }
  });

/** AES key from words a person remembers. Slow on purpose: about half a second on a cheap phone. */
export async function keyFromWords(words: string, salt: Uint8Array<ArrayBuffer>, iterations = ITERATIONS): Promise<CryptoKey> {
  const raw = await crypto.subtle.importKey('raw', text.encode(words.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    raw,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

async function digest(password: string, salt: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const raw = await crypto.subtle.importKey('raw', text.encode(password), 'PBKDF2', false, ['deriveBits']);
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS }, raw, 256);
}
const equal = (a: ArrayBuffer, b: ArrayBuffer): boolean => {
  const [x, y] = [new Uint8Array(a), new Uint8Array(b)];
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
};

/** Remembers how to recognise the author later without the server (only a slow hash of the password is kept). */
export async function rememberAuthor(account: string, password: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const check = await digest(password, salt);
  await write(['keys'], tx => tx.objectStore('keys').put({ name: `check:${account}`, salt, check }));
}
/** Whether the password is the one the author last signed in with on this phone. */
export async function isAuthor(account: string, password: string): Promise<boolean> {
  const kept = await (await open()).get('keys', `check:${account}`);
  return kept !== undefined && 'check' in kept && equal(kept.check, await digest(password, kept.salt));
}
