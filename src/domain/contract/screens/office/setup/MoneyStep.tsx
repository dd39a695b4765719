// Step 2: which stations take part, with their money and days, and the rest of the budget (P1, P2).

import { Button, Drawer, Table } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { removeStation, type Setup } from '../../../setup.ts';
import { sharedOut } from '../../../setup-checks.ts';
import { BudgetForm } from './BudgetForm.tsx';
import { useDoing } from './doing.tsx';
import { LeaveForm, RejoinForm, StationForm, stationDays } from './StationForms.tsx';

type Station = Setup['stations'][number];
const yuan = (n: number): string => n.toLocaleString('zh-CN');
function Actions({
  contract: c,
  station,
  onChange,
  onLeave,
  onRejoin,
}: {
  contract: Setup;
  station: Station;
  onChange(): void;
  onLeave(): void;
  onRejoin(): void;
}) {
  const { busy, run } = useDoing();
  const out = () =>
    c.state === 'draft'
      ? void run(() => send(removeStation, { id: c.id, revision: c.revision, station: station.station }))
      : onLeave();
  return (
    <span className="row-actions">
      <Button size="small" onClick={onChange} aria-label={`修改${station.name}`}>
        修改
      </Button>
      {station.left_on !== null && c.state === 'running' && (
        <Button size="small" onClick={onRejoin} aria-label={`${station.name}重新加入`}>
          重新加入
        </Button>
      )}
      {station.left_on === null && (
        <Button size="small" loading={busy} onClick={out} aria-label={`${c.state === 'draft' ? '移出' : '退出'}${station.name}`}>
          {c.state === 'draft' ? '移出' : '退出'}
        </Button>
      )}
    </span>
  );
}

type Open = { what: 'station' | 'leave' | 'rejoin'; station: Station | null };

const TITLES = {
  station: (there: boolean) => (there ? '修改社工站' : '添加社工站'),
  leave: () => '社工站退出合同',
  rejoin: () => '社工站重新加入合同',
} as const;

export function MoneyStep({ contract: c, changes }: { contract: Setup; changes: boolean }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <p>
        {c.stations.length} 个社工站；合同经费 {yuan(c.budget_yuan)} 元，已分到社工站和其他项目 {yuan(sharedOut(c))} 元。
      </p>
      {changes && (
        <div className="row-actions">
          <Button type="primary" onClick={() => setOpen({ what: 'station', station: null })}>
            添加社工站
          </Button>
        </div>
      )}
      <Table<Station>
        size="small"
        rowKey="station"
        pagination={false}
        dataSource={[...c.stations]}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: '还没有社工站' }}
        columns={[
          { title: '社工站', dataIndex: 'name' },
          { title: '服务费（元）', key: 'fee', align: 'right', render: (_, s) => yuan(s.fee_yuan) },
          { title: '运营费（元）', key: 'operating', align: 'right', render: (_, s) => yuan(s.operating_yuan) },
          {
            title: '参加时间',
            key: 'days',
            render: (_, s) => stationDays(c, s),
          },
          ...(changes
            ? [
                {
                  title: '操作',
                  key: 'do',
                  render: (_: unknown, s: Station) => (
                    <Actions
                      contract={c}
                      station={s}
                      onChange={() => setOpen({ what: 'station', station: s })}
                      onLeave={() => setOpen({ what: 'leave', station: s })}
                      onRejoin={() => setOpen({ what: 'rejoin', station: s })}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <BudgetForm key={c.revision} contract={c} changes={changes} />
      <Drawer
        title={open ? TITLES[open.what](open.station !== null) : ''}
        open={open !== null}
        onClose={close}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {open?.what === 'leave' && open.station && <LeaveForm contract={c} station={open.station} onDone={close} />}
        {open?.what === 'rejoin' && open.station && <RejoinForm contract={c} station={open.station} onDone={close} />}
        {open?.what === 'station' && <StationForm contract={c} station={open.station} onDone={close} />}
      </Drawer>
    </>
  );
}
