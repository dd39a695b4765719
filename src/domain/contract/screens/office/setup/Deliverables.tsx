// 成果材料: reports, plans, items in the media with their documents; handed in by the contractor, checked by the county (U2, I1).

import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Table } from 'antd';
import { useState } from 'react';
import { holds } from '#kernel/roles.ts';
import { ApiError, read, send } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { type Mood, StatusTag } from '#web/status.tsx';
import { deliverablesPolicy as may } from '../../../deliverables.policy.ts';
import {
  DELIVERABLE_KINDS,
  DELIVERABLE_STATES,
  type Deliverable,
  type DeliverableState,
  deliverableFile,
  deliverables,
  withdrawDeliverable,
} from '../../../deliverables.ts';
import type { Setup } from '../../../setup.ts';
import { CheckForm, DeliverForm } from './DeliverableForms.tsx';
import { useDoing } from './doing.tsx';
import { WithContract } from './WithContract.tsx';
import './setup.css';

const MOODS: Record<DeliverableState, Mood> = { handed_in: 'wait', approved: 'good', returned: 'warn', withdrawn: 'plain' };

const factsOf = (d: Deliverable): string =>
  `${DELIVERABLE_KINDS[d.kind]}，${d.pieces} 件；${d.station_name ?? '全项目'}；${d.clause ? `条款 ${d.clause}` : '没有对应条款'}；${d.delivered_on} 完成，${d.author_name}提交。`;

function Opened({ contract, row, onDone }: { contract: Setup; row: Deliverable; onDone(): void }) {
  const actor = useActor();
  const { message } = App.useApp();
  const { busy, run } = useDoing();
  const own = row.author === actor.account;
  const open = row.state === 'handed_in' || row.state === 'returned';
  const get = () =>
    download(deliverableFile, { id: row.id }).catch(error => {
      if (!(error instanceof ApiError)) throw error;
      void message.error(error.say);
    });
  return (
    <>
      <p className="sentence">
        <StatusTag mood={MOODS[row.state]}>{DELIVERABLE_STATES[row.state]}</StatusTag> {row.title}
      </p>
      <p>{factsOf(row)}</p>
      {row.note && <p>{row.note}</p>}
      {row.remark && (
        <p>
          {row.checked_by_name}审核意见：{row.remark}
        </p>
      )}
      <div className="row-actions">
        <Button onClick={() => void get()}>下载 {row.file_name}</Button>
        {own && open && (
          <Button
            loading={busy}
            onClick={() =>
              void run(() => send(withdrawDeliverable, { id: row.id, revision: row.revision }), '已撤回').then(d => d && onDone())
            }
          >
            撤回
          </Button>
        )}
      </div>
      {own && row.state === 'returned' && <DeliverForm contract={contract} row={row} onDone={onDone} />}
      {!own && row.state === 'handed_in' && holds(actor, ...may['contract.check_deliverable'].roles) && (
        <CheckForm row={row} onDone={onDone} />
      )}
    </>
  );
}

function sentence(rows: readonly Deliverable[]): string {
  const n = (state: DeliverableState): number => rows.filter(r => r.state === state).length;
  if (rows.length === 0) return '还没有提交成果材料。';
  return `已通过 ${n('approved')} 份，待审核 ${n('handed_in')} 份${n('returned') ? `，退回后还没有重新提交 ${n('returned')} 份` : ''}。`;
}

const Rows = ({ rows, onOpen }: { rows: readonly Deliverable[]; onOpen(id: string): void }) => (
  <Table<Deliverable>
    size="small"
    rowKey="id"
    pagination={false}
    dataSource={[...rows]}
    scroll={{ x: 'max-content' }}
    locale={{ emptyText: <EmptyState title="提交后在这里审核和查看" /> }}
    columns={[
      { title: '完成日', dataIndex: 'delivered_on' },
      {
        title: '名称',
        key: 'title',
        render: (_, r) => (
          <button type="button" className="link" onClick={() => onOpen(r.id)}>
            {r.title}
          </button>
        ),
      },
      { title: '种类', key: 'kind', render: (_, r) => DELIVERABLE_KINDS[r.kind] },
      { title: '件数', dataIndex: 'pieces', align: 'right' },
      { title: '社工站', key: 'station', render: (_, r) => r.station_name ?? '全项目' },
      { title: '条款', dataIndex: 'clause' },
      {
        title: '状态',
        key: 'state',
        render: (_, r) => <StatusTag mood={MOODS[r.state]}>{DELIVERABLE_STATES[r.state]}</StatusTag>,
      },
    ]}
  />
);

function OfContract({ contract }: { contract: Setup }) {
  const { search, change } = useAddress();
  const [handing, setHanding] = useState(false);
  const actor = useActor();
  const answer = useQuery({
    queryKey: ['contract.deliverables', contract.id],
    queryFn: ({ signal }) => read(deliverables, { id: contract.id }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = answer.data;
  const row = rows.find(r => r.id === one(search.open));
  const close = () => {
    setHanding(false);
    change({ open: undefined });
  };
  return (
    <>
      <PageSentence>{sentence(rows)}</PageSentence>
      {holds(actor, ...may['contract.deliver'].roles) && contract.state === 'running' && (
        <div className="row-actions">
          <Button type="primary" onClick={() => setHanding(true)}>
            提交材料
          </Button>
        </div>
      )}
      <section aria-label="成果材料">
        <Rows rows={rows} onOpen={id => change({ open: id })} />
      </section>
      <Drawer
        title={handing ? '提交材料' : '成果材料'}
        open={handing || row !== undefined}
        onClose={close}
        size="min(560px, 96vw)"
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {handing && <DeliverForm contract={contract} row={null} onDone={close} />}
        {!handing && row && <Opened contract={contract} row={row} onDone={close} />}
      </Drawer>
    </>
  );
}

export default function DeliverablesPage() {
  return <WithContract>{contract => <OfContract contract={contract} />}</WithContract>;
}
