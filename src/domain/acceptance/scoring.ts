// How a table's points come about: figures by how much of what is owed was done, evaluators by their mean, satisfaction by its share;
// then sections, total, grade. Nothing above the threshold adds anything. Pure; both sides.

import { fullPoints, type Item, itemsOf, type Layout } from './layout.ts';

/** What an evaluator wrote: points and a remark by item, vetoes with their reason. */
export type Sheet = {
  points: Readonly<Record<string, number>>;
  remarks: Readonly<Record<string, string>>;
  vetoes: Readonly<Record<string, string>>;
};
export const EMPTY: Sheet = { points: {}, remarks: {}, vetoes: {} };

/** A figure as it was taken: the share of what is owed that was done, 0…1. Null: nothing in the platform counts it yet. */
export type Taken = { share: number | null; say: string; indicators: readonly string[] };
export type Satisfaction = { asked: number; satisfied: number } | null;

type Part = { needed: number; missing: number; status: string };

/** The mean over all who owe something of how much of it they did. One's excess makes up for nobody. Null where nobody owes anything. */
export function shareOf(parts: readonly Part[]): number | null {
  if (parts.length === 0) return null;
  const shares = parts.map(p => {
    if (p.status === 'met') return 1;
    // Nothing is missing: all of it until today, though it can still be lost (every day in rule); or a limit that was broken.
    if (p.missing <= 0) return p.status === 'on_track' ? 1 : 0;
    if (p.needed <= 0) return 0;
    return Math.max(0, Math.min(1, 1 - p.missing / p.needed));
  });
  return shares.reduce((sum, s) => sum + s, 0) / shares.length;
}

/** Points to two decimals: a half goes up. */
export const rounded = (points: number): number => Math.round((points + Number.EPSILON) * 100) / 100;

/** An item is scored by hand where it says so, and where no figure stands behind it yet. */
export const byHand = (item: Item, taken: Readonly<Record<string, Taken>>): boolean =>
  item.way === 'evaluators' || (item.way === 'figure' && (taken[item.code]?.share ?? null) === null);

/** Items this sheet still lacks, and points that are more than the item gives. One sentence each. */
export function gapsOf(layout: Layout, taken: Readonly<Record<string, Taken>>, sheet: Sheet): string[] {
  const asked = itemsOf(layout).filter(i => byHand(i, taken));
  const missing = asked.filter(i => sheet.points[i.code] === undefined).map(i => `${i.code} ${i.title}还没有打分`);
  return [...missing, ...excessOf(layout, taken, sheet)];
}

/** Points that cannot stand: above the item's, or for what is not scored by hand. */
export function excessOf(layout: Layout, taken: Readonly<Record<string, Taken>>, sheet: Sheet): string[] {
  const asked = new Map(itemsOf(layout).map(i => [i.code, i]));
  const vetoes = new Set(layout.vetoes.map(v => v.code));
  return [
    ...Object.entries(sheet.points).flatMap(([code, points]) => {
      const item = asked.get(code);
      if (!item || !byHand(item, taken)) return [`${code} 不由评估员打分`];
      return points > item.points ? [`${code} 最多 ${item.points} 分`] : [];
    }),
    ...Object.keys(sheet.vetoes).flatMap(code => (vetoes.has(code) ? [] : [`没有否决项 ${code}`])),
  ];
}

export type ItemResult = { code: string; points: number | null; full: number; how: string };
export type Result = {
  items: ItemResult[];
  sections: { title: string; points: number; full: number }[];
  total: number;
  full: number;
  /** Whether every item has its points: before that there is no grade. */
  complete: boolean;
  grade: string | null;
  vetoes: { code: string; title: string; reasons: string[] }[];
};

function itemResult(
  item: Item,
  taken: Readonly<Record<string, Taken>>,
  satisfaction: Satisfaction,
  sheets: readonly Sheet[],
): ItemResult {
  const given = (points: number | null, how: string): ItemResult => ({
    code: item.code,
    points: points === null ? null : rounded(points),
    full: item.points,
    how,
  });
  if (item.way === 'satisfaction') {
    if (!satisfaction) return given(null, '满意度尚未填写');
    const { asked, satisfied } = satisfaction;
    return given((item.points * satisfied) / asked, `${asked} 人中 ${satisfied} 人满意`);
  }
  const figure = taken[item.code];
  if (item.way === 'figure' && figure && figure.share !== null) return given(item.points * figure.share, figure.say);
  const points = sheets.flatMap(s => s.points[item.code] ?? []);
  if (sheets.length === 0 || points.length < sheets.length)
    return given(null, `${points.length}/${sheets.length} 名评估员已打分`);
  const how = `${points.length} 名评估员平均${item.way === 'figure' ? '（平台没有这一条的数据）' : ''}`;
  return given(points.reduce((sum, p) => sum + p, 0) / points.length, how);
}

/** The result of a table with these figures and sheets; `sheets` are those that count now. */
export function resultOf(
  layout: Layout,
  taken: Readonly<Record<string, Taken>>,
  satisfaction: Satisfaction,
  sheets: readonly Sheet[],
): Result {
  const items = itemsOf(layout).map(i => itemResult(i, taken, satisfaction, sheets));
  const byCode = new Map(items.map(i => [i.code, i]));
  const sum = (list: readonly ItemResult[]): number => rounded(list.reduce((n, i) => n + (i.points ?? 0), 0));
  const full = fullPoints(layout);
  const complete = items.every(i => i.points !== null);
  const total = sum(items);
  const vetoes = layout.vetoes.flatMap(v => {
    const reasons = sheets.flatMap(s => s.vetoes[v.code] ?? []);
    return reasons.length ? [{ ...v, reasons }] : [];
  });
  const reached = layout.grades.find(g => (total / full) * 100 >= g.from)!.title;
  return {
    items,
    sections: layout.sections.map(s => {
      const own = s.items.map(i => byCode.get(i.code)!);
      return { title: s.title, points: sum(own), full: s.items.reduce((n, i) => n + i.points, 0) };
    }),
    total,
    full,
    complete,
    grade: vetoes.length ? layout.grades.at(-1)!.title : complete ? reached : null,
    vetoes,
  };
}
