// The standing as one sheet (履约情况表): a line for each clause and station, and for each worker where the clause speaks of workers.

import { documentDay } from '#kernel/dates.ts';
import type { Tx } from '#server/database/tx.ts';
import { writeLedger } from '#server/documents/sheet.ts';
import type { MadeFile } from '#server/module.ts';
import type { Figure, Indicator, Standing } from './contract.ts';
import { STATUSES } from './forecast.ts';

const COLUMNS = [
  { header: '条款', width: 7 },
  { header: '内容', width: 24 },
  { header: '指标', width: 26 },
  { header: '社工站', width: 18 },
  { header: '社工', width: 10 },
  { header: '要求', kind: 'number' as const },
  { header: '完成', kind: 'number' as const },
  { header: '还差', kind: 'number' as const },
  { header: '单位', width: 6 },
  { header: '状态', width: 10 },
  { header: '说明', width: 46 },
  { header: '未计入（条）', kind: 'number' as const, width: 11 },
];

const NOT_CONNECTED = '尚未接入';
const cells = (f: Figure): unknown[] => [f.needed, f.done, f.missing, f.unit, STATUSES[f.status], f.say, f.left_out];

function* indicatorRows(clause: string[], i: Indicator, names: ReadonlyMap<number, string>): Generator<unknown[]> {
  const head = [...clause, i.title];
  if (!i.connected) {
    yield [...head, '', '', null, null, null, i.unit, NOT_CONNECTED, '', null];
    return;
  }
  if (i.project) yield [...head, '合计', '', ...cells(i.project)];
  for (const s of i.stations) {
    yield [...head, names.get(s.station) ?? s.station, '', ...cells(s)];
    for (const w of s.workers) yield [...head, names.get(s.station) ?? s.station, w.name, ...cells(w)];
  }
}

function* rowsOf(standing: Standing): Generator<unknown[]> {
  const names = new Map(standing.stations.map(s => [s.id, s.name]));
  for (const c of standing.clauses) {
    if (c.indicators.length === 0) yield [c.code, c.title, '', '', '', null, null, null, '', NOT_CONNECTED, '', null];
    for (const i of c.indicators) yield* indicatorRows([c.code, c.title], i, names);
  }
}

/** The sheet of what `contract.standing` answers to the same reader. */
export function standingDocument(tx: Tx, standing: Standing): MadeFile {
  const { contract } = standing;
  return {
    fileName: `履约情况表_${contract.code}_${standing.as_of}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '合同履约情况表',
        subtitle: `${contract.name}；合同期 ${documentDay(contract.from_on)} 至 ${documentDay(contract.to_on)}；截至 ${documentDay(standing.as_of)}`,
        columns: COLUMNS,
        rows: rowsOf(standing),
        footer: [standing.assumption, '“尚未接入”表示平台还没有这一条的数据，不代表完成，也不代表没有做。'],
        watermark: `${tx.actor.name} 导出于 ${documentDay(standing.as_of)}`,
      });
    },
  };
}
