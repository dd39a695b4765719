// 个案移交: the protocols of cases that changed hands, each to be printed and signed. Serves K3.

import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { HANDOVER_REASONS, type HandoverRow, handoverSheet, handovers } from '../../cases.ts';
import { useTry } from './parts.tsx';

export default function Handovers() {
  const attempt = useTry();
  return (
    <>
      <PageSentence>
        移交一次办完：在个案页由站长办理，可移交一个，也可移交一名社工的全部在办个案；移交书在这里打印。
      </PageSentence>
      <LedgerTable<HandoverRow>
        name="cases.handovers"
        label="移交记录"
        rowKey={row => row.id}
        rowName={row => `${row.on} ${row.from.name}`}
        columns={[
          { key: 'on', title: '日期', fixed: 'left', render: row => row.on },
          { key: 'station', title: '社工站', render: row => row.station_name },
          { key: 'from', title: '移交人', render: row => row.from.name },
          { key: 'to', title: '接收人', render: row => row.to.name },
          { key: 'why', title: '原因', render: row => HANDOVER_REASONS[row.why] },
          {
            key: 'cases',
            title: '个案',
            render: row =>
              row.cases.map(c => (
                <Link key={c.id} to="/cases/$id" params={{ id: c.id }} className="case-listed">
                  {c.case_no}
                </Link>
              )),
          },
          { key: 'by', title: '经办', render: row => row.by },
          {
            key: 'print',
            title: '移交书',
            render: row => (
              <Button size="small" onClick={() => void attempt(() => download(handoverSheet, { id: row.id }))}>
                下载 PDF
              </Button>
            ),
          },
        ]}
        load={({ sort, ...query }, stop) => read(handovers, query, stop)}
        empty={{ title: '还没有移交' }}
      />
    </>
  );
}
