// The columns and words of a visit in a list; the list, the review queue and a person's page share them.

import { listDay } from '#kernel/dates.ts';
import type { LedgerColumn } from '#web/office/kit/ledger-table.tsx';
import { type Mood, StatusTag } from '#web/status.tsx';
import { KINDS, OUTCOMES, STATES, VISIT_TYPES, type VisitRow, type VisitState } from '../../visits.ts';

const MOOD: Record<VisitState, Mood> = { submitted: 'wait', returned: 'warn', approved: 'good', withdrawn: 'plain' };

export const VisitStateTag = ({ state }: { state: VisitState }) => <StatusTag mood={MOOD[state]}>{STATES[state]}</StatusTag>;

/** `符阿婆 11-23 周一 入户探访`: what a row is called. */
export const visitName = (row: VisitRow): string => `${row.resident_name} ${listDay(row.visited_on)} ${KINDS[row.kind]}`;

const typeName = (row: VisitRow): string => (row.type ? (VISIT_TYPES[row.type as keyof typeof VISIT_TYPES] ?? row.type) : '');

/** @param stationName the station's name by its number */
export const visitColumns = (stationName: (station: number) => string): LedgerColumn<VisitRow>[] => [
  { key: 'day', title: '日期', render: row => listDay(row.visited_on), fixed: 'left' },
  { key: 'person', title: '服务对象', render: row => row.resident_name, fixed: 'left' },
  { key: 'station', title: '社工站', render: row => stationName(row.station) },
  { key: 'kind', title: '方式', render: row => KINDS[row.kind] },
  { key: 'type', title: '类型', render: typeName },
  { key: 'outcome', title: '结果', render: row => OUTCOMES[row.outcome] },
  { key: 'worker', title: '主访', render: row => row.worker_name },
  { key: 'co', title: '陪访', render: row => (row.co_workers.length ? `${row.co_workers.length} 人` : '') },
  { key: 'marks', title: '标记', render: row => <Marks row={row} /> },
  { key: 'state', title: '审核', render: row => <VisitStateTag state={row.state} /> },
  {
    key: 'received',
    title: '收到时间',
    render: row => new Date(row.received_at).toLocaleString('zh-CN', { hour12: false }),
    optional: true,
  },
];

/** 有异常, 补录, how many photos. */
export const Marks = ({ row }: { row: VisitRow }) => (
  <>
    {row.unusual && <StatusTag mood="harm">有异常</StatusTag>} {row.late && <StatusTag mood="plain">补录</StatusTag>}{' '}
    {row.photos > 0 && `照片 ${row.photos}`}
  </>
);
