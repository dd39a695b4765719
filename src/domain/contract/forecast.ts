// Where a figure stands and where it leads (K1; "按目前进度…"). Pure; both sides. One assumption, always said: the average pace from the
// first day to today goes on. Every number is computed in whole days.

import { addDays, documentDay } from '#kernel/dates.ts';
import { daysOf, type Span } from './term.ts';

/** In the order of urgency; the word is always shown, never the colour alone. */
export const STATUSES = {
  cannot_be_met: '无法完成',
  behind: '落后',
  on_track: '正常',
  not_started: '未开始',
  met: '已达标',
  /** Asked of a larger whole only, or of nobody. */
  no_demand: '无单独要求',
} as const;
export type Status = keyof typeof STATUSES;

export const ASSUMPTION = '“按目前进度”是假定：从起算日到今天的平均速度保持到期满，不考虑农忙、天气和人员变动。';

export type Progress = {
  done: number;
  needed: number;
  /** Days in which it must be done: the term, or the part of it the worker is in post. */
  span: Span;
  /** Last day of the term; a span that ends before is somebody who left. */
  termTo: string;
  today: string;
  /** 次, 人 … */
  unit: string;
};
export type Outlook = { status: Status; missing: number; finish_on: string | null; by_end: number | null; say: string };

/** Amounts in whole thousandths, so that hours like 1.1 are compared and divided exactly. */
const thousandths = (n: number): number => Math.round(n * 1000);
const tidy = (n: number): number => thousandths(n) / 1000;

/**
 * Status, what is missing, and where the pace leads.
 * `finish_on` is the first day on which the pace reaches the threshold, when that is within the span; otherwise `by_end` is what it
 * reaches on the last day, rounded down.
 */
export function outlook(p: Progress): Outlook {
  const missing = tidy(Math.max(0, p.needed - p.done));
  const said = (status: Status, say: string, more: Partial<Outlook> = {}): Outlook => ({
    status,
    missing,
    finish_on: null,
    by_end: null,
    say,
    ...more,
  });
  if (missing === 0) return said('met', `已达标：要求 ${p.needed} ${p.unit}，已完成 ${p.done} ${p.unit}。`);
  if (p.today < p.span.from) return said('not_started', `自 ${documentDay(p.span.from)} 起计，尚未开始。`);
  const short = `完成 ${p.done} ${p.unit}，还差 ${missing} ${p.unit}`;
  if (p.today > p.span.to) {
    const ended = p.span.to < p.termTo ? `已于 ${documentDay(p.span.to)} 离岗` : `合同期已于 ${documentDay(p.span.to)} 届满`;
    return said('cannot_be_met', `${ended}，${short}。`);
  }
  const elapsed = daysOf({ from: p.span.from, to: p.today });
  const total = daysOf(p.span);
  if (p.done === 0) {
    // On the first days nothing is due yet: a pace of 24 a year owes its first one after a fortnight.
    if (p.needed * elapsed < total) return said('on_track', `刚起步，尚无计入的记录；要求 ${p.needed} ${p.unit}。`);
    return said('behind', `尚无计入的记录，还差 ${missing} ${p.unit}。`, { by_end: 0 });
  }
  const [done, needed] = [thousandths(p.done), thousandths(p.needed)];
  const neededDays = Math.ceil((needed * elapsed) / done);
  if (neededDays <= total) {
    const finish_on = addDays(p.span.from, neededDays - 1);
    return said('on_track', `按目前进度，预计 ${documentDay(finish_on)} 完成。`, { finish_on });
  }
  const by_end = Math.floor((done * total) / elapsed / 1000);
  return said('behind', `按目前进度，到期满可完成 ${by_end} ${p.unit}，还差 ${tidy(p.needed - by_end)} ${p.unit}。`, { by_end });
}

/** `lacks`: what is missing beside the number, in words. */
export type Part = { name: string; status: Status; missing: number; lacks?: string };

/**
 * Several parts that must each be met, as one (a station whose workers each owe 24): as urgent as its most urgent part; an excess of
 * one makes up for no other.
 * @param parts what they are called together: `名社工`, `个社工站`
 */
export function together(list: readonly Part[], parts: string, unit: string): { status: Status; missing: number; say: string } {
  const missing = tidy(list.reduce((sum, p) => sum + p.missing, 0));
  if (list.length === 0) return { status: 'behind', missing, say: `合同期内没有${parts.slice(1)}，无从计数。` };
  const order = Object.keys(STATUSES) as Status[];
  // One met, one not yet begun: on the way.
  const status = order.find(s => list.some(p => p.status === s))!;
  const shown = status === 'not_started' && list.some(p => p.status === 'met') ? 'on_track' : status;
  const counts = [...order].reverse().flatMap(s => {
    const n = list.filter(p => p.status === s).length;
    return n ? [`${n} ${parts.slice(0, 1)}${STATUSES[s]}`] : [];
  });
  const how = counts.length === 1 ? `全部${STATUSES[status]}` : `中 ${counts.join('、')}`;
  const late = list.filter(p => p.status === 'behind' || p.status === 'cannot_be_met').sort((a, b) => b.missing - a.missing);
  const names = late
    .slice(0, 3)
    .map(p => (p.missing === 0 && p.lacks ? `${p.name}还缺${p.lacks}` : `${p.name}还差 ${p.missing} ${unit}`));
  return {
    status: shown,
    missing,
    say: `${list.length} ${parts}${how}${names.length ? `；${names.join('、')}${late.length > 3 ? '等' : ''}` : ''}。`,
  };
}
