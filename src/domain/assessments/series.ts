// Repeated measurement: the same person, the same instrument, over time. Pure. Serves K3, E1.

import { addDays, daysBetween } from '#kernel/dates.ts';
import { gradeOf, type Instrument } from './instrument.ts';
import { fromBest, rounded, totalRange } from './scoring.ts';
import type { Point, Series } from './shown.ts';

export type Measured = Omit<Point, 'change' | 'grade_label'>;

/** How a change of the total is to be understood; totals of different versions are not compared. */
export function changeWords(change: number, better: Series['better'], unit: string): string {
  if (change === 0) return '没有变化';
  const amount = `${change > 0 ? '升' : '降'}了 ${rounded(Math.abs(change), 2)} ${unit}`;
  if (better === 'none') return amount;
  return `${amount}（${change > 0 === (better === 'higher') ? '好转' : '变差'}）`;
}

function sentence(s: Omit<Series, 'says'>, today: string): string {
  const last = s.points.at(-1);
  if (!last) return '还没有评估。';
  const found =
    last.total === null
      ? (last.grade_label ?? '没有得出总分')
      : `${last.total} ${s.unit}${last.grade_label ? `，${last.grade_label}` : ''}`;
  const compared =
    last.change !== null
      ? `；比上一次${changeWords(last.change, s.better, s.unit)}`
      : s.points.length > 1 && last.total !== null
        ? '；与上一次不能直接比较（缺项或量表版本不同）'
        : '';
  const due =
    s.next_on === null
      ? ''
      : s.overdue
        ? `；应在 ${s.next_on} 前复评，已超过 ${daysBetween(s.next_on, today)} 天`
        : `；下次在 ${s.next_on} 前复评`;
  return `共 ${s.points.length} 次，最近一次 ${last.assessed_on}：${found}${compared}${due}。`;
}

/**
 * A series of one instrument.
 * @param versions the instrument by version; the newest measurement's version draws the picture
 * @param measured in any order, without withdrawn ones
 */
export function seriesOf(versions: ReadonlyMap<number, Instrument>, measured: readonly Measured[], today: string): Series {
  const sorted = measured.toSorted((a, b) => (`${a.assessed_on} ${a.id}` < `${b.assessed_on} ${b.id}` ? -1 : 1));
  const newest = sorted.at(-1)!;
  const instrument = versions.get(newest.version)!;
  const points = sorted.map((m, n): Point => {
    const before = sorted[n - 1];
    const comparable = before && before.version === m.version && before.total !== null && m.total !== null;
    const own = versions.get(m.version);
    return {
      ...m,
      grade_label: (own && gradeOf(own, m.grade)?.label) ?? null,
      change: comparable ? rounded(m.total! - before.total!, 2) : null,
    };
  });
  const next_on = instrument.repeat_days === undefined ? null : addDays(newest.assessed_on, instrument.repeat_days);
  const series = {
    instrument: instrument.code,
    title: instrument.title,
    short: instrument.short,
    unit: instrument.total.unit,
    better: instrument.total.better,
    range: totalRange(instrument),
    bands: fromBest(instrument).map(({ code, label, from, to, attention }) => ({ code, label, from, to, attention })),
    points,
    next_on,
    overdue: next_on !== null && next_on < today,
  };
  return { ...series, says: sentence(series, today) };
}

/** The versions of one instrument, by number. */
export const bodiesByVersion = (
  list: readonly { code: string; version: number; body: Instrument }[],
  code: string,
): Map<number, Instrument> => new Map(list.filter(i => i.code === code).map(i => [i.version, i.body]));
