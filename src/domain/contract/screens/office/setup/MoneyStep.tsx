// Step 2: which stations take part, with their money and days, and the rest of the budget (P1, P2).

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import { stations as stationsRead } from '#domain/org/org.ts';
import { read, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { removeStation, type Setup, setStation } from '../../../setup.ts';
import { sharedOut } from '../../../setup-checks.ts';
import { contractTemplate } from '../../../template.ts';
import { BudgetForm } from './BudgetForm.tsx';
import { useDoing, useFresh } from './doing.tsx';
import { needed } from './terms.tsx';

type Station = Setup['stations'][number];
const yuan = (n: number): string => n.toLocaleString('zh-CN');
type Props = { contract: Setup; onDone(): void };

/** Adds stations that are not in it yet, all with the same money; or changes one. */
function StationForm({ contract: c, station, onDone }: Props & { station: Station | null }) {
  const places = useQuery({ queryKey: ['org.stations'], queryFn: ({ signal }) => read(stationsRead, {}, signal) });
  const fresh = useFresh();
  if (places.isError) return <ErrorNote error={places.error} onRetry={() => void places.refetch()} />;
  if (places.isPending) return <p role="status">正在读取…</p>;
  const free = places.data.rows.filter(p => !c.stations.some(s => s.station === p.id));
  type Values = { stations?: number[]; fee_yuan: number; operating_yuan: number; joined_on?: string };
  const submit = async ({ stations, joined_on, ...money }: Values) => {
    let { revision } = c;
    for (const id of station ? [station.station] : (stations ?? []))
      revision = (await send(setStation, { id: c.id, revision, station: id, ...money, joined_on: joined_on ?? null })).revision;
  };
  return (
    <CommandForm<Values>
      action={station ? '保存' : '添加'}
      initial={station ? { ...station, joined_on: station.joined_on ?? undefined } : { ...contractTemplate.station }}
      submit={submit}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      {!station && (
        <Form.Item
          name="stations"
          label="社工站（可以选几个）"
          rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一个社工站' }]}
        >
          <Select
            mode="multiple"
            options={free.map(p => ({ value: p.id, label: p.name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Form.Item>
      )}
      <Form.Item name="fee_yuan" label="服务费（元）" rules={needed}>
        <InputNumber min={0} precision={2} style={{ width: 200 }} />
      </Form.Item>
      <Form.Item name="operating_yuan" label="运营费（元）" rules={needed}>
        <InputNumber min={0} precision={2} style={{ width: 200 }} />
      </Form.Item>
      <Form.Item name="joined_on" label="加入日（不填则从合同起始日起）">
        <DayInput min={c.from_on} max={c.to_on} />
      </Form.Item>
    </CommandForm>
  );
}

/** Out of a running contract: with the last day and why. */
function LeaveForm({ contract: c, station, onDone }: Props & { station: Station }) {
  const fresh = useFresh();
  return (
    <CommandForm<{ left_on: string; reason: string }>
      action="确认退出"
      danger
      submit={(values, id) =>
        send(removeStation, { id: c.id, revision: c.revision, station: station.station, ...values }, { id })
      }
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <p>退出后，{station.name}在最后一天以前的记录仍然计入。</p>
      <Form.Item name="left_on" label="最后一天" rules={needed}>
        <DayInput min={c.from_on} max={c.to_on} />
      </Form.Item>
      <Form.Item name="reason" label="原因" rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}

function Actions({
  contract: c,
  station,
  onChange,
  onLeave,
}: {
  contract: Setup;
  station: Station;
  onChange(): void;
  onLeave(): void;
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
      {station.left_on === null && (
        <Button size="small" loading={busy} onClick={out} aria-label={`${c.state === 'draft' ? '移出' : '退出'}${station.name}`}>
          {c.state === 'draft' ? '移出' : '退出'}
        </Button>
      )}
    </span>
  );
}

type Open = { what: 'station' | 'leave'; station: Station | null };

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
            render: (_, s) =>
              s.joined_on || s.left_on
                ? `${s.joined_on ?? c.from_on} 至 ${s.left_on ?? c.to_on}${s.left_reason ? `（${s.left_reason}）` : ''}`
                : '全期',
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
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <BudgetForm key={c.revision} contract={c} changes={changes} />
      <Drawer
        title={open?.what === 'leave' ? '社工站退出合同' : open?.station ? '修改社工站' : '添加社工站'}
        open={open !== null}
        onClose={close}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {open?.what === 'leave' && open.station && <LeaveForm contract={c} station={open.station} onDone={close} />}
        {open?.what === 'station' && <StationForm contract={c} station={open.station} onDone={close} />}
      </Drawer>
    </>
  );
}
