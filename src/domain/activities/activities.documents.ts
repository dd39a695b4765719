// What prints of activities: the ledger 活动台账 as Excel, with figures of people and no names. Serves K5, E6.

import { documentDay } from '#kernel/dates.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { type Filters, STAGES, THEMES } from './activities.ts';
import { ledgerRows } from './read.service.ts';

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 5 },
  { header: '活动编号', width: 18 },
  { header: '活动名称', width: 24 },
  { header: '社工站', width: 14 },
  { header: '主题', width: 20 },
  { header: '计划日期', kind: 'date', width: 11 },
  { header: '举办日期', kind: 'date', width: 11 },
  { header: '时间', width: 12 },
  { header: '地点', width: 18 },
  { header: '负责社工', width: 9 },
  { header: '实名人数', kind: 'number', width: 8 },
  { header: '仅计数人次', kind: 'number', width: 9 },
  { header: '合计人次', kind: 'number', width: 8 },
  { header: '志愿者', kind: 'number', width: 7 },
  { header: '满意度份数', kind: 'number', width: 9 },
  { header: '进展', width: 10 },
];

const spanOf = ({ from, to }: Filters): string =>
  from || to ? `${from ? documentDay(from) : '最早'} 至 ${to ? documentDay(to) : '今天'}` : '全部日期';

/** The ledger under the filters of the list. */
export async function ledgerFile(c: Context, f: Filters): Promise<MadeFile> {
  const rows = await ledgerRows(c.tx, f);
  const cells = rows.map(({ row, station_name, held }, i) => [
    i + 1,
    row.number,
    row.name,
    station_name,
    row.themes.map(theme => THEMES[theme]).join('、'),
    row.planned_on,
    row.held_on ?? '',
    held ?? '',
    row.place,
    row.worker.name,
    row.tally.named,
    row.tally.counted,
    row.tally.times,
    row.tally.volunteers,
    row.answers,
    STAGES[row.stage],
  ]);
  const counted = rows.reduce((n, { row }) => n + row.tally.counted, 0);
  return {
    fileName: `活动台账_${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '乡镇活动台账',
        subtitle: `${f.station === undefined ? '全部社工站' : (rows[0]?.station_name ?? '')}；${spanOf(f)}${counted ? `；合计人次中含 ${counted} 人次无法去重` : ''}`,
        columns: [...COLUMNS],
        rows: cells,
        footer: ['制表人：　　　　　　　　审核人：　　　　　　　　日期：'],
        watermark: `${c.tx.actor.name} ${documentDay(c.tx.today)} 导出`,
      });
    },
  };
}
