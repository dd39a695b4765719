// The days a contract runs, and the part of them that concerns one worker (P1, M4). Pure; both sides. Both ends are days of the span.

import { addDays, addMonths, daysBetween } from '#kernel/dates.ts';

/** From a day to a day, both included. */
export type Span = { from: string; to: string };

/**
 * The last day of a term of whole months that begins on `from`: the day before the corresponding day; where that month has no
 * such day its last day (Civil Code art. 202). 2026-03-01 + 12 → 2027-02-28; 2028-02-29 + 12 → 2029-02-28.
 */
export function termEnd(from: string, months: number): string {
  const corresponding = addMonths(from, months);
  return corresponding.slice(8) === from.slice(8) ? addDays(corresponding, -1) : corresponding;
}

/** Days of a span; at least 1. */
export const daysOf = (span: Span): number => daysBetween(span.from, span.to) + 1;

/** The days both have in common, or null. `to: null` is open. */
export function overlap(a: Span, b: { from: string; to: string | null }): Span | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = b.to === null || b.to > a.to ? a.to : b.to;
  return from <= to ? { from, to } : null;
}

/** What is asked of somebody who took part for a part of the term, without the days he was `away`: by days, rounded up. */
export function prorated(value: number, part: Span, term: Span, away: readonly Span[] = []): number {
  const off = away.map(a => overlap(part, a)).reduce((n, a) => n + (a ? daysOf(a) : 0), 0);
  return Math.ceil((value * (daysOf(part) - off)) / daysOf(term));
}
