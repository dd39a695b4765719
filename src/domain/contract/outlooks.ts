// Where a figure stands that has an upper end, is a share of something, or is asked window by window (decision 0010). Pure; both sides.
// What can still be broken or made good is 正常 or 落后 until the last day; only the last day says 已达标.

import { documentDay } from '#kernel/dates.ts';
import { outlook, type Progress, type Status } from './forecast.ts';
import type { Threshold } from './rule.ts';
import type { Span } from './term.ts';

/** What is asked: at least `min` (null: no lower end), at most `max` (null: no upper end). */
export type Bounds = { min: number | null; max: number | null };
export type Verdict = { status: Status; missing: number; say: string };

const exact = (n: number): number => Math.round(n * 1000) / 1000;
/** How much is lacking to the lower end. */
const lacking = (done: number, { min }: Bounds): number => exact(Math.max(0, (min ?? 0) - done));
const above = (done: number, { max }: Bounds): boolean => max !== null && exact(done) > max;
export const within = (done: number, bounds: Bounds): boolean => lacking(done, bounds) === 0 && !above(done, bounds);

/**
 * A threshold as bounds. A share is asked of `all` units, rounded up; of a ratio it is the percentage itself.
 * @param all how many units there are, or null for a ratio
 */
export function boundsFor(threshold: Threshold, all: number | null): Bounds {
  if (threshold.at === 'least') return { min: threshold.value, max: null };
  if (threshold.at === 'most') return { min: null, max: threshold.value };
  if (threshold.at === 'exactly') return { min: threshold.value, max: threshold.value };
  if (threshold.at === 'between') return { min: threshold.min, max: threshold.max };
  return { min: all === null ? threshold.percent : Math.ceil((all * Math.round(threshold.percent * 1000)) / 100_000), max: null };
}

/** The bounds in words: 不少于 3 场 … */
export function boundWords({ min, max }: Bounds, unit: string): string {
  const of = unit === '%' ? '%' : ` ${unit}`;
  if (max === null) return `不少于 ${min}${of}`;
  if (min === null) return `不多于 ${max}${of}`;
  return min === max ? `正好 ${min}${of}` : `${min} 至 ${max}${of}`;
}

/** Over the whole term: a lower end alone is forecast by its pace; an upper end can be broken until the last day. */
export function inTerm(p: Omit<Progress, 'needed'>, bounds: Bounds): Verdict {
  const { done, unit, span, today } = p;
  if (bounds.max === null) return outlook({ ...p, needed: bounds.min ?? 0 });
  const missing = lacking(done, bounds);
  const asked = `要求${boundWords(bounds, unit)}`;
  if (above(done, bounds))
    return { status: 'cannot_be_met', missing, say: `已有 ${done} ${unit}，超过了上限（${asked}），无法再达到。` };
  if (today < span.from) return outlook({ ...p, needed: bounds.max + 1 });
  if (missing > 0) return outlook({ ...p, needed: bounds.min! });
  if (today > span.to) return { status: 'met', missing: 0, say: `已达标：${asked}，完成 ${done} ${unit}。` };
  return { status: 'on_track', missing: 0, say: `目前 ${done} ${unit}，${asked}；到 ${documentDay(span.to)} 为止都要保持。` };
}

/**
 * What is so today and may be otherwise tomorrow: a percentage, or the last so many days.
 * @param said how it stands, in words: `62.5%(25/40)`
 * @param known false while there is nothing to compare with
 */
export function asOfToday(
  p: { done: number; bounds: Bounds; span: Span; today: string; unit: string },
  said: string,
  known = true,
): Verdict {
  const missing = lacking(p.done, p.bounds);
  const asked = `要求${boundWords(p.bounds, p.unit)}`;
  const ended = p.today > p.span.to;
  if (p.today < p.span.from) return { status: 'not_started', missing, say: `自 ${documentDay(p.span.from)} 起计，尚未开始。` };
  if (!known) return { status: ended ? 'cannot_be_met' : 'behind', missing, say: `还没有可以对照的记录，算不出占比；${asked}。` };
  if (within(p.done, p.bounds))
    return ended
      ? { status: 'met', missing, say: `已达标：${said}，${asked}。` }
      : { status: 'on_track', missing, say: `目前 ${said}，${asked}；到期满为止都要保持。` };
  return ended
    ? { status: 'cannot_be_met', missing, say: `合同期已于 ${documentDay(p.span.to)} 届满：${said}，${asked}。` }
    : { status: 'behind', missing, say: `目前 ${said}，${asked}。` };
}

/** One window: how much was done, what was asked, and whether it is reached; null while that is still open. */
export type InWindow = Span & { label: string; done: number; needed: number; met: boolean | null };
/** Whether a window is reached, as far as today tells. */
export function reachedIn(window: Span, done: number, bounds: Bounds, today: string): boolean | null {
  if (above(done, bounds)) return false;
  if (bounds.max === null && within(done, bounds)) return true;
  return today > window.to ? within(done, bounds) : null;
}

/**
 * Windows that are each asked the threshold: as many as there are must be reached. One that was missed cannot be made good.
 * @param of what windows are counted in: `个月`
 */
export function byWindow(windows: readonly InWindow[], today: string, unit: string, of: string): Verdict & { done: number } {
  const done = windows.filter(w => w.met === true).length;
  const missed = windows.filter(w => w.met === false);
  const missing = windows.length - done;
  if (windows.length === 0) return { done, missing, status: 'no_demand', say: '没有要求。' };
  if (today < windows[0]!.from)
    return { done, missing, status: 'not_started', say: `自 ${documentDay(windows[0]!.from)} 起计，尚未开始。` };
  if (missing === 0) return { done, missing, status: 'met', say: `已达标：${windows.length} ${of}全部达到要求。` };
  const now = windows.find(w => w.from <= today && today <= w.to && w.met === null);
  const open =
    now && now.needed > now.done ? `；${now.label}还差 ${exact(now.needed - now.done)} ${unit}，最迟 ${documentDay(now.to)}` : '';
  const names = missed.slice(0, 3).map(w => w.label);
  const lost = missed.length
    ? `；${names.join('、')}${missed.length > 3 ? ` 等 ${missed.length} ${of}` : ''}没有达到，不能补做`
    : '';
  const status: Status = missed.length ? 'cannot_be_met' : 'on_track';
  return { done, missing, status, say: `${windows.length} ${of}中 ${done} ${of}已达标${lost}${open}。` };
}

/** What a figure still has to cover: reached in number, it is not yet met. */
export function covering(verdict: Verdict, uncovered: readonly string[], ended: boolean): Verdict {
  if (uncovered.length === 0) return verdict;
  const before = verdict.status === 'met' ? 'behind' : verdict.status;
  const say = verdict.status === 'met' ? verdict.say.replace(/^已达标：/, '数量已够：') : verdict.say;
  return { ...verdict, status: ended ? 'cannot_be_met' : before, say: `${say.slice(0, -1)}；还缺${uncovered.join('、')}。` };
}
