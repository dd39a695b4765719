// 越权查阅: who looked into a case that is not his, when and why; for the head of station and the county. Serves K3; PRI-04.

import { Link } from '@tanstack/react-router';
import { read } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { type GlassRow, glass } from '../../cases.ts';
import { time } from './parts.tsx';

export default function Glass() {
  return (
    <>
      <PageSentence>不在职责范围内的查阅都在这里：谁、什么时候、为什么。每次最多开放 24 小时。</PageSentence>
      <LedgerTable<GlassRow>
        name="cases.glass"
        label="越权查阅记录"
        rowKey={row => row.id}
        rowName={row => `${row.case_no} ${row.account.name}`}
        columns={[
          { key: 'at', title: '时间', fixed: 'left', render: row => time(row.from_at) },
          { key: 'who', title: '查阅人', render: row => row.account.name },
          {
            key: 'case',
            title: '案号',
            render: row => (
              <Link to="/cases/$id" params={{ id: row.case }}>
                {row.case_no}
              </Link>
            ),
          },
          { key: 'station', title: '社工站', render: row => row.station_name },
          { key: 'worker', title: '主责社工', render: row => row.worker_name },
          { key: 'reason', title: '原因', render: row => row.reason },
          { key: 'until', title: '开放至', render: row => (row.until_at ? time(row.until_at) : '') },
        ]}
        load={({ sort, ...query }, stop) => read(glass, query, stop)}
        empty={{ title: '没有越权查阅' }}
      />
    </>
  );
}
