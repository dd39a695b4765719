// The forms of the work itself and its end: session (F-C5), evaluation and closing report (F-C7), follow-up (F-C8), referral (F-C6). Field lists
// after practice §1.2. Pure data. Serves K3, K3b.

import { CHANNELS } from './forms.open.ts';
import { type Content, type Form, SCALE } from './forms.ts';

export const REACHED = { none: '没有进展', partly: '部分达成', reached: '已达成' } as const;
export type Reached = keyof typeof REACHED;
const met = (c: Content): boolean => c.met !== 'no';
const long = (label: string, required?: true) =>
  ({ kind: 'text', max: 2000, lines: 4, label, ...(required && { required }) }) as const;

export const session = {
  title: '过程记录表',
  sections: [
    {
      title: '这一次',
      fields: {
        channel: { kind: 'choice', options: CHANNELS, label: '方式', required: true },
        met: {
          kind: 'choice',
          options: { yes: '见到或联系上', no: '对象没有到场或联系不上' },
          label: '是否见到',
          required: true,
        },
        with: { kind: 'text', max: 100, label: '还有谁参加' },
        purpose: { kind: 'text', max: 300, lines: 2, label: '本次目标', required: met, when: met },
      },
    },
    {
      title: '过程',
      fields: {
        course: { ...long('过程纪要'), required: met, when: met, hint: '写事实：说了什么、做了什么、停了多久。' },
        reaction: { ...long('对象的反应与变化'), required: met, when: met },
        techniques: { kind: 'text', max: 300, label: '用到的方法', when: met },
        unmet_why: { kind: 'text', max: 300, lines: 2, label: '没有见到的情况', when: c => c.met === 'no', required: true },
      },
    },
    {
      title: '目标进展',
      fields: {
        progress: {
          kind: 'rows',
          row: '目标',
          max: 20,
          given: true,
          label: '目标进展',
          when: met,
          fields: {
            goal: { kind: 'ref', to: 'goals', label: '目标', required: true },
            reached: { kind: 'choice', options: REACHED, label: '进展' },
            scale: { ...SCALE, label: '现在（0–10）' },
            note: { kind: 'text', max: 300, label: '说明' },
          },
        },
        risk_change: { kind: 'choice', options: { same: '没有变化', lower: '降低', higher: '升高' }, label: '风险变化' },
        resources: { kind: 'text', max: 500, lines: 2, label: '资源链接与待遇申办' },
      },
    },
    {
      title: '下一次',
      fields: {
        next_plan: { kind: 'text', max: 500, lines: 2, label: '下次计划' },
        next_on: { kind: 'day', label: '约定的下次日期' },
        reflection: { kind: 'text', max: 1000, lines: 3, label: '社工反思' },
      },
    },
  ],
} as const satisfies Form;

const outcomes = {
  kind: 'rows',
  row: '目标',
  max: 20,
  given: true,
  label: '目标达成情况',
  fields: {
    goal: { kind: 'ref', to: 'goals', label: '目标', required: true },
    reached: { kind: 'choice', options: REACHED, label: '结果' },
    before: { ...SCALE, label: '开始时（0–10）' },
    after: { ...SCALE, label: '现在（0–10）' },
    evidence: { kind: 'text', max: 300, label: '依据' },
  },
} as const;

export const review = {
  title: '个案评估表',
  sections: [
    { title: '目标达成', fields: { outcomes } },
    {
      title: '评价',
      fields: {
        changes: long('对象的变化', true),
        satisfaction: { kind: 'number', min: 1, max: 5, unit: '分', label: '对象满意度（1–5）' },
        client_words: { kind: 'text', max: 500, lines: 2, label: '对象的评语' },
        worker_view: long('社工评估', true),
        unmet: { kind: 'text', max: 800, lines: 2, label: '还没有满足的需求' },
        advice: {
          kind: 'choice',
          options: { go_on: '继续服务', revise: '修订计划', close: '可以结案' },
          label: '建议',
          required: true,
        },
      },
    },
  ],
} as const satisfies Form;

