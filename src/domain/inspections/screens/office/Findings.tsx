// 问题整改: what inspections found, by deadline; the head of station answers here, the manager looks again (M3).

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { read } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { FINDING_STATES, type FindingRow, findings, grid, SEVERITIES } from '../../inspections.ts';
import { deadlineSays, findingsSay } from '../shared/sentences.ts';
import { FindingRead } from './FindingRead.tsx';
import { FindingTag, options, SeverityTag, today } from './parts.tsx';
import './inspections.css';

export default function Findings() {
  const stations = useStations();
  const client = useQueryClient();
  const { stations: own } = useActor();
  const sums = useQuery({ queryKey: ['inspections.grid', {}], queryFn: ({ signal }) => read(grid, {}, signal) });
  const refresh = () => {
    for (const key of ['inspections.findings', 'inspections.grid', 'inspections.get'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <PageSentence>{sums.data ? findingsSay(sums.data) : '正在读取…'}</PageSentence>
      <LedgerTable<FindingRow>
        name="inspections.findings"
        label="问题整改"
        rowKey={row => row.id}
        rowName={row => `${stations.name(row.station)} ${row.problem.slice(0, 20)}`}
        columns={[
          { key: 'state', title: '状态', render: row => <FindingTag finding={row} />, fixed: 'left' },
          { key: 'deadline', title: '整改期限', render: row => deadlineSays(row, today()) },
          { key: 'station', title: '社工站', render: row => stations.name(row.station) },
          { key: 'severity', title: '程度', render: row => <SeverityTag severity={row.severity} /> },
          { key: 'problem', title: '问题', render: row => row.problem },
          {
            key: 'found',
            title: '检查日期',
            render: row => (
              <Link to="/inspections/$id" params={{ id: row.inspection }}>
                {row.found_on}
              </Link>
            ),
          },
          { key: 'steps', title: '往来', align: 'right', render: row => `${row.steps.length} 次` },
        ]}
        filters={[
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
          { kind: 'select', key: 'state', label: '状态', options: options(FINDING_STATES), multiple: true },
          { kind: 'select', key: 'severity', label: '程度', options: options(SEVERITIES), multiple: true },
          { kind: 'select', key: 'overdue', label: '过期', options: [{ value: 'true', label: '已过期限' }] },
        ]}
        load={({ sort, ...query }, stop) => read(findings, query, stop)}
        drawer={row => (row ? <FindingRead finding={row} onDone={refresh} /> : <p>请先在列表中找到这个问题。</p>)}
        empty={{ title: '没有问题', next: <p>检查中列为问题的，会按期限列在这里。</p> }}
      />
    </>
  );
}
