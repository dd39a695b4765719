// Forms of an evaluation: beginning it from a table, the satisfaction, reopening.

import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { read, send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import {
  beginEvaluation,
  type Evaluation,
  evaluators,
  KINDS,
  type Kind,
  reopenEvaluation,
  setSatisfaction,
} from '../../evaluation.ts';
import { heardWords } from '../../heard.ts';
import { exampleLayout, fullPoints, itemsOf, type Layout } from '../../layout.ts';
import { useHeard } from './HeardPart.tsx';
import { LayoutFile } from './LayoutFile.tsx';

const needed = [{ required: true, message: '此项必填' }];

export function BeginEvaluation({ contract, onDone }: { contract: string; onDone(id: string): void }) {
  const [layout, setLayout] = useState<Layout>(exampleLayout);
  const [id] = useState(newId);
  const people = useQuery({ queryKey: ['acceptance.evaluators'], queryFn: ({ signal }) => read(evaluators, {}, signal) });
  if (people.isError) return <ErrorNote error={people.error} onRetry={() => void people.refetch()} />;
  if (people.isPending) return <p role="status">正在读取…</p>;
  return (
    <CommandForm<{ kind: Kind; title: string; evaluators: string[] }>
      action="开始评估"
      initial={{ kind: 'mid', title: KINDS.mid, evaluators: people.data.rows.map(p => p.id) }}
      onDone={() => onDone(id)}
      submit={(values, key) => send(beginEvaluation, { ...values, id, contract, layout }, { id: key })}
    >
      <Form.Item name="kind" label="哪一次" rules={needed}>
        <Radio.Group options={(Object.keys(KINDS) as Kind[]).map(value => ({ value, label: KINDS[value] }))} />
      </Form.Item>
      <Form.Item name="title" label="名称" rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="evaluators" label="评估员" rules={[{ type: 'array', min: 1, message: '请至少选择一名评估员' }]}>
        <Checkbox.Group options={people.data.rows.map(p => ({ value: p.id, label: p.name }))} />
      </Form.Item>
      {people.data.rows.length === 0 && <p>还没有在任的第三方评估，请先由系统管理员建账号、安全管理员授予岗位。</p>}
      <section aria-label="评分表">
        <p>
          评分表：{layout.title}，{itemsOf(layout).length} 项，满分 {fullPoints(layout)} 分。开始后可以改，直到有人签定。
        </p>
        <LayoutFile layout={layout} onLayout={setLayout} />
      </section>
    </CommandForm>
  );
}

/** Takes the numbers from the call-backs of the contract, as they are now; what was counted otherwise is typed in. */
function FromCallBacks({ contract }: { contract: string }) {
  const form = Form.useFormInstance();
  const answer = useHeard(contract);
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取随机回访…</p>;
  const { figures: h, from_on, to_on } = answer.data;
  if (h.rated === 0) return <p>没有已完成的随机回访给出满意度；请填写另行调查的结果。</p>;
  const note = `${h.draws} 次随机抽取回访：抽到 ${h.asked} 人，联系上 ${h.reached} 人（服务日期 ${from_on} 至 ${to_on}）`;
  return (
    <>
      {heardWords(h).map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Button onClick={() => form.setFieldsValue({ asked: h.rated, satisfied: h.satisfied, note })}>按随机回访填入</Button>
    </>
  );
}

export function SatisfactionForm({ evaluation: e, onDone }: { evaluation: Evaluation; onDone(): void }) {
  return (
    <CommandForm<{ asked: number; satisfied: number; note: string }>
      action="保存满意度"
      initial={e.satisfaction ?? {}}
      onDone={onDone}
      submit={(values, id) => send(setSatisfaction, { ...values, id: e.id, revision: e.revision }, { id })}
    >
      <FromCallBacks contract={e.contract} />
      <Form.Item name="asked" label="调查了多少人" rules={needed}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      <Form.Item name="satisfied" label="其中多少人满意" rules={needed}>
        <InputNumber min={0} precision={0} />
      </Form.Item>
      <Form.Item name="note" label="怎样调查的" rules={needed}>
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </CommandForm>
  );
}

export function ReopenForm({ evaluation: e, onDone }: { evaluation: Evaluation; onDone(id: string): void }) {
  const [new_id] = useState(newId);
  return (
    <CommandForm<{ reason: string }>
      action="重开评估"
      danger
      onDone={() => onDone(new_id)}
      submit={({ reason }, id) => send(reopenEvaluation, { id: e.id, revision: e.revision, new_id, reason }, { id })}
    >
      <p>已签定的结果原样保留；重开后是第 {e.version + 1} 版，评分带过去，每名评估员须重新签定。</p>
      <Form.Item name="reason" label="重开的原因" rules={needed}>
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </CommandForm>
  );
}
