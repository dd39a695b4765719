// Days are texts 'YYYY-MM-DD' in the time zone of the stations (Asia/Shanghai); nothing is counted by an instant.

const DAY_MS = 86_400_000;

/** The day it is at `instant` where the stations are. */
export const dayOf = (instant: Date | string | number): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** An instant to the second as the stations' clocks show it: `2026-11-23 14:05:09`. */
export const momentOf = (instant: Date | string | number): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const ofUtc = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether the text is a calendar day that exists. */
export const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(utc(day)) && ofUtc(utc(day)) === day;

export const addDays = (day: string, n: number): string => ofUtc(utc(day) + n * DAY_MS);

/** Days from `from` to `to`; 0 for the same day. */
export const daysBetween = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / DAY_MS);

/** The same day n months later; the last day of the month where that day does not exist (31 Jan + 1 → 28 or 29 Feb). */
export function addMonths(day: string, n: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(y, m - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return ofUtc(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(d, last)));
}

/**
 * Completed years of age on a day. Someone born on 29 February completes a year on 1 March of a common year
 * (a year is complete when the birthday has come, and that year has none on 28 February).
 */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) >= born.slice(5) ? years : years - 1;
}

/** `11-23 周一`: how a day is written in a list. */
export const listDay = (day: string): string => `${day.slice(5)} 周${'日一二三四五六'[new Date(utc(day)).getUTCDay()]}`;
/** `2026年11月23日`: how a day is written in a document. */
export const documentDay = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
