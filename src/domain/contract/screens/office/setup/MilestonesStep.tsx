// Step 4: what is paid, when it is due, and what must be true before; and 付款: what is payable now and why (P2).

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { read, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { EmptyState, ErrorNote } from '#web/office/kit/words.tsx';
import { type Mood, StatusTag } from '#web/status.tsx';
import { type Milestone, milestones, PAYABLE, type Payable, payMilestone, removeMilestone } from '../../../milestones.ts';
import type { Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { MilestoneForm } from './MilestoneForm.tsx';
import { type Reasoned, ReasonField } from './ReasonField.tsx';
import { needed } from './terms.tsx';

const MOODS: Record<Payable, Mood> = { paid: 'plain', payable: 'good', not_yet: 'warn', not_due: 'wait' };
const yuan = (n: number): string => `${n.toLocaleString('zh-CN')} 元`;

function PayForm({ milestone: m, onDone }: { milestone: Milestone; onDone(): void }) {
  const fresh = useFresh();
  return (
    <CommandForm<{ paid_on: string; paid_yuan: number; voucher: string }>
      action="登记付款"
      initial={{ paid_on: dayOf(new Date()), paid_yuan: m.yuan }}
      submit={(values, id) => send(payMilestone, { id: m.id, revision: m.revision, ...values }, { id })}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      {m.state !== 'payable' && <p>约定的条件还没有全部满足。确需支付的，请按合同和财务规定办理后再登记。</p>}
      <Form.Item name="paid_on" label="付款日" rules={needed}>
        <DayInput max={dayOf(new Date())} />
      </Form.Item>
      <Form.Item name="paid_yuan" label="金额（元）" rules={needed}>
        <InputNumber min={0} precision={2} style={{ width: 200 }} />
      </Form.Item>
      <Form.Item name="voucher" label="凭证号" rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
    </CommandForm>
  );
}

function RemoveForm({ contract, milestone: m, onDone }: { contract: Setup; milestone: Milestone; onDone(): void }) {
  const fresh = useFresh();
  return (
    <CommandForm<Reasoned>
      action="确认删去"
      danger
      submit={({ reason = null }, id) => send(removeMilestone, { id: m.id, revision: m.revision, reason }, { id })}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <p>删去付款节点“{m.title}”。</p>
      <ReasonField contract={contract} />
    </CommandForm>
  );
}

const DOES = { edit: '付款节点', pay: '登记付款', remove: '删去付款节点' } as const;
const Conditions = ({ milestone: m }: { milestone: Milestone }) => (
  <ul className="plain-list">
    {m.say.map(s => (
      <li key={s.say}>
        <Icon name={s.holds ? 'done' : 'clock'} size={1} />{' '}
        <span className="visually-hidden">{s.holds ? '已满足：' : '还没有满足：'}</span>
        {s.say}
      </li>
    ))}
    {m.say.length === 0 && <li>没有条件。</li>}
  </ul>
);

type Open = { what: 'edit' | 'pay' | 'remove'; milestone: Milestone | null };

function Card({
  milestone: m,
  changes,
  pays,
  onOpen,
}: {
  milestone: Milestone;
  changes: boolean;
  pays: boolean;
  onOpen(open: Open): void;
}) {
  return (
    <li className="clause-card">
      <div className="clause-head">
        <h3>{m.title}</h3>
        <StatusTag mood={MOODS[m.state]}>{PAYABLE[m.state]}</StatusTag>
      </div>
      <p>
        {yuan(m.yuan)}
        {m.percent !== null && `（合同经费的 ${m.percent}%）`}
        {m.paid_on && `；${m.paid_on} 已付 ${yuan(m.paid_yuan ?? 0)}，凭证 ${m.voucher}`}
      </p>
      <Conditions milestone={m} />
      {m.paid_on === null && (
        <div className="row-actions">
          {pays && (
            <Button
              size="small"
              type={m.state === 'payable' ? 'primary' : 'default'}
              aria-label={`登记付款：${m.title}`}
              onClick={() => onOpen({ what: 'pay', milestone: m })}
            >
              登记付款
            </Button>
          )}
          {changes && (
            <>
              <Button size="small" aria-label={`修改付款节点：${m.title}`} onClick={() => onOpen({ what: 'edit', milestone: m })}>
                修改
              </Button>
              <Button
                size="small"
                aria-label={`删去付款节点：${m.title}`}
                onClick={() => onOpen({ what: 'remove', milestone: m })}
              >
                删去
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** The milestones of a contract. `pays`: payments may be noted here. */
export function Milestones({ contract, changes, pays }: { contract: Setup; changes: boolean; pays: boolean }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const answer = useQuery({
    queryKey: ['contract.milestones', contract.id],
    queryFn: ({ signal }) => read(milestones, { id: contract.id }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  const add = changes && (
    <Button type="primary" onClick={() => setOpen({ what: 'edit', milestone: null })}>
      添加付款节点
    </Button>
  );
  return (
    <>
      {answer.data.rows.length === 0 ? (
        <EmptyState icon="contract" title="还没有付款节点">
          {add}
        </EmptyState>
      ) : (
        <>
          {answer.data.say.map(s => (
            <p key={s}>{s}</p>
          ))}
          <div className="row-actions">{add}</div>
          <ol className="plain-list cards">
            {answer.data.rows.map(m => (
              <Card key={m.id} milestone={m} changes={changes} pays={pays} onOpen={setOpen} />
            ))}
          </ol>
        </>
      )}
      <Drawer
        title={open?.milestone ? `${DOES[open.what]}：${open.milestone.title}` : '付款节点'}
        open={open !== null}
        onClose={close}
        size="min(560px, 96vw)"
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {open?.what === 'edit' && <MilestoneForm contract={contract} milestone={open.milestone} onDone={close} />}
        {open?.what === 'remove' && open.milestone && (
          <RemoveForm contract={contract} milestone={open.milestone} onDone={close} />
        )}
        {open?.what === 'pay' && open.milestone && <PayForm milestone={open.milestone} onDone={close} />}
      </Drawer>
    </>
  );
}

export const MilestonesStep = ({ contract, changes, pays }: { contract: Setup; changes: boolean; pays: boolean }) => (
  <Milestones contract={contract} changes={changes} pays={pays} />
);
