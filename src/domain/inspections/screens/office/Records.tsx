// 检查台账: every inspection, filtered in the address, exported as it is shown (M3).

import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { listDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { InspectionFilters, type InspectionRow, ledger, list } from '../../inspections.ts';
import { InspectionRead } from './InspectionRead.tsx';

export default function Records() {
  const stations = useStations();
  const { stations: own } = useActor();
  return (
    <>
      <PageSentence>项目经理的每次检查指导都在这里；点一行看全文、问题和更正记录，筛选结果可导出为检查台账。</PageSentence>
      <LedgerTable<InspectionRow>
        name="inspections.list"
        label="检查台账"
        rowKey={row => row.id}
        rowName={row => `${stations.name(row.station)} ${listDay(row.inspected_on)}`}
        columns={[
          { key: 'day', title: '日期', render: row => listDay(row.inspected_on), fixed: 'left' },
          { key: 'station', title: '社工站', render: row => stations.name(row.station) },
          { key: 'inspector', title: '检查人', render: row => row.inspector },
          { key: 'met', title: '符合', align: 'right', render: row => row.met },
          { key: 'partly', title: '部分符合', align: 'right', render: row => row.partly },
          { key: 'unmet', title: '不符合', align: 'right', render: row => row.unmet },
          { key: 'findings', title: '问题', align: 'right', render: row => row.findings },
          { key: 'open', title: '未整改', align: 'right', render: row => row.open_findings },
          {
            key: 'marks',
            title: '标记',
            render: row => (
              <>
                {row.state === 'withdrawn' && <StatusTag mood="plain">已撤回</StatusTag>}{' '}
                {row.late && <StatusTag mood="plain">补录</StatusTag>} {row.signed && '站长已签'}
              </>
            ),
          },
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
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
          { kind: 'select', key: 'withdrawn', label: '已撤回', options: [{ value: 'true', label: '含已撤回' }] },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        onExport={query => {
          const known = Object.keys(InspectionFilters.shape);
          return download(ledger, Object.fromEntries(Object.entries(query).filter(([key]) => known.includes(key))) as never);
        }}
        drawer={(_, id) => <InspectionRead id={id} />}
        empty={{ title: '还没有检查记录', next: <p>项目经理在“检查指导”登记后，会列在这里。</p> }}
      />
    </>
  );
}
