// The plan of an activity: what, when, for whom, by whom, with what money. One form for a new plan and for one to put right (K5).

import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { colleagues } from '#domain/org/org.ts';
import { read } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { COMPULSORY_THEMES, type PlanContent, THEMES, type Theme, USUAL_LEAST } from '../../activities.ts';
import { filled, Lines, needed, today } from './parts.tsx';

export type PlanValues = Omit<PlanContent, 'goals' | 'budget'> & {
  name: string;
  themes: Theme[];
  planned_on: string;
  planned_start?: string;
  planned_end?: string;
  place: string;
  expected: number;
  partners?: string;
  co_workers?: string[];
  made_on: string;
  late_reason?: string;
  reason?: string;
  goals: { text: string }[];
  budget?: { item: string; yuan: number; note?: string }[];
  hand_in?: boolean;
};

/** What the form says, as the command takes it. */
export function plannedOf(v: PlanValues) {
  const { name, themes, planned_on, planned_start, planned_end, place, expected, partners, co_workers, made_on, late_reason } = v;
  const { goals, budget, program, background, audience, staffing, publicity, materials, risks, evaluation } = v;
  return {
    ...filled({ name, themes, planned_on, planned_start, planned_end, place, expected, partners, made_on, late_reason }),
    co_workers: co_workers ?? [],
    content: {
      ...filled({ background, audience, staffing, publicity, materials, risks, evaluation }),
      goals: goals.map(g => g.text),
      program: program.map(line => filled(line)),
      budget: (budget ?? []).map(({ yuan, ...line }) => filled({ ...line, fen: Math.round(yuan * 100) })),
    },
  };
}

const Long = ({ name, label, max, optional }: { name: string; label: string; max: number; optional?: boolean }) => (
  <Form.Item name={name} label={label} {...(!optional && { rules: needed })}>
    <Input.TextArea maxLength={max} autoSize={{ minRows: 2 }} />
  </Form.Item>
);

function What() {
  return (
    <>
      <Form.Item name="name" label="活动名称" rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="themes"
        label="主题"
        rules={needed}
        extra={`每年必须覆盖：${COMPULSORY_THEMES.map(t => THEMES[t]).join('、')}`}
      >
        <Checkbox.Group options={Object.entries(THEMES).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <div className="activity-line">
        <Form.Item name="planned_on" label="计划日期" rules={needed}>
          <DayInput />
        </Form.Item>
        <Form.Item name="planned_start" label="开始时间">
          <Input type="time" />
        </Form.Item>
        <Form.Item name="planned_end" label="结束时间">
          <Input type="time" />
        </Form.Item>
        <Form.Item name="expected" label="预计人数" rules={needed} extra={`不足 ${USUAL_LEAST} 人的活动不计入合同场次`}>
          <InputNumber min={1} max={5000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="place" label="地点" rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
}

export function PlanForm({
  station,
  initial,
  again = false,
  submit,
  onDone,
}: {
  station: number;
  initial?: Partial<PlanValues>;
  /** The plan was handed in before: why it is changed is asked. */
  again?: boolean;
  submit(values: PlanValues, command: string): Promise<unknown>;
  onDone(): void;
}) {
  const people = useQuery({
    queryKey: [colleagues.name, station],
    queryFn: ({ signal }) => read(colleagues, { station }, signal),
  });
  const staff = (people.data?.rows ?? []).map(p => ({ value: p.id, label: p.name }));
  const fresh = { made_on: today(), goals: [{ text: '' }], program: [{ part: '' }], budget: [], hand_in: true };
  return (
    <CommandForm<PlanValues> action="保存" initial={{ ...fresh, ...initial } as never} submit={submit} onDone={onDone}>
      <What />
      <Form.Item name="co_workers" label="协同社工">
        <Select mode="multiple" options={staff} optionFilterProp="label" />
      </Form.Item>
      <Form.Item name="partners" label="主办、协办、合作方">
        <Input maxLength={200} />
      </Form.Item>
      <Long name="background" label="背景与目的" max={1500} />
      <Lines name="goals" label="目标" add="添加目标" columns={[{ key: 'text', label: '目标', max: 200 }]} />
      <Form.Item name="audience" label="对象" rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Lines
        name="program"
        label="流程"
        add="添加环节"
        columns={[
          { key: 'time', label: '时间', optional: true, max: 20 },
          { key: 'part', label: '环节' },
          { key: 'who', label: '负责人', optional: true, max: 60 },
        ]}
      />
      <Long name="staffing" label="人手与志愿者" max={500} optional />
      <Long name="publicity" label="宣传方式" max={300} optional />
      <Long name="materials" label="物资清单" max={500} optional />
      <Lines
        name="budget"
        label="预算"
        add="添加预算"
        columns={[
          { key: 'item', label: '项目', max: 60 },
          { key: 'yuan', label: '金额', kind: 'yuan' },
          { key: 'note', label: '说明', optional: true },
        ]}
      />
      <Long name="risks" label="风险与应急（天气、交通、食品、儿童、老人）" max={1000} />
      <Long name="evaluation" label="评估方法" max={500} />
      <Form.Item name="made_on" label="制定日期" rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      <Form.Item name="late_reason" label="补录原因" extra="制定日期较早时才需要">
        <Input maxLength={200} />
      </Form.Item>
      {again ? (
        <Form.Item name="reason" label="修改原因" rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
      ) : (
        <Form.Item name="hand_in" valuePropName="checked">
          <Checkbox>保存后立即提交审核</Checkbox>
        </Form.Item>
      )}
    </CommandForm>
  );
}
