// One payment milestone: amount or share, day, and the conditions that must hold.

import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { type Milestone, type StoredConditions, setMilestone } from '../../../milestones.ts';
import type { Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { type Reasoned, ReasonField } from './ReasonField.tsx';
import { needed } from './terms.tsx';

type Values = {
  title: string;
  by: 'percent' | 'amount';
  amount_yuan?: number;
  percent?: number;
  due_on?: string;
  clauses?: string[];
  indicators?: string[];
  score?: number | null;
  accepted: 'yes' | 'no';
} & Reasoned;

/** The conditions as the form shows them: one field for each kind. */
function fieldsOf(m: Milestone | null): Partial<Values> {
  const of = <K extends StoredConditions[number]['is']>(is: K) =>
    m?.conditions.find((c): c is Extract<StoredConditions[number], { is: K }> => c.is === is);
  return {
    by: m?.amount_yuan != null ? 'amount' : 'percent',
    accepted: of('accepted') ? 'yes' : 'no',
    clauses: of('clauses')?.codes ?? [],
    indicators: of('indicators')?.indicators ?? [],
    score: of('score')?.percent,
    ...(m && {
      title: m.title,
      amount_yuan: m.amount_yuan ?? undefined,
      percent: m.percent ?? undefined,
      due_on: m.due_on ?? undefined,
    }),
  };
}

const conditionsOf = (v: Values): StoredConditions => [
  ...(v.clauses?.length ? [{ is: 'clauses' as const, codes: v.clauses }] : []),
  ...(v.indicators?.length ? [{ is: 'indicators' as const, indicators: v.indicators }] : []),
  ...(v.score ? [{ is: 'score' as const, percent: v.score }] : []),
  ...(v.accepted === 'yes' ? [{ is: 'accepted' as const }] : []),
];

const MoneyFields = () => (
  <>
    <Form.Item name="by" label="怎么定金额">
      <Radio.Group
        options={[
          { value: 'percent', label: '合同经费的百分比' },
          { value: 'amount', label: '固定金额' },
        ]}
      />
    </Form.Item>
    <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.by !== b.by}>
      {form =>
        form.getFieldValue('by') === 'amount' ? (
          <Form.Item name="amount_yuan" label="金额（元）" rules={needed}>
            <InputNumber min={0} precision={2} style={{ width: 200 }} />
          </Form.Item>
        ) : (
          <Form.Item name="percent" label="百分比" rules={needed}>
            <InputNumber min={0.01} max={100} precision={2} suffix="%" style={{ width: 140 }} />
          </Form.Item>
        )
      }
    </Form.Item>
  </>
);

const ConditionFields = ({ contract: c }: { contract: Setup }) => (
  <>
    <Form.Item name="clauses" label="这些条款都达标">
      <Select
        mode="multiple"
        options={c.clauses.filter(x => x.indicators.length > 0).map(x => ({ value: x.code, label: `${x.code} ${x.title}` }))}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
    <Form.Item name="indicators" label="这些指标都达标">
      <Select
        mode="multiple"
        options={c.clauses.flatMap(x => x.indicators.map(i => ({ value: i.id, label: `${x.code} ${i.title}` })))}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
    <Form.Item name="score" label="得分不低于总分的">
      <InputNumber min={0.01} max={100} suffix="%" style={{ width: 140 }} />
    </Form.Item>
    <Form.Item name="accepted" label="合同通过验收">
      <Radio.Group
        options={[
          { value: 'no', label: '不要求' },
          { value: 'yes', label: '要求' },
        ]}
      />
    </Form.Item>
  </>
);

export function MilestoneForm({
  contract: c,
  milestone: m,
  onDone,
}: {
  contract: Setup;
  milestone: Milestone | null;
  onDone(): void;
}) {
  const [made] = useState(() => m?.id ?? newId());
  const fresh = useFresh();
  const submit = (values: Values, id: string) => {
    const money =
      values.by === 'amount'
        ? { amount_yuan: values.amount_yuan ?? null, percent: null }
        : { amount_yuan: null, percent: values.percent ?? null };
    const fields = { title: values.title, ...money, due_on: values.due_on ?? null, conditions: conditionsOf(values) };
    const { reason = null } = values;
    return send(setMilestone, { id: made, contract: c.id, revision: m?.revision ?? 0, ...fields, reason }, { id });
  };
  return (
    <CommandForm<Values>
      action="保存付款节点"
      initial={fieldsOf(m)}
      submit={submit}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <Form.Item name="title" label="名称" rules={needed}>
        <Input maxLength={60} placeholder="如 首付款、中期款、尾款" />
      </Form.Item>
      <MoneyFields />
      <Form.Item name="due_on" label="约定的支付日">
        <DayInput />
      </Form.Item>
      <h3>支付条件（同时满足）</h3>
      <ConditionFields contract={c} />
      <ReasonField contract={c} />
    </CommandForm>
  );
}
