// The outbox, thought through without a browser: what an answer means for a queued write, what is sent next, how long to wait.
// An offline write is an online write that happened late (E1). Nothing here forgets an item; only an accepted answer or its
// author removes one.

import { type Refusal, type Reply, refusalIn } from './api.ts';

/** What is visible of a queued write without its author's key. */
export type Envelope = {
  /** UUID v7: the command's idempotency key. It never changes while the outcome of an attempt is unknown. */
  id: string;
  account: string;
  /** Order of writing on this phone; the clock of a phone can jump, this cannot. */
  seq: number;
  command: string;
  /** Ids of the things it concerns: writes about the same thing are sent in order, and one that is held holds the later ones. */
  about: readonly string[];
  /** Hashes of the files it names, uploaded before it. */
  files: readonly string[];
  /** Those of them that the server has taken already. */
  uploaded: readonly string[];
  madeAt: string;
  /** Grows with every edit; an answer to an older version does not settle the newer one. */
  version: number;
  state: 'waiting' | 'parked';
};

/** `phone`: the answer came but the phone could not write it down. */
export type Trouble = 'offline' | 'server' | 'busy' | 'sign_in' | 'upgrade' | 'phone';

export type Verdict =
  /** Accepted: the item leaves the outbox. */
  | { do: 'remove'; answer: unknown }
  /** Refused for good: kept for its author with the sentence, to be corrected and sent again. */
  | { do: 'park'; refusal: Refusal }
  /** An earlier version of this very item was accepted (the answer was lost, then it was edited): becomes a correction of that. */
  | { do: 'amend'; answer: unknown; refusal: Refusal }
  /** Nothing can be sent until the person signs in, or the program is renewed. */
  | { do: 'stop'; trouble: 'sign_in' | 'upgrade' }
  /** Later again: `all` when the line or the server is the cause, `item` when it may be this one only. */
  | { do: 'wait'; whom: 'all' | 'item'; trouble: Trouble; ms: number | null };

const wait = (whom: 'all' | 'item', trouble: Trouble, ms: number | null = null): Verdict => ({ do: 'wait', whom, trouble, ms });

/** What a reply means for the item it was given to. */
export function judge(reply: Reply): Verdict {
  // A refusal by something between us and the server may concern one item only (a proxy's size limit): do not hold the others.
  if (!reply.heard) return wait(reply.status !== null && reply.status >= 400 && reply.status < 500 ? 'item' : 'all', 'offline');
  const { status, body, retryAfterMs } = reply;
  if (status >= 200 && status < 300) return { do: 'remove', answer: body };
  const refusal = refusalIn(body);
  if (status === 401 || refusal.code === 'second_factor_setup_needed') return { do: 'stop', trouble: 'sign_in' };
  if (status === 426) return { do: 'stop', trouble: 'upgrade' };
  if (status === 408 || status === 429) return wait('all', 'busy', retryAfterMs);
  if (status === 502 || status === 503 || status === 504) return wait('all', 'server', retryAfterMs);
  if (status < 400 || status >= 500) return wait('item', 'server', retryAfterMs);
  if (refusal.code === 'id_reused' && refusal.current !== null) return { do: 'amend', answer: refusal.current, refusal };
  return { do: 'park', refusal };
}

/** Who waits until when (milliseconds since 1970), after how many vain attempts. Lives in memory: a new start tries at once. */
export type Waits = { all: Pause | null; items: ReadonlyMap<string, Pause> };
export type Pause = { tries: number; until: number; trouble: Trouble };
export const NO_WAITS: Waits = { all: null, items: new Map() };

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** Milliseconds to wait after the n-th vain attempt: 2 s, 4 s, 8 s … 5 min, ± 20 % so that fifty phones do not return together. */
export const pauseAfter = (tries: number, random: number): number =>
  Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 20)) * (0.8 + 0.4 * random));

/** The waits after a verdict on an item. Any word from the server shows that the line is there again. */
export function waitsAfter(waits: Waits, id: string, verdict: Verdict, now: number, random: number): Waits {
  const items = new Map(waits.items);
  if (verdict.do !== 'wait') {
    items.delete(id);
    return { all: null, items };
  }
  const before = verdict.whom === 'all' ? waits.all : items.get(id);
  const tries = (before?.tries ?? 0) + 1;
  const pause: Pause = { tries, until: now + (verdict.ms ?? pauseAfter(tries, random)), trouble: verdict.trouble };
  if (verdict.whom === 'all') return { all: pause, items };
  items.set(id, pause);
  return { all: null, items };
}

/** The item to send now, or null. Items come in the order of writing. */
export function nextToSend<E extends Envelope>(items: readonly E[], waits: Waits, now: number): E | null {
  if (waits.all && waits.all.until > now) return null;
  const held = new Set<string>();
  for (const item of items) {
    const due = (waits.items.get(item.id)?.until ?? 0) <= now;
    if (item.state === 'waiting' && due && !item.about.some(thing => held.has(thing))) return item;
    for (const thing of item.about) held.add(thing);
  }
  return null;
}

/** The earlier item that must be delivered before this one, or null. */
export const heldBy = <E extends Envelope>(items: readonly E[], item: E): E | null =>
  items.find(other => other.seq < item.seq && other.about.some(thing => item.about.includes(thing))) ?? null;

/** When to look again (milliseconds since 1970), null when there is nothing to wait for. */
export function wakeAt(items: readonly Envelope[], waits: Waits): number | null {
  const waiting = items.filter(item => item.state === 'waiting');
  if (waiting.length === 0) return null;
  if (waits.all) return waits.all.until;
  const pauses = waiting.flatMap(item => waits.items.get(item.id)?.until ?? []);
  return pauses.length > 0 ? Math.min(...pauses) : null;
}
