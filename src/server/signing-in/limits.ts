// How much one address may ask of the desks, and how often somebody may guess a name. Kept in memory: a restart forgives, and several
// servers each count for themselves. Generous where a whole room sits behind one address, narrow where answers are wrong.

import { AppError } from '#kernel/errors.ts';
import { addressKey } from '../secrets/lock.ts';

/** A leaking bucket: holds `most`, and loses one every `seconds`. */
type Size = { most: number; seconds: number };
export const SIZES = {
  /** Pages opened from one address. */
  opened: { most: 300, seconds: 0.5 },
  /** Forms sent from one address. */
  sent: { most: 200, seconds: 1 },
  /** Wrong answers at one desk from one address. */
  wrong: { most: 20, seconds: 15 },
} as const satisfies Record<string, Size>;
const MOST_KEYS = 20_000;

export type Limits = {
  /** @throws AppError `too_many_requests` */
  charge(what: keyof typeof SIZES, address: string, desk?: string): void;
  /** Whether one more would still be allowed; charges nothing. */
  mustBeRoom(what: keyof typeof SIZES, address: string, desk?: string): void;
};

/** Counters of one server. */
export function limitsBy(clock: () => Date): Limits {
  const levels = new Map<string, { level: number; at: number }>();
  const levelOf = (key: string, size: Size, now: number): number => {
    const known = levels.get(key);
    return known ? Math.max(0, known.level - Math.max(0, now - known.at) / (size.seconds * 1000)) : 0;
  };
  const keyOf = (what: string, address: string, desk: string) => `${what} ${addressKey(address)} ${desk}`;
  const refuseAt = (level: number, size: Size): void => {
    if (level + 1 > size.most)
      throw new AppError('too_many_requests', { retryAfter: Math.max(1, Math.ceil((level + 1 - size.most) * size.seconds)) });
  };
  return {
    charge(what, address, desk = '') {
      const key = keyOf(what, address, desk);
      const now = clock().getTime();
      const level = levelOf(key, SIZES[what], now);
      refuseAt(level, SIZES[what]);
      // The oldest is forgotten first: a flood of addresses takes no more memory than this.
      levels.delete(key);
      if (levels.size >= MOST_KEYS) levels.delete(levels.keys().next().value!);
      levels.set(key, { level: level + 1, at: now });
    },
    mustBeRoom(what, address, desk = '') {
      refuseAt(levelOf(keyOf(what, address, desk), SIZES[what], clock().getTime()), SIZES[what]);
    },
  };
}
