// The weeks of a month as a grid shows them, Monday first.

import { addDays, addMonths } from '#kernel/dates.ts';

/**
 * Whole weeks that cover the month, each of seven days.
 * @param month 'YYYY-MM'
 */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const last = addDays(addMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let day = addDays(first, -weekday); day <= last; day = addDays(day, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)));
  return weeks;
}
