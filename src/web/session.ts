// Who works with this phone. The field app starts without asking the server; the moment the server says that the session ended, the
// cached people go (vault.forgetCache), the unsent work stays.

import {
  type Credentials,
  currentSession,
  type SessionAnswer,
  signIn as serverSignIn,
  signOut as serverSignOut,
} from './account.ts';
import { ApiError, callAs, signedOutAnswers } from './api.ts';
import { channel, withLock } from './lock.ts';
import { signal } from './signal.ts';
import { type KeptSession, open, StoreError, write } from './store.ts';
import { cacheKey, dropIdleDeviceKeys, forgetCache, keepCacheKey, rememberAuthor } from './vault.ts';

export type SessionState =
  | { phase: 'starting' }
  | { phase: 'in'; actor: SessionAnswer['actor']; verifiedAt: string }
  /** `ended`: the server ended it (time, role, another account); otherwise nobody has signed in or the person signed out. */
  | { phase: 'out'; ended: boolean };

export const session = signal<SessionState>({ phase: 'starting' });

/** The account signed in, or null. */
export function accountNow(): string | null {
  const state = session.get();
  return state.phase === 'in' ? state.actor.account : null;
}

const tabs = channel('session', () => void load(false));

async function load(ended: boolean): Promise<void> {
  const kept = await (await open()).get('session', 'now');
  callAs(kept?.actor.account ?? null);
  const before = session.get();
  if (kept) session.set({ phase: 'in', actor: kept.actor, verifiedAt: kept.verifiedAt });
  else session.set({ phase: 'out', ended: ended || (before.phase === 'out' && before.ended) });
}

const keep = (actor: SessionAnswer['actor']): Promise<unknown> => {
  const kept: KeptSession = { actor, verifiedAt: new Date().toISOString() };
  return write(['session'], async tx => {
    await tx.objectStore('session').put(kept, 'now');
    await tx.objectStore('session').delete('owed');
  });
};

async function end(ended: boolean): Promise<void> {
  await write(['session'], tx => tx.objectStore('session').delete('now'));
  await forgetCache();
  await dropIdleDeviceKeys(null);
  await load(ended);
  tabs.tell();
}

/** Opens the app with what the phone knows, then asks the server in the background. @throws StoreError */
export async function startSession(): Promise<void> {
  await load(false);
  signedOutAnswers.subscribe(() => {
    if (session.get().phase === 'in') void end(true);
  });
  window.addEventListener('online', () => void verify());
  void verify();
}

/** Asks whether the session still lives; silence changes nothing. */
export async function verify(): Promise<void> {
  await paySignOut();
  const state = session.get();
  if (state.phase !== 'in') return;
  try {
    const answer = await currentSession();
    if (answer.actor.account !== state.actor.account) return await end(true);
    // Other stations, other people: what was read for the old ones goes.
    if (answer.actor.stations.join() !== state.actor.stations.join()) await forgetCache();
    if (!(await cacheKey())) await keepCacheKey(answer.cacheKey);
    await keep(answer.actor);
    await load(false);
  } catch (error) {
    // 401 is told by signedOutAnswers; without signal, or on a full phone, it goes on with what it has.
    if (!(error instanceof ApiError || error instanceof StoreError)) throw error;
  }
}

/** @throws ApiError StoreError. Takes the outbox's lock: no record may be sent under the cookie of another person. */
export const signIn = (credentials: Credentials): Promise<void> =>
  withLock('outbox', async () => {
    await serverSignIn({ ...credentials, place: 'field' });
    const answer = await currentSession();
    await forgetCache();
    await keepCacheKey(answer.cacheKey);
    await rememberAuthor(answer.actor.account, credentials.password);
    await keep(answer.actor);
    tabs.tell();
  });

/** Signs out here at once; a phone without signal tells the server later. Unsent work stays for its author. */
export const signOut = (): Promise<void> =>
  withLock('outbox', async () => {
    await write(['session'], async tx => {
      const now = await tx.objectStore('session').get('now');
      if (now) await tx.objectStore('session').put(now, 'owed');
    });
    await end(false);
    void paySignOut();
  });

async function paySignOut(): Promise<void> {
  const db = await open();
  if (!(await db.get('session', 'owed')) || (await db.get('session', 'now'))) return;
  try {
    await serverSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0 || error.status >= 500) return;
  }
  await write(['session'], tx => tx.objectStore('session').delete('owed'));
}
