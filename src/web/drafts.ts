// Open forms keep themselves: every change is saved, sealed, a moment later, and is there again after the browser was killed.

import { useCallback, useEffect, useRef, useState } from 'react';
import { dropUnnamed } from './files.ts';
import { accountNow } from './session.ts';
import { open, StoreError, write } from './store.ts';
import { deviceKey, seal, unseal } from './vault.ts';

const PAUSE_MS = 400;
/** Savings under way, by draft: a form that is left and opened again at once must not find what was there before. */
const underWay = new Map<string, Promise<void>>();
const keyOf = (account: string, form: string): string => `${account}|${form}`;

/** Saves the content of a form for its author. @throws StoreError */
export async function saveDraft(account: string, form: string, value: unknown, files: readonly string[]): Promise<void> {
  const key = keyOf(account, form);
  const sealed = await seal(await deviceKey(account), value, key);
  await write(['drafts'], tx =>
    tx.objectStore('drafts').put({ key, account, form, files, savedAt: new Date().toISOString(), sealed }),
  );
}

/** What was last saved of a form, with the instant; null when nothing (readable) is there. */
export async function readDraft<T>(account: string, form: string): Promise<{ value: T; savedAt: string } | null> {
  const kept = await (await open()).get('drafts', keyOf(account, form));
  if (!kept) return null;
  try {
    return { value: await unseal<T>(await deviceKey(account), kept.sealed, kept.key), savedAt: kept.savedAt };
  } catch {
    // The browser has cleared the key: the draft cannot be read by anybody, the form starts anew.
    return null;
  }
}

/** Deletes a draft; photos that nothing names any more go with it. */
export const dropDraft = (account: string, form: string): Promise<void> =>
  write(['outbox', 'drafts', 'files'], async tx => {
    const draft = await tx.objectStore('drafts').get(keyOf(account, form));
    await tx.objectStore('drafts').delete(keyOf(account, form));
    if (draft)
      await dropUnnamed(
        tx,
        draft.files.map(sha => ({ account, sha })),
      );
  });

/** The forms of this person that were begun and not finished, newest first. */
export async function openDrafts(): Promise<{ form: string; savedAt: string }[]> {
  const account = accountNow();
  const drafts = account ? await (await open()).getAllFromIndex('drafts', 'account', account) : [];
  return drafts.map(({ form, savedAt }) => ({ form, savedAt })).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
}

export type Draft<T> = {
  /** False for the instant in which the phone looks for an earlier draft: draw the form only when true. */
  ready: boolean;
  value: T;
  set(next: T): void;
  /** When the draft that was restored had been saved, null for a fresh form. */
  restoredFrom: string | null;
  /** Whether everything that was written lies on the phone; false for the moment between a change and its saving. */
  kept: boolean;
  /** Why the draft could not be saved just now, in words; null when it was. */
  trouble: string | null;
  /** Call after the record was put into the outbox, or when the person gives the form up. */
  clear(): Promise<void>;
};

/**
 * The state of a form that saves itself.
 * @param form names the form and its subject, e.g. `visits.record/<client id>`
 * @param start the content of a fresh form
 * @param filesOf the hashes of the photos in it, so that they are kept with the draft
 */
export function useDraft<T>(form: string, start: () => T, filesOf: (value: T) => readonly string[] = () => []): Draft<T> {
  const [state, setState] = useState<{ ready: boolean; value: T; restoredFrom: string | null }>(() => ({
    ready: false,
    value: start(),
    restoredFrom: null,
  }));
  const [kept, setKept] = useState(true);
  const [trouble, setTrouble] = useState<string | null>(null);
  const account = useRef(accountNow());
  const unsaved = useRef<{ value: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const pending = unsaved.current;
    unsaved.current = null;
    if (!pending || !account.current) return;
    const author = account.current;
    saving.current = saving.current
      .then(() => saveDraft(author, form, pending.value, filesOf(pending.value)))
      .then(() => {
        setTrouble(null);
        if (!unsaved.current) setKept(true);
      })
      .catch((error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
        setTrouble(error.say);
      });
    underWay.set(keyOf(author, form), saving.current);
  }, [form, filesOf]);

  useEffect(() => {
    let left = false;
    const author = account.current;
    if (author) {
      const saved = underWay.get(keyOf(author, form)) ?? Promise.resolve();
      void saved
        .then(() => readDraft<T>(author, form))
        .then(draft => {
          if (!left)
            setState(now => (draft ? { ready: true, value: draft.value, restoredFrom: draft.savedAt } : { ...now, ready: true }));
        });
    }
    return () => {
      left = true;
    };
  }, [form]);

  useEffect(() => {
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('pagehide', flush);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  const set = useCallback(
    (value: T) => {
      setState(now => ({ ...now, value }));
      setKept(false);
      unsaved.current = { value };
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );

  const clear = useCallback(async () => {
    clearTimeout(timer.current);
    unsaved.current = null;
    await saving.current;
    if (account.current) await dropDraft(account.current, form);
  }, [form]);

  return { ...state, set, kept, trouble, clear };
}
