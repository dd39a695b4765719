// The months of a term, and how a station stands in each of them: inspected, due, missed, still to come (M3). Pure; both sides.

import { addDays, addMonths } from '#kernel/dates.ts';

/** From a day to a day, both included. */
export type Month = { from: string; to: string };

const LIMIT = 60;

/**
 * The months of a term, each beginning on the day of the month on which the term began (its last day where a month has no such day). The
 * last one ends with the term. 2026-01-31 … 2027-01-30 → 01-31…02-27, 02-28…03-30, …
 */
export function monthsOf(from: string, to: string): Month[] {
  const months: Month[] = [];
  for (let i = 0; i < LIMIT; i++) {
    const start = addMonths(from, i);
    if (start > to) break;
    const end = addDays(addMonths(from, i + 1), -1);
    months.push({ from: start, to: end < to ? end : to });
  }
  return months;
}

/** The year under way that began on an anniversary of `opened`, as first and last day. */
export function runningYear(opened: string, today: string): Month {
  let years = 0;
  while (addMonths(opened, 12 * (years + 1)) <= today) years++;
  return { from: addMonths(opened, 12 * years), to: addDays(addMonths(opened, 12 * (years + 1)), -1) };
}

export const CELL_STATES = { done: '已检查', due: '本月未检查', missed: '漏检', future: '未到', none: '未开办' } as const;
export type CellState = keyof typeof CELL_STATES;

/** How a month stands: `days` are those of its inspections, `opened` the station's first day. */
export function cellState(month: Month, days: readonly string[], today: string, opened: string | null): CellState {
  if (days.some(day => day >= month.from && day <= month.to)) return 'done';
  if (opened !== null && opened > month.to) return 'none';
  if (today < month.from) return 'future';
  return today <= month.to ? 'due' : 'missed';
}
