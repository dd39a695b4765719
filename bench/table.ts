// Figures as lines of a table: printed for a person, and kept in bench/results.md.

/** One line; `met` says whether its aim was reached (null where there is none). */
export type Line = { cells: string[]; met: boolean | null };
export type Table = { title: string; head: string[]; lines: Line[]; note?: string };

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** A number as it is read: three figures below 100, whole above. */
export const text = (n: number): string =>
  Number.isInteger(n) || n >= 100 ? String(Math.round(n)) : n >= 10 ? n.toFixed(1) : n.toFixed(2);

const mark = (met: boolean | null): string => (met === null ? '' : met ? '达到' : '未达到');
const rows = ({ head, lines }: Table): string[][] => [[...head, '目标'], ...lines.map(l => [...l.cells, mark(l.met)])];

/** Width in a terminal: a Chinese character takes two places. */
const width = (s: string): number => [...s].reduce((n, c) => n + (c.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);

export function printed(table: Table): string {
  const all = rows(table);
  const widths = all[0]!.map((_, i) => Math.max(...all.map(r => width(r[i] ?? ''))));
  const lines = all.map(r => r.map((cell, i) => cell + ' '.repeat(widths[i]! - width(cell))).join('  '));
  return [`\n${table.title}`, ...lines, ...(table.note ? [table.note] : [])].join('\n');
}

export function markdown(table: Table): string {
  const [head, ...lines] = rows(table);
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${table.title}`,
    '',
    row(head!),
    row(head!.map(() => '---')),
    ...lines.map(row),
    ...(table.note ? ['', table.note] : []),
    '',
  ].join('\n');
}
