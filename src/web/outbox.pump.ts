// Empties the outbox: takes the next item, uploads its files, sends it, settles the answer, until nothing can be sent now.
// It knows neither IndexedDB nor fetch, so that a model test can let every step fail (outbox.rules.test.ts).

import type { Refusal, Reply } from './api.ts';
import { type Envelope, judge, nextToSend, type Trouble, type Verdict, type Waits, waitsAfter } from './outbox.rules.ts';

/** What a queued write says; sealed with its author's key while it lies on the phone. */
export type Content = { title: string; input: unknown };
export type StoredFile = { type: string; station?: number; bytes: ArrayBuffer };
export type NewItem = Content & { id: string; command: string };

/**
 * Where the items lie. `settle` answers 'changed', and does nothing, when the item was edited or discarded since it was read; 'full' when
 * the phone has no room to write the outcome down: the item then lies as it lay.
 */
export type Shelf = {
  /** The items of the account signed in, in the order of writing. */
  all(): Promise<Envelope[]>;
  /** Null when the phone cannot read the content any more. */
  content(item: Envelope): Promise<Content | null>;
  file(item: Envelope, sha: string): Promise<StoredFile | null>;
  markUploaded(item: Envelope, sha: string): Promise<void>;
  settle(item: Envelope, outcome: Outcome): Promise<'done' | 'changed' | 'full'>;
};
export type Outcome = { do: 'remove'; answer: unknown } | { do: 'park'; refusal: Refusal } | { do: 'replace'; with: NewItem };

export type Wire = {
  send(item: Envelope, input: unknown): Promise<Reply>;
  upload(item: Envelope, sha: string, file: StoredFile): Promise<Reply>;
  /** The correction that carries an edit on to a record that had arrived already; null when the command knows none. */
  amend(item: Envelope, content: Content, answer: unknown): NewItem | null;
  now(): number;
  random(): number;
};

const own = (code: string, say: string): Verdict => ({ do: 'park', refusal: { code, say, issues: [], current: null } });

async function deliver(shelf: Shelf, wire: Wire, item: Envelope, content: Content): Promise<Verdict> {
  for (const sha of item.files.filter(name => !item.uploaded.includes(name))) {
    const file = await shelf.file(item, sha);
    if (!file) return own('file_lost', '本机已找不到这条记录的照片或签名，请打开记录重新添加后再发送。');
    const verdict = judge(await wire.upload(item, sha, file));
    if (verdict.do !== 'remove') return verdict;
    await shelf.markUploaded(item, sha);
  }
  return judge(await wire.send(item, content.input));
}

function outcomeOf(wire: Wire, item: Envelope, content: Content | null, verdict: Verdict): Outcome | null {
  if (verdict.do === 'remove' || verdict.do === 'park') return verdict;
  if (verdict.do !== 'amend' || !content) return null;
  const correction = wire.amend(item, content, verdict.answer);
  return correction ? { do: 'replace', with: correction } : { do: 'park', refusal: verdict.refusal };
}

/** Told after each item: the waits, and what became of it (null while it waits, or was edited meanwhile). */
export type Report = (waits: Waits, item: Envelope, outcome: Outcome | null) => void;

/**
 * Sends what can be sent now. Call it under the lock that keeps the other tabs out.
 * @returns the waits, and the trouble that stopped everything (sign in, upgrade) or null.
 */
export async function drain(
  shelf: Shelf,
  wire: Wire,
  waits: Waits,
  report: Report,
): Promise<{ waits: Waits; stopped: Trouble | null }> {
  for (;;) {
    const item = nextToSend(await shelf.all(), waits, wire.now());
    if (!item) return { waits, stopped: null };
    const content = await shelf.content(item);
    const verdict = content
      ? await deliver(shelf, wire, item, content)
      : own('unreadable', '本机的密钥已被浏览器清除，这条记录无法读取，也无法发送。');
    if (verdict.do === 'stop') return { waits, stopped: verdict.trouble };
    waits = waitsAfter(waits, item.id, verdict, wire.now(), wire.random());
    const outcome = outcomeOf(wire, item, content, verdict);
    // Edited or discarded meanwhile: the newer version is looked at in the next round.
    const settled = outcome ? await shelf.settle(item, outcome) : 'changed';
    // A full phone must go on sending the others: that is what makes room.
    if (settled === 'full')
      waits = waitsAfter(waits, item.id, { do: 'wait', whom: 'item', trouble: 'phone', ms: null }, wire.now(), wire.random());
    report(waits, item, settled === 'done' ? outcome : null);
  }
}
