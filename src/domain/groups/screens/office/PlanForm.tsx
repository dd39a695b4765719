// The plan of a group: needs, goals with their signs, and the sessions it arranges. Kept as a draft, or handed in for review.

import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useRef, useState } from 'react';
import { addDays } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { EVALUATIONS, type FormRead, type GroupFull, PlanContent, plan } from '../../groups.ts';
import { filled, needed, options, today } from './parts.tsx';

type Values = Omit<PlanContent, 'goals' | 'sessions'> & {
  goals: { key?: string; words: string; sign: string }[];
  sessions: (Partial<PlanContent['sessions'][number]> & { topic: string; goal: string; planned_on: string })[];
  reason?: string;
};

const blank = (group: GroupFull): Partial<Values> => ({
  goals: [{ words: '', sign: '' }],
  evaluation: ['observation', 'attendance'],
  sessions: Array.from({ length: group.planned_sessions }, (_, i) => ({
    topic: '',
    goal: '',
    planned_on: addDays(group.from_on, 7 * i),
  })),
});

/** What the filled fields mean; numbers and keys follow from the order. */
function contentOf({ goals, sessions, reason: _, ...rest }: Values): PlanContent {
  return {
    ...filled(rest),
    goals: goals.map((g, i) => ({ key: `g${i + 1}`, words: g.words, sign: g.sign })),
    sessions: sessions.map((s, i) => ({ ...filled(s), id: s.id ?? newId(), no: i + 1 })),
  };
}

const Goals = () => (
  <Form.List name="goals">
    {(fields, { add, remove }) => (
      <fieldset>
        <legend>具体目标，每条写明看什么知道达到了</legend>
        {fields.map(({ key, name }) => (
          <div className="line" key={key}>
            <Form.Item name={[name, 'words']} label={`目标 ${name + 1}`} rules={needed}>
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name={[name, 'sign']} label="评估指标" rules={needed}>
              <Input maxLength={200} />
            </Form.Item>
            {fields.length > 1 && (
              <Button onClick={() => remove(name)}>
                去掉<span className="visually-hidden">目标 {name + 1}</span>
              </Button>
            )}
          </div>
        ))}
        {fields.length < 8 && <Button onClick={() => add({ words: '', sign: '' })}>再加一条目标</Button>}
      </fieldset>
    )}
  </Form.List>
);

const PlannedSessions = () => (
  <Form.List name="sessions">
    {(fields, { add, remove }) => (
      <fieldset>
        <legend>各节安排（合同要求不少于 4 节）</legend>
        {fields.map(({ key, name }) => (
          <div className="line" key={key}>
            <Form.Item name={[name, 'topic']} label={`第 ${name + 1} 节主题`} rules={needed}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name={[name, 'goal']} label="本节目标" rules={needed}>
              <Input maxLength={300} />
            </Form.Item>
            <Form.Item name={[name, 'planned_on']} label="日期" rules={needed}>
              <DayInput />
            </Form.Item>
            <Form.Item name={[name, 'program']} label="程序">
              <Input.TextArea autoSize={{ minRows: 1 }} maxLength={1000} />
            </Form.Item>
            {fields.length > 1 && (
              <Button onClick={() => remove(name)}>
                去掉<span className="visually-hidden">第 {name + 1} 节</span>
              </Button>
            )}
          </div>
        ))}
        <Button onClick={() => add({ topic: '', goal: '', planned_on: today() })}>再加一节</Button>
      </fieldset>
    )}
  </Form.List>
);

const Area = ({ name, label, max, required = true }: { name: string; label: string; max: number; required?: boolean }) => (
  <Form.Item name={name} label={label} {...(required && { rules: needed })}>
    <Input.TextArea autoSize={{ minRows: 2 }} maxLength={max} />
  </Form.Item>
);

export function PlanForm({ group, form, onDone }: { group: GroupFull; form: FormRead | null; onDone(): void }) {
  const [id] = useState(() => form?.id ?? newId());
  const draft = useRef(false);
  const before = PlanContent.safeParse(form?.texts[0]?.content);
  const correcting = form !== null && form.state !== 'draft';
  return (
    <CommandForm<Values>
      action="提交审核"
      initial={before.success ? before.data : blank(group)}
      onDone={onDone}
      submit={async (values, command) => {
        const asDraft = draft.current;
        draft.current = false;
        const head = { occurred_on: form?.occurred_on ?? today() };
        const seen = { group: group.id, id, revision: form?.revision ?? 0, draft: asDraft };
        await send(
          plan,
          { ...seen, head, content: contentOf(values), ...(values.reason && { reason: values.reason }) },
          { id: command },
        );
      }}
    >
      <Area name="needs" label="背景与需求" max={1_000} />
      <Area name="theory" label="理念或理论" max={300} required={false} />
      <Area name="target" label="服务对象与条件" max={300} />
      <Area name="recruitment" label="怎样招募和筛选" max={500} />
      <Goals />
      <PlannedSessions />
      <Area name="risks" label="可能的困难和应对" max={500} required={false} />
      <Area name="staffing" label="人手分工" max={300} required={false} />
      <Form.Item name="budget_yuan" label="经费预算（元）">
        <InputNumber min={0} max={1_000_000} />
      </Form.Item>
      <Form.Item name="evaluation" label="怎样评估" rules={needed}>
        <Select mode="multiple" options={options(EVALUATIONS)} />
      </Form.Item>
      {correcting && <Area name="reason" label="修改的原因" max={200} />}
      {!correcting && (
        <p>
          <Button
            htmlType="submit"
            onClick={() => {
              draft.current = true;
            }}
          >
            先存草稿
          </Button>
        </p>
      )}
    </CommandForm>
  );
}
