// When is a sign-in refused without looking at the password (SEC-02)? Pure rules over three counters:
//   pair     5 failures of one account from one address lock that account at that address for 30 minutes;
//   account  20 failures within 30 minutes, from wherever, lock the account for 30 minutes;
//   address  100 failures, then one more every 6 seconds: an office behind one address is slowed, never locked.
// An attempt is charged as a failure before the password is checked and given back on success. So attempts sent all at once
// cannot all read "no failure yet"; the caller holds the three rows locked while it charges.

import { isIPv4, isIPv6 } from 'node:net';

/** `count` failures since `since` (address: level of a bucket that leaks, as of `since`). Times in ms; `lockedUntil` 0 is not locked. */
export type Counter = { count: number; since: number; lockedUntil: number };
export type Counters = { pair: Counter; account: Counter; address: Counter };
export type Decision =
  | { allowed: true; next: Counters }
  | { allowed: false; code: 'sign_in_locked' | 'too_many_requests'; retryAfter: number };

const MINUTE = 60_000;
const LOCK = 30 * MINUTE;
const PAIR_LIMIT = 5;
const ACCOUNT_LIMIT = 20;
const ADDRESS_LIMIT = 100;
const ADDRESS_LEAK = ADDRESS_LIMIT / (10 * MINUTE);

/** The counter of a key that has no row yet. */
export const unused = (now: number): Counter => ({ count: 0, since: now, lockedUntil: 0 });

/** Forgets a lock that has ended, and failures whose 30 minutes are over. */
function lapse(counter: Counter, now: number): Counter {
  const over = counter.lockedUntil > 0 ? now >= counter.lockedUntil : now - counter.since >= LOCK;
  return over ? unused(now) : counter;
}

function charge(counter: Counter, limit: number, now: number): Counter {
  const count = counter.count + 1;
  return { count, since: counter.count === 0 ? now : counter.since, lockedUntil: count >= limit ? now + LOCK : 0 };
}

const leak = (counter: Counter, now: number): Counter => ({
  count: Math.max(0, counter.count - Math.max(0, now - counter.since) * ADDRESS_LEAK),
  since: now,
  lockedUntil: 0,
});

const wait = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/**
 * May this attempt go on to the password check? `next` is the counters with the attempt charged: store them first.
 * `retryAfter` is in seconds. A refused attempt changes nothing, so hammering does not prolong a lock.
 * For a second factor that is asked for in a step of its own, each code is an attempt as well.
 */
export function attempt(counters: Counters, now: number): Decision {
  const pair = lapse(counters.pair, now);
  const account = lapse(counters.account, now);
  const address = leak(counters.address, now);
  const locked = Math.max(pair.lockedUntil, account.lockedUntil);
  if (locked > 0) return { allowed: false, code: 'sign_in_locked', retryAfter: wait(locked - now) };
  const excess = address.count + 1 - ADDRESS_LIMIT;
  if (excess > 0) return { allowed: false, code: 'too_many_requests', retryAfter: wait(excess / ADDRESS_LEAK) };
  const charged = { pair: charge(pair, PAIR_LIMIT, now), account: charge(account, ACCOUNT_LIMIT, now) };
  return { allowed: true, next: { ...charged, address: { ...address, count: address.count + 1 } } };
}

const less = (counter: Counter, limit: number): Counter => {
  const count = Math.max(0, counter.count - 1);
  return { ...counter, count, lockedUntil: count < limit ? 0 : counter.lockedUntil };
};

/**
 * The counters with one attempt given back, from those stored now: for an attempt that was neither right nor wrong (the password
 * was right and the second factor is still to come, or the server failed). Failures before it stay counted.
 */
export function givenBack(counters: Counters, now: number): Counters {
  const address = less(leak(counters.address, now), ADDRESS_LIMIT);
  return { pair: less(counters.pair, PAIR_LIMIT), account: less(counters.account, ACCOUNT_LIMIT), address };
}

/**
 * The counters after a sign-in succeeded with all factors: the pair starts anew; account and address only get this attempt back, so
 * that the owner's own sign-ins do not hand further guesses to somebody elsewhere.
 */
export const succeeded = (counters: Counters, now: number): Counters => ({ ...givenBack(counters, now), pair: unused(now) });

/** One spelling of a user name for counting and for looking the account up: width and letter case do not matter. */
export const foldUserName = (userName: string): string => userName.normalize('NFKC').trim().toLowerCase();

/** What an address is counted by: IPv4 as it is (also inside IPv6), IPv6 by its /64, since one subscriber owns all of it. */
export function addressKey(ip: string): string {
  const bare = ip.replace(/^\[|\]$|%.*$/g, '').toLowerCase();
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return 'unknown';
  // The URL parser writes any IPv6 spelling in the one shortest form.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  if (groups.slice(0, 5).every(g => g === '0') && groups[5] === 'ffff') {
    return groups
      .slice(6)
      .flatMap(g => [Number.parseInt(g, 16) >> 8, Number.parseInt(g, 16) & 255])
      .join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Texts the three counters are kept under. Keep only their blind index: they name people. */
export function counterKeys(userName: string, ip: string): Record<keyof Counters, string> {
  const account = foldUserName(userName);
  const address = addressKey(ip);
  return { pair: `pair\n${account}\n${address}`, account: `account\n${account}`, address: `address\n${address}` };
}
