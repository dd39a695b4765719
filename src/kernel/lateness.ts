// When a record was written and whether it came late (补录): every record keeps three times, when it happened, when the phone says it was
// written, and when it arrived. Late is allowed and shown, never forbidden: forbidding it only breeds false dates.

import { dayOf, daysBetween } from './dates.ts';

/**
 * When the phone says a record was written, as far as that can be: not before the day it tells of, and not after it arrived. A phone whose
 * clock is wrong loses no record; its time is then the time of arrival.
 */
export const recordedAt = (claimed: string | undefined, occurred_on: string, received_at: string): string =>
  claimed && dayOf(claimed) >= occurred_on && Date.parse(claimed) <= Date.parse(received_at) ? claimed : received_at;

/** Whether a record arrived more than `days` days after what it tells of. */
export const isLate = (occurred_on: string, received_at: Date | string, days: number): boolean =>
  daysBetween(occurred_on, dayOf(received_at)) > days;
