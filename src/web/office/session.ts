// Who is signed in at this desk. When a session ends in the middle of work the page stays, and the person signs in above it.

import { currentSession, type SessionAnswer, signOut as serverSignOut } from '../account.ts';
import { ApiError, callAs, signedOutAnswers } from '../api.ts';
import { signal, useSignal } from '../signal.ts';

export type Desk =
  | { phase: 'starting' }
  | { phase: 'in'; session: SessionAnswer; expired: boolean }
  | { phase: 'out' }
  /** The server did not answer, or must first be given a second factor. */
  | { phase: 'setup' }
  | { phase: 'unreachable'; say: string };

export const desk = signal<Desk>({ phase: 'starting' });

/** Asks the server who is signed in; after every sign-in and at the start. */
export async function lookUpSession(): Promise<void> {
  const before = desk.get();
  try {
    const session = await currentSession();
    // Another person at the same desk must not find the first one's open page.
    if (before.phase === 'in' && before.session.actor.account !== session.actor.account) return location.assign('/');
    callAs(session.actor.account);
    // The same person with the same rights: the open page, and what was typed into it, stays as it is.
    const same = before.phase === 'in' && JSON.stringify(before.session.actor) === JSON.stringify(session.actor);
    desk.set({ phase: 'in', session: same ? before.session : session, expired: false });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'second_factor_setup_needed') desk.set({ phase: 'setup' });
    else if (error.status === 401) desk.set(before.phase === 'in' ? { ...before, expired: true } : { phase: 'out' });
    else desk.set({ phase: 'unreachable', say: error.say });
  }
}

/** Ends the session and shows the door; answers the sentence of what prevented it. */
export async function signOut(): Promise<string | null> {
  try {
    await serverSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 401) return error.say;
  }
  location.assign('/');
  return null;
}

signedOutAnswers.subscribe(() => {
  const now = desk.get();
  callAs(null);
  if (now.phase === 'in' && !now.expired) desk.set({ ...now, expired: true });
});

/** Whoever is signed in; pages are only shown to somebody. */
export function useActor(): SessionAnswer['actor'] {
  const now = useSignal(desk);
  if (now.phase !== 'in') throw new Error('a page without a person');
  return now.session.actor;
}
