// 合同管理: the county's contracts, and how a new one begins (P1, P2).

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Table } from 'antd';
import { useState } from 'react';
import { read } from '#web/api.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import { CONTRACT_STATES, type ContractHead, list } from '../../../contract.ts';
import { NewContract } from './NewContract.tsx';
import './setup.css';

type Row = ContractHead & { stations: number };
const MOODS = { draft: 'wait', running: 'good', accepted: 'plain', closed: 'plain', discarded: 'plain' } as const;

/** Drafts that were given up: read when somebody asks. */
function Discarded() {
  const [open, setOpen] = useState(false);
  const answer = useQuery({
    queryKey: ['contract.list', 'discarded'],
    queryFn: ({ signal }) => read(list, { discarded: 'true' }, signal),
    enabled: open,
  });
  return (
    <details className="reason" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>已废弃的草稿</summary>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && (answer.data.rows.length ? <Contracts rows={answer.data.rows} /> : <p>没有已废弃的草稿。</p>)}
    </details>
  );
}

const Contracts = ({ rows }: { rows: readonly Row[] }) => (
  <section aria-label="合同">
    <Table<Row>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...rows]}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: '合同',
          key: 'name',
          render: (_, c) => (
            <Link to="/contract/manage/$id" params={{ id: c.id }}>
              {c.code} {c.name}
            </Link>
          ),
        },
        {
          title: '状态',
          key: 'state',
          render: (_, c) => <StatusTag mood={MOODS[c.state]}>{CONTRACT_STATES[c.state]}</StatusTag>,
        },
        { title: '合同期', key: 'term', render: (_, c) => `${c.from_on} 至 ${c.to_on}` },
        { title: '承接主体', dataIndex: 'provider' },
        { title: '社工站', dataIndex: 'stations', align: 'right' },
        { title: '经费（元）', key: 'budget', align: 'right', render: (_, c) => c.budget_yuan.toLocaleString('zh-CN') },
      ]}
    />
  </section>
);

function sentence(rows: readonly Row[]): string {
  const running = rows.filter(c => c.state === 'running').length;
  const drafts = rows.filter(c => c.state === 'draft').length;
  return `${running ? `${running} 份合同正在履行` : '没有正在履行的合同'}${drafts ? `，${drafts} 份草稿还没有启用` : ''}。`;
}

export default function ContractList() {
  const [opening, setOpening] = useState(false);
  const navigate = useNavigate();
  const answer = useQuery({ queryKey: ['contract.list'], queryFn: ({ signal }) => read(list, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = answer.data;
  const begin = (
    <Button type="primary" onClick={() => setOpening(true)}>
      新建合同
    </Button>
  );
  return (
    <>
      <PageSentence>{rows.length ? sentence(rows) : '还没有合同。'}</PageSentence>
      {rows.length > 0 ? (
        <>
          <div className="row-actions">{begin}</div>
          <Contracts rows={rows} />
        </>
      ) : (
        <EmptyState icon="contract" title="从新建一份合同开始">
          <p>可以空白新建，也可以用采购需求的条款、已有的合同或导出的文件。</p>
          {begin}
        </EmptyState>
      )}
      <Discarded />
      <Drawer
        title="新建合同"
        open={opening}
        onClose={() => setOpening(false)}
        size="min(640px, 96vw)"
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <NewContract
          contracts={rows}
          onDone={id => {
            setOpening(false);
            void navigate({ to: '/contract/manage/$id', params: { id } });
          }}
        />
      </Drawer>
    </>
  );
}
