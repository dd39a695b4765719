// The record of a session and the summary at a desk. What the sessions say already stands in the summary; only the rest is written.

import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import {
  came,
  type FormRead,
  type GroupFull,
  PlanContent,
  REACHED,
  recordSession,
  SessionContent,
  type SessionRow,
  SummaryContent,
  summarise,
  summaryFrom,
} from '../../groups.ts';
import { filled, needed, options, today } from './parts.tsx';

const Area = ({
  name,
  label,
  extra,
  max,
  required = true,
}: {
  name: string | (string | number)[];
  label: string;
  extra?: string;
  max: number;
  required?: boolean;
}) => (
  <Form.Item name={name} label={label} extra={extra} {...(required && { rules: needed })}>
    <Input.TextArea autoSize={{ minRows: 2 }} maxLength={max} />
  </Form.Item>
);

/** The group's form of a kind that was not withdrawn. */
export const formOf = (group: GroupFull, kind: string): FormRead | null =>
  group.forms.findLast(f => f.kind === kind && f.state !== 'withdrawn') ?? null;
const planOf = (group: GroupFull): PlanContent | null => {
  const plan = PlanContent.safeParse(formOf(group, 'groups.plan')?.texts[0]?.content);
  return plan.success ? plan.data : null;
};

type ByKey<T> = Record<string, T | undefined>;
type SessionValues = Omit<SessionContent, 'goals' | 'observations' | 'session'> & {
  goals?: ByKey<{ score?: number; words?: string }>;
  seen?: ByKey<string>;
  reason?: string;
  late_reason?: string;
};
const wordsBy = (seen: ByKey<string> = {}) =>
  Object.entries(seen).flatMap(([member, words]) => (words?.trim() ? [{ member, words: words.trim() }] : []));

export function SessionForm({ group, session: s, onDone }: { group: GroupFull; session: SessionRow; onDone(): void }) {
  const form = group.forms.find(f => f.id === s.record && f.state !== 'withdrawn') ?? null;
  const [id] = useState(() => form?.id ?? newId());
  const before = SessionContent.safeParse(form?.texts[0]?.content);
  const there = group.member_rows.filter(m =>
    group.attendance.some(a => a.session === s.id && a.member === m.id && came(a.status)),
  );
  const initial = before.success
    ? {
        ...before.data,
        goals: Object.fromEntries(before.data.goals.map(({ key, ...g }) => [key, g])),
        seen: Object.fromEntries(before.data.observations.map(o => [o.member, o.words])),
      }
    : {};
  return (
    <CommandForm<SessionValues>
      action={form ? '保存修改，重新送审' : '提交审核'}
      initial={initial}
      onDone={onDone}
      submit={({ goals = {}, seen, reason, late_reason, ...rest }, command) => {
        const { process, deviation, events, dynamics, assessment, next } = rest;
        const content = {
          ...filled({ process, deviation, events, dynamics, assessment, next }),
          session: s.id,
          goals: Object.entries(goals).flatMap(([key, g]) => {
            const given = filled(g ?? {});
            return Object.keys(given).length ? [{ key, ...given }] : [];
          }),
          observations: wordsBy(seen),
        };
        const head = { occurred_on: s.held_on!, ...(late_reason && { late_reason }) };
        const as = { group: group.id, id, revision: form?.revision ?? 0, ...(reason && { reason }) };
        return send(recordSession, { ...as, head, content }, { id: command });
      }}
    >
      <Area name="process" label="过程" extra="按先后写：做了什么，组员有什么反应" max={3_000} />
      <Area name="deviation" label="与计划不同的地方" extra="哪个环节没按计划？为什么？" max={500} required={false} />
      <Area name="events" label="关键事件" max={1_000} required={false} />
      <Area name="dynamics" label="小组动力" extra="谁在说，谁在听，彼此怎样相待" max={1_000} required={false} />
      {planOf(group)?.goals.map(g => (
        <div className="line" key={g.key}>
          <Form.Item name={['goals', g.key, 'score']} label={`${g.words}：目前程度（0–10）`}>
            <InputNumber min={0} max={10} />
          </Form.Item>
          <Form.Item name={['goals', g.key, 'words']} label="看得见的依据">
            <Input maxLength={300} />
          </Form.Item>
        </div>
      ))}
      <fieldset>
        <legend>组员表现（只写需要写的）</legend>
        <div className="columns">
          {there.map(m => (
            <Form.Item key={m.id} name={['seen', m.id]} label={m.name}>
              <Input maxLength={300} />
            </Form.Item>
          ))}
        </div>
      </fieldset>
      <Area name="assessment" label="评估与反思" extra="凭什么说有变化？自己哪里可以做得更好？" max={1_000} />
      <Area name="next" label="下次安排和跟进" max={500} />
      <Area name="late_reason" label="补录原因（超过 3 天才填写）" max={200} required={false} />
      {form && <Area name="reason" label="修改的原因" max={200} />}
    </CommandForm>
  );
}

