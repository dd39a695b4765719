// The ledger of a clause in the evidence package: the frozen rows as Excel, with names looked up as they are now.

import { documentDay } from '#kernel/dates.ts';
import { MAX_ROWS, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import type { Line } from './canonical.ts';
import type { FrozenClause } from './frozen.ts';
import type { Said } from './letters.ts';
import { clientsOf, workersOf } from './names.service.ts';

const COLUMNS = [
  { header: '序号', kind: 'number' as const, width: 7 },
  { header: '指标', width: 26 },
  { header: '日期', kind: 'date' as const, width: 11 },
  { header: '社工站', width: 16 },
  { header: '社工', width: 9 },
  { header: '服务对象', width: 10 },
  { header: '计数', kind: 'number' as const, width: 7 },
  { header: '是否计入', width: 22 },
  { header: '内容', width: 46 },
  { header: '记录编号', width: 38 },
];

const facts = (line: Line): string =>
  Object.entries(line.facts)
    .map(([title, value]) => `${title}：${value}`)
    .join('；');

/** Names and places of a clause's ledgers: more rows than a sheet of Excel holds are several files. */
export function ledgersOf(
  { code, lines }: { code: string; lines: number },
  most = MAX_ROWS,
): { path: string; from: number; to: number }[] {
  const many = Math.ceil(lines / most);
  return Array.from({ length: many }, (_, i) => ({
    path: `clauses/${code}${many > 1 ? `-${i + 1}` : ''}.xlsx`,
    from: i * most,
    to: (i + 1) * most,
  }));
}

/** The lines of a ledger from one place to another, as they lie in the store. */
async function* linesOf(source: AsyncIterable<Buffer>, { from, to }: { from: number; to: number }): AsyncGenerator<Line[]> {
  let at = 0;
  for await (const piece of source) {
    const lines = piece.toString('utf8').split('\n').filter(Boolean);
    const own = lines.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += lines.length;
    if (own.length) yield own.map(text => JSON.parse(text) as Line);
    if (at >= to) return;
  }
}

/** The file of one clause, or of a part of it; `source` reads its frozen lines. */
export function clauseLedger(
  { tx }: Context,
  { frozen }: Said,
  clause: FrozenClause,
  source: () => AsyncIterable<Buffer>,
  named: boolean,
  part: { from: number; to: number },
): MadeFile {
  const stations = new Map(frozen.stations.map(s => [s.id, s.name]));
  const titles = new Map(clause.indicators.map(i => [i.id, i.title]));
  const reasons = new Map(clause.indicators.flatMap(i => i.left_out.map(r => [r.code, r.title] as const)));
  async function* rows(): AsyncGenerator<unknown[]> {
    const workers = await workersOf(tx);
    let n = part.from;
    for await (const lines of linesOf(source(), part)) {
      const clients = await clientsOf(tx, lines, named);
      for (const line of lines)
        yield [
          ++n,
          titles.get(line.indicator) ?? '',
          line.on,
          stations.get(line.station) ?? String(line.station),
          (line.worker && workers.get(line.worker)) ?? '',
          (line.client && clients.get(line.client)) ?? '',
          line.amount,
          line.reason === 'counted' ? '计入' : `未计入：${reasons.get(line.reason) ?? line.reason}`,
          facts(line),
          line.record,
        ];
    }
  }
  return {
    fileName: `${clause.code}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: `${clause.code} ${clause.title}`,
        subtitle: `${frozen.contract.name}；证据固定于 ${documentDay(frozen.as_of)}；校验值 ${clause.hash}`,
        columns: COLUMNS,
        rows: rows(),
        footer: [named ? '姓名完整，仅供内部存档。' : '服务对象姓名已隐去部分。'],
        watermark: `${tx.actor.name} 导出于 ${documentDay(tx.today)}`,
      });
    },
  };
}
