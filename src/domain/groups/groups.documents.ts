// The ledger 小组台账 as Excel: one line per group, 人数 and 人次 apart. Serves K4–K4c.

import { documentDay } from '#kernel/dates.ts';
import { RECORD_STATES } from '#kernel/review.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { type Filters, GROUP_KINDS, type GroupRow, OPENNESS, STAGES } from './groups.ts';
import { allGroups } from './reading.service.ts';

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 5 },
  { header: '小组编号', width: 17 },
  { header: '小组名称', width: 18 },
  { header: '社工站', width: 13 },
  { header: '小组类型', width: 9 },
  { header: '开放性', width: 7 },
  { header: '带领社工', width: 8 },
  { header: '开始日期', kind: 'date', width: 11 },
  { header: '结束日期', kind: 'date', width: 11 },
  { header: '计划节数', kind: 'number', width: 7 },
  { header: '已开展节数', kind: 'number', width: 7 },
  { header: '组员', kind: 'number', width: 6 },
  { header: '参与人数', kind: 'number', width: 6 },
  { header: '参与人次', kind: 'number', width: 6 },
  { header: '计划书', width: 8 },
  { header: '总结', width: 8 },
  { header: '档案', width: 8 },
  { header: '进展', width: 9 },
  { header: '备注', width: 18 },
];

const cells = (g: GroupRow, n: number): unknown[] => [
  n,
  g.no,
  g.name,
  g.station_name,
  GROUP_KINDS[g.kind],
  OPENNESS[g.openness],
  g.lead_name,
  g.from_on,
  g.to_on,
  g.planned_sessions,
  g.held,
  g.members,
  g.people,
  g.attendances,
  g.plan ? RECORD_STATES[g.plan] : '未提交',
  g.summary ? RECORD_STATES[g.summary] : '未提交',
  g.complete ? '完整' : '未完整',
  STAGES[g.stage],
  g.ended_reason ?? '',
];

/** How the lines were chosen, in words. */
function chosen(c: Context, f: Filters, rows: readonly GroupRow[]): string {
  const days =
    f.from || f.to
      ? `${f.from ? documentDay(f.from) : '开始'} 至 ${documentDay(f.to ?? c.tx.today)}`
      : `截至 ${documentDay(c.tx.today)}`;
  return [
    f.station === undefined ? '全部社工站' : (rows[0]?.station_name ?? ''),
    f.lead && rows[0] ? `带领社工 ${rows[0].lead_name}` : '',
    days,
    f.kind?.map(k => GROUP_KINDS[k]).join('、'),
    f.stage?.map(s => STAGES[s]).join('、'),
  ]
    .filter(Boolean)
    .join('；');
}

/** The ledger under the list's filters. */
export async function ledgerFile(c: Context, f: Filters): Promise<MadeFile> {
  const rows = await allGroups(c.tx, f);
  return {
    fileName: `小组台账_${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '小组台账',
        subtitle: chosen(c, f, rows),
        columns: [...COLUMNS],
        rows: rows.map((g, i) => cells(g, i + 1)),
        footer: [
          '人数：参加过的人，同一人只计一次；人次：每人每节出席或迟到计一次。',
          '制表人：　　　　　　　　审核人：　　　　　　　　日期：',
        ],
        watermark: `导出人：${c.tx.actor.name} ${documentDay(c.tx.today)}`,
      });
    },
  };
}