export const CLOSE_TYPES = {
  achieved: '目标达成',
  client_ended: '服务对象提出终止',
  lost: '失联',
  moved: '迁出辖区',
  died: '死亡',
  referred: '转介其他机构',
  out_of_scope: '超出服务范围',
  project_end: '项目到期移交',
  other: '其他',
} as const;
export type CloseType = keyof typeof CLOSE_TYPES;
/** Where the person is there to be told and to look back. */
const present = (c: Content): boolean => !['died', 'lost'].includes(String(c.close_type));

export const closure = {
  title: '结案报告',
  sections: [
    {
      title: '结案',
      fields: {
        close_type: { kind: 'choice', options: CLOSE_TYPES, label: '结案类型', required: true },
        close_why: { kind: 'text', max: 800, lines: 2, label: '结案原因', required: true },
        told_on: { kind: 'day', label: '告知对象结案的日期', when: present, required: present },
      },
    },
    { title: '目标达成', fields: { outcomes } },
    {
      title: '总结',
      fields: {
        summary: long('服务经过与成效', true),
        satisfaction: { kind: 'number', min: 1, max: 5, unit: '分', label: '对象满意度（1–5）', when: present },
        client_words: { kind: 'text', max: 500, lines: 2, label: '对象的评语', when: present },
        unmet: { kind: 'text', max: 800, lines: 2, label: '未尽的需求' },
        afterwards: { kind: 'text', max: 800, lines: 2, label: '后续安排', required: true },
        next_on: { kind: 'day', label: '第一次回访日期', when: present },
      },
    },
  ],
} as const satisfies Form;

export const followUp = {
  title: '回访记录表',
  sections: [
    {
      title: '回访',
      fields: {
        channel: { kind: 'choice', options: CHANNELS, label: '方式', required: true },
        met: { kind: 'choice', options: { yes: '联系上', no: '没有联系上' }, label: '是否联系上', required: true },
        condition: { kind: 'text', max: 1000, lines: 3, label: '对象状况', required: met, when: met },
        lasting: {
          kind: 'choice',
          options: { better: '比结案时更好', same: '保持', worse: '有反复' },
          label: '目标维持情况',
          required: met,
          when: met,
        },
        reopen: { kind: 'choice', options: { no: '不需要', yes: '需要重开' }, label: '是否需要重开', required: met, when: met },
        next_on: { kind: 'day', label: '下次回访日期' },
      },
    },
  ],
} as const satisfies Form;

export const REFERRAL_STATES = {
  to_verify: '待核实',
  contacted: '已联系',
  referred: '已转介',
  success: '转介成功',
  failed: '对方不接收',
  completed: '已回访，办结',
} as const;
const DOCUMENTS = { intake: '接案摘要', assessment: '预估摘要', plan: '服务计划', consent: '知情同意书', other: '其他' } as const;

export const referral = {
  title: '转介表',
  sections: [
    {
      title: '转介',
      fields: {
        state: { kind: 'choice', options: REFERRAL_STATES, label: '进展', required: true },
        agency: { kind: 'text', max: 100, label: '转介到（机构或部门）', required: true },
        contact: { kind: 'text', max: 60, label: '对方联系人' },
        phone: { kind: 'text', max: 30, label: '对方电话' },
        why: { kind: 'text', max: 800, lines: 3, label: '转介原因', required: true },
        agreed: {
          kind: 'choice',
          options: { yes: '对象同意', no: '紧急保护，未取得同意' },
          label: '对象是否同意',
          required: true,
        },
        papers: { kind: 'choices', options: DOCUMENTS, label: '移交的资料', hint: '只移交办理所必需的。' },
      },
    },
    {
      title: '回执与跟进',
      fields: {
        answered_on: { kind: 'day', label: '对方回复日期' },
        answered_by: { kind: 'text', max: 60, label: '对方经办人' },
        result: {
          kind: 'text',
          max: 500,
          lines: 2,
          label: '结果',
          required: c => ['success', 'failed', 'completed'].includes(String(c.state)),
        },
        follow_on: { kind: 'day', label: '跟进回访日期' },
      },
    },
  ],
} as const satisfies Form;
