// The windows in which a rule asks its threshold: the term itself, months, quarters and half-years of the contract or the calendar, or
// the days up to today (decision 0010). Pure; both sides. Every window is cut to the term, except the rolling days.

import { addDays, addMonths } from '#kernel/dates.ts';
import type { Window } from './rule.ts';
import { type Span, termEnd } from './term.ts';

/** One window with what it is called. */
export type Frame = Span & { label: string };

const WHOLE: Readonly<Record<1 | 3 | 6, { one: string; said: string }>> = {
  1: { one: '月', said: '个月' },
  3: { one: '季度', said: '个季度' },
  6: { one: '半年', said: '个半年' },
};
/** `个月`, `个季度`: what the windows are counted in. */
export const frameUnit = (window: Window): string => ('months' in window ? WHOLE[window.months].said : '');

function calendarLabel(from: string, months: 1 | 3 | 6): string {
  const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))];
  if (months === 1) return `${year}年${month}月`;
  return months === 3 ? `${year}年第${Math.ceil(month / 3)}季度` : `${year}年${month <= 6 ? '上' : '下'}半年`;
}

function contractFrames(months: 1 | 3 | 6, term: Span): Frame[] {
  const frames: Frame[] = [];
  for (let from = term.from; from <= term.to; from = addDays(frames.at(-1)!.to, 1)) {
    const end = termEnd(term.from, (frames.length + 1) * months);
    frames.push({ from, to: end < term.to ? end : term.to, label: `合同第${frames.length + 1}${WHOLE[months].said}` });
  }
  return frames;
}

function calendarFrames(months: 1 | 3 | 6, term: Span): Frame[] {
  const month = Number(term.from.slice(5, 7));
  const first = `${term.from.slice(0, 5)}${String(month - ((month - 1) % months)).padStart(2, '0')}-01`;
  const frames: Frame[] = [];
  for (let at = first; at <= term.to; at = addMonths(first, frames.length * months)) {
    const end = addDays(addMonths(at, months), -1);
    frames.push({
      from: at > term.from ? at : term.from,
      to: end < term.to ? end : term.to,
      label: calendarLabel(at, months),
    });
  }
  return frames;
}

/** The windows of a rule in their order; at least one. `today` moves the rolling days only, and those stop at the end of the term. */
export function framesOf(window: Window, term: Span, today: string): Frame[] {
  if (window.kind === 'term') return [{ ...term, label: '合同期' }];
  if (window.kind === 'contract') return contractFrames(window.months, term);
  if (window.kind === 'calendar') return calendarFrames(window.months, term);
  const to = today < term.to ? today : term.to;
  return [{ from: addDays(to, 1 - window.days), to, label: `最近 ${window.days} 天` }];
}

/** The months of the calendar that have a day in the term. */
export const monthsOf = (term: Span): Frame[] => calendarFrames(1, term);
