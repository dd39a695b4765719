// Instants as a worker reads them, in the time of the stations.

import { dayOf, listDay } from '#kernel/dates.ts';

const at = (instant: Date | string | number): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

/** `08:12`: the time it is at `instant`. */
export const clockOf = (instant: Date | string | number): string => at(instant);
/** `11-23 周一 08:12`. */
export const momentOf = (instant: Date | string | number): string => `${listDay(dayOf(instant))} ${at(instant)}`;
/** `08:12` on the same day, `11-22 周日 08:12` later: as of when something is. */
export const asOfWords = (instant: string, today: string): string => (dayOf(instant) === today ? at(instant) : momentOf(instant));
