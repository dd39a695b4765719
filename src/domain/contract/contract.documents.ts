// The standing as one sheet (履约情况表): a line for each clause and station, and for each worker where the clause speaks of workers; with
// its windows, its months, and which units still fall short.

import { documentDay } from '#kernel/dates.ts';
import type { Tx } from '#server/database/tx.ts';
import { writeLedger } from '#server/documents/sheet.ts';
import type { MadeFile } from '#server/module.ts';
import type { Figure, Indicator } from './contract.ts';
import { STATUSES } from './forecast.ts';
import type { Detail, Detailed } from './sheet.service.ts';

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
  { header: '分期要求', width: 30 },
  { header: '还缺哪些', width: 40 },
];

const NOT_CONNECTED = '尚未接入';
/** Units named in one cell. */
const NAMED = 10;

const windowWords = ({ windows }: Figure): string =>
  windows
    .map(w => `${w.label} ${w.done}/${w.needed}${w.met === null ? '（未到期）' : w.met ? '（达到）' : '（未达到）'}`)
    .join('；');

function lackWords(f: Figure, units: Detail['missing'], more: boolean): string {
  const named = units.slice(0, NAMED).map(u => `${u.title}：${u.say.join('，')}`);
  const rest = units.length > NAMED ? [`等 ${units.length} 个${more ? '以上' : ''}`] : [];
  return [...f.uncovered.map(u => `还没有${u}`), ...named, ...rest].join('；');
}

/** Whose line it is: a station's, a worker's, or the whole project's. */
type Whose = { station: number | null; worker: string | null };

/** The amounts of a line in each month; the project's are those of its stations together. */
function monthCells({ months }: Detail, many: number, { station, worker }: Whose): (number | null)[] {
  const own = months.filter(m => m.worker === worker && (station === null || m.station === station));
  return Array.from({ length: many }, (_, i) => (own.length ? own.reduce((n, m) => n + m.amounts[i]!, 0) : null));
}

function cells(f: Figure, detail: Detail, many: number, whose: Whose): unknown[] {
  const units = detail.missing.filter(
    u => (whose.station === null || u.station === whose.station) && (whose.worker === null || u.worker === whose.worker),
  );
  return [
    ...[f.needed, f.done, f.missing, f.unit, STATUSES[f.status], f.say, f.left_out],
    ...[windowWords(f), lackWords(f, units, detail.more)],
    ...monthCells(detail, many, whose),
  ];
}

function* indicatorRows(clause: string[], i: Indicator, names: ReadonlyMap<number, string>, all: Detailed): Generator<unknown[]> {
  const head = [...clause, i.title];
  const detail = all.details.get(i.id);
  if (!i.connected || !detail) {
    yield [...head, '', '', null, null, null, i.unit, NOT_CONNECTED, '', null, '', ''];
    return;
  }
  const many = all.months.length;
  if (i.project) yield [...head, '合计', '', ...cells(i.project, detail, many, { station: null, worker: null })];
  for (const s of i.stations) {
    const name = names.get(s.station) ?? s.station;
    yield [...head, name, '', ...cells(s, detail, many, { station: s.station, worker: null })];
    for (const w of s.workers) yield [...head, name, w.name, ...cells(w, detail, many, { station: null, worker: w.worker })];
  }
}

function* rowsOf(all: Detailed): Generator<unknown[]> {
  const names = new Map(all.standing.stations.map(s => [s.id, s.name]));
  for (const c of all.standing.clauses) {
    if (c.indicators.length === 0) yield [c.code, c.title, '', '', '', null, null, null, '', NOT_CONNECTED, '', null, '', ''];
    for (const i of c.indicators) yield* indicatorRows([c.code, c.title], i, names, all);
  }
}

/** The sheet of what `contract.standing` answers to the same reader, with months and units. */
export function standingDocument(tx: Tx, all: Detailed): MadeFile {
  const { standing, months } = all;
  const { contract } = standing;
  return {
    fileName: `履约情况表_${contract.code}_${standing.as_of}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '合同履约情况表',
        subtitle: `${contract.name}；合同期 ${documentDay(contract.from_on)} 至 ${documentDay(contract.to_on)}；截至 ${documentDay(standing.as_of)}`,
        columns: [...COLUMNS, ...months.map(m => ({ header: m.label, kind: 'number' as const, width: 12 }))],
        rows: rowsOf(all),
        footer: [
          standing.assumption,
          '“尚未接入”表示平台还没有这一条的数据，不代表完成，也不代表没有做。',
          '各月一列是当月计入的数；按百分比要求的指标，各月是分子。“分期要求”是按月、季度或半年要求的指标各期完成和要求的数。',
        ],
        watermark: `${tx.actor.name} 导出于 ${documentDay(standing.as_of)}`,
      });
    },
  };
}
