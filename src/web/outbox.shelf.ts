// The shelf the outbox's pump works on, in IndexedDB. It shows only what belongs to the person signed in at this very moment, and
// settles an item only in the version that was sent.

import type { Refusal } from './api.ts';
import { dropUnnamed, keptFile } from './files.ts';
import type { Content, Outcome, Shelf } from './outbox.pump.ts';
import type { Envelope } from './outbox.rules.ts';
import { type KeptItem, open, type Sealed, StoreError, write } from './store.ts';
import { deviceKey, seal, unseal } from './vault.ts';

export const envelopeOf = ({ content: _content, refusal: _refusal, ...envelope }: KeptItem): Envelope => envelope;

/** Seals what an item says. */
export const sealContent = async (account: string, id: string, content: Content): Promise<Sealed> =>
  seal(await deviceKey(account), content, id);
const sealRefusal = async (account: string, id: string, refusal: Refusal): Promise<Sealed> =>
  seal(await deviceKey(account), refusal, `${id}:refusal`);

/** What an item says, and why it was refused; null when the browser has lost the key. */
export async function readItem(item: KeptItem): Promise<(Content & { refusal: Refusal | null }) | null> {
  const key = await deviceKey(item.account);
  try {
    const content = await unseal<Content>(key, item.content, item.id);
    return { ...content, refusal: item.refusal && (await unseal<Refusal>(key, item.refusal, `${item.id}:refusal`)) };
  } catch {
    // The item stays listed as unreadable, so that its author knows of it.
    return null;
  }
}

/** What the work answers, or `full` when the phone has no room. */
async function unlessFull<T, F>(full: F, work: () => Promise<T>): Promise<T | F> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'full')) throw error;
    return full;
  }
}

/** Only spares a second upload; it need not succeed. */
const noteUploaded = (item: Envelope, sha: string): Promise<void> =>
  write(['outbox'], async tx => {
    const now = await tx.objectStore('outbox').get(item.id);
    if (now && now.version === item.version) await tx.objectStore('outbox').put({ ...now, uploaded: [...now.uploaded, sha] });
  });

async function settle(item: Envelope, outcome: Outcome): Promise<'done' | 'changed'> {
  const refusal = outcome.do === 'park' ? await sealRefusal(item.account, item.id, outcome.refusal) : null;
  const content =
    outcome.do === 'replace'
      ? await sealContent(item.account, outcome.with.id, { title: outcome.with.title, input: outcome.with.input })
      : null;
  return write(['outbox', 'drafts', 'files'], async tx => {
    const store = tx.objectStore('outbox');
    const now = await store.get(item.id);
    if (!now || now.version !== item.version) return 'changed';
    if (outcome.do === 'park') await store.put({ ...now, state: 'parked', refusal });
    else await store.delete(item.id);
    if (outcome.do === 'replace')
      await store.add({
        ...now,
        id: outcome.with.id,
        command: outcome.with.command,
        version: 1,
        content: content!,
        refusal: null,
      });
    if (outcome.do === 'remove')
      await dropUnnamed(
        tx,
        now.files.map(sha => ({ account: now.account, sha })),
      );
    return 'done';
  });
}

/** The shelf of the account that is signed in when each question is asked. */
export const shelf: Shelf = {
  async all() {
    const tx = (await open()).transaction(['outbox', 'session']);
    const account = (await tx.objectStore('session').get('now'))?.actor.account;
    return (await tx.objectStore('outbox').index('seq').getAll()).filter(item => item.account === account).map(envelopeOf);
  },
  async content(envelope) {
    const item = await (await open()).get('outbox', envelope.id);
    return item ? readItem(item) : null;
  },
  file: (item, sha) => keptFile(item.account, sha),
  markUploaded: (item, sha) => unlessFull(undefined, () => noteUploaded(item, sha)),
  settle: (item, outcome) => unlessFull('full' as const, () => settle(item, outcome)),
};
