// What the workbench and the pages say about inspections, in sentences. Pure.

import type { z } from 'zod';
import type { FindingRow, grid } from '../../inspections.ts';

export type Grid = z.output<typeof grid.answer>;

const names = (rows: readonly { name: string }[], most = 4): string =>
  `${rows
    .slice(0, most)
    .map(r => r.name.replace(/社工站$/, ''))
    .join('、')}${rows.length > most ? ` 等 ${rows.length} 个站` : ''}`;

/** Which stations wait for this month's inspection, and which months were missed. */
export function monthSays(g: Grid): string {
  const due = g.rows.filter(r => r.cells.some(c => c.state === 'due'));
  const missed = g.rows.filter(r => r.cells.some(c => c.state === 'missed'));
  const month = g.months.find(m => m.from <= g.today && g.today <= m.to);
  const now =
    month === undefined
      ? '所选期间不含今天。'
      : due.length === 0
        ? '本月各站都已检查。'
        : g.rows.length === 1
          ? `本月还没有检查，本月到 ${month.to} 为止。`
          : `本月还有 ${due.length} 个站没有检查：${names(due)}；本月到 ${month.to} 为止。`;
  return missed.length === 0 ? now : `${now}漏检过的站：${names(missed)}。`;
}

/** How many findings are open, and how many are overdue. */
export function findingsSay(g: Grid): string {
  const open = g.rows.reduce((n, r) => n + r.open, 0);
  const overdue = g.rows.filter(r => r.overdue > 0);
  const late = overdue.reduce((n, r) => n + r.overdue, 0);
  if (open === 0) return '没有待整改的问题。';
  return `${open} 个问题还没有整改完${late === 0 ? '，都在期限内。' : `，其中 ${late} 个已过期限${g.rows.length > 1 ? `：${names(overdue)}` : ''}。`}`;
}

/** `还有 5 天`, `已过期 3 天`. */
export function deadlineSays(f: Pick<FindingRow, 'deadline_on' | 'state'>, today: string): string {
  if (f.state === 'closed' || f.state === 'dropped') return f.deadline_on;
  const days = Math.round((Date.parse(f.deadline_on) - Date.parse(today)) / 86_400_000);
  return `${f.deadline_on}（${days < 0 ? `已过期 ${-days} 天` : days === 0 ? '今天到期' : `还有 ${days} 天`}）`;
}
