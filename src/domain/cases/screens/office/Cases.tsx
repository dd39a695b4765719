// 个案: every case with where it stands, filtered in the address, exported as the ledger. Who does not reach a case sees that there is one. K3.

import { Link } from '@tanstack/react-router';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { listDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { type CaseRow, Filters, LEAST_SERVICES, ledger, list, STAGES, URGENCIES } from '../../cases.ts';
import { nextWords } from '../shared/about.ts';
import { options, StageTag, today, useColleagues } from './parts.tsx';
import './cases.css';

export default function Cases() {
  const stations = useStations();
  const people = useColleagues();
  const { stations: own } = useActor();
  const mine = people.filter(p => p.station !== null && own.includes(p.station));
  return (
    <>
      <PageSentence>
        个案的内容只对主责社工、站长和指派的督导开放；其他人看到案号、阶段和次数。接案从服务对象档案开始，筛选结果可导出为个案台账。
      </PageSentence>
      <LedgerTable<CaseRow>
        name="cases.list"
        label="个案台账"
        rowKey={row => row.id}
        rowName={row => row.case_no}
        columns={[
          {
            key: 'no',
            title: '案号',
            fixed: 'left',
            render: row => (
              <Link to="/cases/$id" params={{ id: row.id }}>
                {row.case_no}
              </Link>
            ),
          },
          { key: 'name', title: '对象', render: row => row.resident_name },
          ...(own.length > 1 ? [{ key: 'station', title: '社工站', render: (row: CaseRow) => stations.name(row.station) }] : []),
          { key: 'worker', title: '主责社工', render: row => row.worker_name },
          { key: 'stage', title: '阶段', render: row => <StageTag row={row} /> },
          { key: 'urgency', title: '紧急程度', render: row => URGENCIES[row.urgency] },
          { key: 'opened', title: '接案', render: row => listDay(row.opened_on) },
          { key: 'services', title: '服务次数', align: 'right', render: row => `${row.services} / ${LEAST_SERVICES}` },
          { key: 'next', title: '约定下次', render: row => (row.stage === 'declined' ? '' : nextWords(row.next_on, today())) },
          { key: 'waiting', title: '待审核', align: 'right', render: row => row.waiting || '' },
        ]}
        filters={[
          { kind: 'given', key: 'resident', label: '只看一位服务对象' },
          ...(own.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: stations.rows.filter(s => own.includes(s.id)).map(s => ({ value: String(s.id), label: s.name })),
                },
              ]
            : []),
          { kind: 'select', key: 'worker', label: '主责社工', options: mine.map(p => ({ value: p.id, label: p.name })) },
          { kind: 'select', key: 'stage', label: '阶段', multiple: true, options: options(STAGES) },
          {
            kind: 'select',
            key: 'ended',
            label: '是否结束',
            options: [
              { value: 'false', label: '进行中' },
              { value: 'true', label: '已结束' },
            ],
          },
          { kind: 'day', key: 'from', label: '接案从' },
          { kind: 'day', key: 'to', label: '到' },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        onExport={query => {
          const known = Object.keys(Filters.shape);
          return download(ledger, Object.fromEntries(Object.entries(query).filter(([key]) => known.includes(key))) as never);
        }}
        empty={{ title: '还没有个案', next: <Link to="/people">到服务对象档案中接案</Link> }}
      />
    </>
  );
}
