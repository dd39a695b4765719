// The ledger of operations as the audit administrator reads it, and its verification (SEC-08, SEC-09). No client's content is in it.

import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { z } from 'zod';
import { momentOf } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { ledger, ledgerDocument, verify } from '../../org.ts';

type Row = z.infer<typeof ledger.answer>['rows'][number];
const WORDS = { changed: '内容被改动', missing: '缺失', head: '与链尾不符' } as const;

function Verification() {
  const check = useMutation({ mutationFn: () => read(verify, {}) });
  return (
    <PageSentence>
      每一次写入、导出和登录都在这里留一行，前后相扣，改动或缺失都能查出。{' '}
      <Button loading={check.isPending} onClick={() => check.mutate()}>
        核验完整性
      </Button>{' '}
      <span role="status">
        {check.data &&
          (check.data.ok
            ? `共 ${check.data.rows.toLocaleString('zh-CN')} 条，完整无误。`
            : `共 ${check.data.rows} 条，发现问题：${check.data.problems.map(p => `第 ${p.seq} 条${WORDS[p.what]}`).join('、')}。请立即停止使用并联系系统管理员。`)}
      </span>
      {check.isError && <ErrorNote error={check.error} onRetry={() => check.mutate()} />}
    </PageSentence>
  );
}

export default function Audit() {
  return (
    <>
      <Verification />
      <LedgerTable<Row>
        name="org.ledger"
        label="操作台账"
        rowKey={row => row.id}
        rowName={row => `第 ${row.seq} 条`}
        filters={[
          { kind: 'search', key: 'command', label: '操作代码', placeholder: '操作代码，如 visits.record' },
          { kind: 'search', key: 'subject', label: '对象编号', placeholder: '对象编号' },
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
        ]}
        load={({ sort, ...query }, stop) => read(ledger, query, stop)}
        onExport={({ limit, cursor, sort, ...query }) => download(ledgerDocument, query)}
        columns={[
          { key: 'seq', title: '序号', align: 'right', render: row => row.seq, fixed: 'left' },
          { key: 'at', title: '收到时间', render: row => momentOf(row.received_at) },
          { key: 'actor', title: '操作人', render: row => row.actor ?? '—' },
          { key: 'title', title: '操作', render: row => row.title },
          { key: 'command', title: '操作代码', render: row => <code>{row.command}</code> },
          { key: 'subject', title: '对象编号', render: row => <code>{row.subject}</code> },
          {
            key: 'fields',
            title: '涉及栏目（代码）',
            render: row => <code className="audit-fields">{row.fields.join(', ')}</code>,
            optional: true,
          },
          { key: 'made', title: '本机完成时间', render: row => (row.made_at ? momentOf(row.made_at) : ''), optional: true },
        ]}
        empty={{ title: '没有操作记录' }}
      />
    </>
  );
}
