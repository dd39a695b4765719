// The form of a telephone greeting (F-V2). It is not a home visit and never counts as one. Pure data. Serves C1, E6.

import type { ContentOf, Form } from './forms.ts';
import { NEEDS, SERVICES } from './needs.ts';

export const CALL_OUTCOMES = { connected: '接通', no_answer: '未接', empty_number: '空号', suspended: '停机' } as const;
export type CallOutcome = keyof typeof CALL_OUTCOMES;

const ANSWERED_BY = { self: '本人', family: '家人', carer: '照料人', neighbour: '邻居', other: '其他' } as const;
const STEPS = {
  again: '稍后再拨',
  contact: '已联系紧急联系人',
  committee: '已请村（居）委会上门查看',
  visit: '转入户探访',
  number: '核对并更新电话号码',
} as const;
const picked = (...codes: (keyof typeof SERVICES)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map(code => [code, SERVICES[code]]));

export const WELFARE_CALL = {
  title: '电话问候记录表',
  sections: [
    {
      title: '通话情况',
      fields: {
        answered_by: { kind: 'choice', label: '接听人', options: ANSWERED_BY, required: 'met', carry: true, quick: true },
        attempts: { kind: 'number', label: '拨打次数', min: 1, max: 20, unit: '次' },
      },
    },
    {
      title: '问候内容',
      when: 'met',
      fields: {
        body: { kind: 'observation', label: '身体', required: 'met', carry: true, quick: true },
        mood: { kind: 'observation', label: '情绪', required: 'met', carry: true, quick: true },
        meals: { kind: 'observation', label: '三餐', required: 'met', carry: true, quick: true },
        medicine: { kind: 'observation', label: '用药', required: 'met', carry: true, quick: true },
        home_safety: { kind: 'observation', label: '居家安全', required: 'met', carry: true, quick: true },
        requests: { kind: 'text', label: '诉求', max: 500, lines: 3, quick: true },
        needs: { kind: 'choices', label: '需求与困难', options: NEEDS, none: 'none', carry: true },
        services: {
          kind: 'choices',
          label: '已提供服务',
          options: picked(
            'none',
            'policy',
            'emotional_support',
            'application',
            'errand',
            'health',
            'mediation',
            'resource',
            'other',
          ),
          none: 'none',
        },
      },
    },
    {
      title: '未接通处置',
      when: 'not_met',
      fields: { steps: { kind: 'choices', label: '未接通处置', options: STEPS, required: 'not_met', quick: true } },
    },
    {
      title: '摘要与下一步',
      fields: {
        notes: { kind: 'text', label: '通话摘要', max: 1000, lines: 4, quick: true },
        followups: { kind: 'followups', label: '跟进事项' },
      },
    },
  ],
} as const satisfies Form;
export type WelfareCallContent = ContentOf<typeof WELFARE_CALL>;
