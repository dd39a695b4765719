// The columns and words of an assessment in a list.

import { listDay } from '#kernel/dates.ts';
import type { LedgerColumn } from '#web/office/kit/ledger-table.tsx';
import { StatusTag } from '#web/status.tsx';
import { type AssessmentRow, FOR_KINDS, INFORMANTS, OCCASIONS } from '../../assessments.ts';
import { GradeTag } from '../shared/result-shown.tsx';

export const assessmentName = (r: AssessmentRow): string => `${r.resident_name} ${listDay(r.assessed_on)} ${r.instrument_title}`;
export const totalWords = (r: Pick<AssessmentRow, 'total' | 'unit'>): string =>
  r.total === null ? '未得出' : `${r.total} ${r.unit}`;

/** @param stationName the station's name by its number */
export const assessmentColumns = (stationName: (station: number) => string): LedgerColumn<AssessmentRow>[] => [
  { key: 'day', title: '日期', render: r => listDay(r.assessed_on), fixed: 'left' },
  { key: 'person', title: '服务对象', render: r => r.resident_name, fixed: 'left' },
  { key: 'station', title: '社工站', render: r => stationName(r.station) },
  { key: 'instrument', title: '量表', render: r => r.instrument_title },
  { key: 'total', title: '总分', render: totalWords },
  {
    key: 'grade',
    title: '等级',
    render: r => (r.grade_label || r.attention ? <GradeTag label={r.grade_label} attention={r.attention} /> : ''),
  },
  { key: 'occasion', title: '原因', render: r => OCCASIONS[r.occasion] },
  { key: 'informant', title: '由谁回答', render: r => INFORMANTS[r.informant] },
  { key: 'purpose', title: '用于', render: r => (r.for_kind ? FOR_KINDS[r.for_kind] : ''), optional: true },
  { key: 'worker', title: '评估人', render: r => r.worker_name },
  {
    key: 'marks',
    title: '标记',
    render: r => (
      <>
        {r.late && <StatusTag mood="plain">补录</StatusTag>}{' '}
        {r.state === 'withdrawn' && <StatusTag mood="plain">已撤回</StatusTag>}
      </>
    ),
  },
];