type SummaryValues = Omit<SummaryContent, 'goals' | 'members' | 'satisfaction'> & {
  goals?: ByKey<Omit<SummaryContent['goals'][number], 'key'>>;
  seen?: ByKey<string>;
  asked?: number;
  satisfied?: number;
  reason?: string;
};

export function SummaryForm({ group, form, onDone }: { group: GroupFull; form: FormRead | null; onDone(): void }) {
  const [id] = useState(() => form?.id ?? newId());
  const plan = planOf(group);
  const told = group.forms.flatMap(f => {
    const content = f.kind === 'groups.session' && f.state !== 'withdrawn' ? SessionContent.safeParse(f.texts[0]?.content) : null;
    return content?.success ? [{ no: f.no ?? 0, content: content.data }] : [];
  });
  // What is kept holds the figures besides, which the form does not write.
  const { figures: _, ...kept } = (form?.texts[0]?.content ?? {}) as Record<string, unknown>;
  const before = SummaryContent.safeParse(kept);
  const made = summaryFrom(plan, told);
  const { goals, members } = before.success ? before.data : made;
  const initial = {
    ...(before.success && before.data),
    goals: Object.fromEntries(goals.map(({ key, ...g }) => [key, g])),
    seen: Object.fromEntries(members.map(o => [o.member, o.words])),
    ...(before.success && before.data.satisfaction),
  } as Partial<SummaryValues>;
  return (
    <CommandForm<SummaryValues>
      action={form ? '保存修改，重新送审' : '提交审核'}
      initial={initial}
      onDone={onDone}
      submit={(
        { goals: g = {}, seen, asked, satisfied, reason, process, recruitment, difficulties, next, spent_yuan },
        command,
      ) => {
        const content = {
          ...filled({ process, recruitment, difficulties, next, spent_yuan }),
          goals: Object.entries(g).flatMap(([key, one]) => (one ? [{ key, ...filled(one) }] : [])),
          members: wordsBy(seen),
          ...(asked && { satisfaction: { asked, satisfied: satisfied ?? 0 } }),
        };
        const as = { group: group.id, id, revision: form?.revision ?? 0, ...(reason && { reason }) };
        return send(summarise, { ...as, head: { occurred_on: form?.occurred_on ?? today() }, content }, { id: command });
      }}
    >
      <p>
        已开展 {group.figures.sessions} 节，{group.figures.attendances} 人次，{group.figures.people}{' '}
        人：提交时由系统写入，不用填写。
      </p>
      {plan?.goals.map(goal => (
        <fieldset key={goal.key}>
          <legend>目标：{goal.words}</legend>
          <div className="line">
            <Form.Item name={['goals', goal.key, 'before']} label="开始时（0–10）">
              <InputNumber min={0} max={10} />
            </Form.Item>
            <Form.Item name={['goals', goal.key, 'after']} label="结束时（0–10）">
              <InputNumber min={0} max={10} />
            </Form.Item>
            <Form.Item name={['goals', goal.key, 'reached']} label="是否达到" rules={needed}>
              <Select options={options(REACHED)} />
            </Form.Item>
          </div>
          <Area name={['goals', goal.key, 'words']} label="说明" max={500} />
        </fieldset>
      ))}
      <Area name="process" label="过程回顾" max={2_000} />
      <Area name="recruitment" label="招募和宣传的检讨" max={500} required={false} />
      <fieldset>
        <legend>组员的变化（已带出各节的观察，可以修改）</legend>
        <div className="columns">
          {group.member_rows.map(m => (
            <Form.Item key={m.id} name={['seen', m.id]} label={m.name}>
              <Input.TextArea autoSize={{ minRows: 1 }} maxLength={300} />
            </Form.Item>
          ))}
        </div>
      </fieldset>
      <div className="line">
        <Form.Item name="asked" label="满意度调查人数">
          <InputNumber min={1} max={300} />
        </Form.Item>
        <Form.Item name="satisfied" label="其中满意">
          <InputNumber min={0} max={300} />
        </Form.Item>
        <Form.Item name="spent_yuan" label="实际支出（元）">
          <InputNumber min={0} max={1_000_000} />
        </Form.Item>
      </div>
      <Area name="difficulties" label="困难与经验" max={1_000} />
      <Area name="next" label="后续跟进" extra="转个案、继续互助、培育组织" max={1_000} />
      {form && <Area name="reason" label="修改的原因" max={200} />}
    </CommandForm>
  );
}
