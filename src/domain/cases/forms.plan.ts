// The plan (F-C4): goals that come from the needs, steps, what each side does. Field list after practice §1.2. Pure data. Serves K3.

import { type Form, SCALE } from './forms.ts';

const MODELS = {
  psychosocial: '心理社会治疗',
  cognitive: '认知行为',
  rational: '理性情绪',
  task: '任务中心',
  crisis: '危机介入',
  person: '人本',
  family: '家庭治疗',
  ecological: '生态系统',
  strengths: '优势视角',
  empowerment: '增能',
} as const;

export const plan = {
  title: '服务计划书',
  sections: [
    {
      title: '目标',
      fields: {
        aim: { kind: 'text', max: 500, lines: 2, label: '总目标', required: true },
        goals: {
          kind: 'rows',
          row: '目标',
          max: 10,
          keyed: true,
          label: '具体目标',
          required: true,
          fields: {
            goal: { kind: 'text', max: 300, label: '目标', required: true },
            need: { kind: 'ref', to: 'needs', label: '对应的需求' },
            indicator: { kind: 'text', max: 200, label: '怎样算做到', required: true },
            baseline: { ...SCALE, label: '现在（0–10）', required: true },
            target: { ...SCALE, label: '希望达到（0–10）', required: true },
            deadline: { kind: 'day', label: '期限' },
          },
        },
      },
    },
    {
      title: '怎样做',
      fields: {
        models: { kind: 'choices', options: MODELS, label: '介入模式' },
        steps: {
          kind: 'rows',
          row: '步骤',
          max: 20,
          label: '介入步骤',
          required: true,
          fields: {
            step: { kind: 'text', max: 300, label: '做什么', required: true },
            planned_on: { kind: 'day', label: '计划日期' },
            by: { kind: 'text', max: 60, label: '谁负责' },
            resource: { kind: 'text', max: 100, label: '资源' },
          },
        },
        sessions: { kind: 'number', min: 1, max: 60, unit: '次', label: '预计服务次数', required: true },
        next_on: { kind: 'day', label: '约定的第一次服务日期' },
      },
    },
    {
      title: '约定与预案',
      fields: {
        client_part: { kind: 'text', max: 800, lines: 2, label: '服务对象会做的事' },
        worker_part: { kind: 'text', max: 800, lines: 2, label: '社工会做的事', required: true },
        difficulties: { kind: 'text', max: 800, lines: 2, label: '预计困难与应对' },
        risk_plan: { kind: 'text', max: 800, lines: 2, label: '风险预案' },
        evaluation: { kind: 'text', max: 500, lines: 2, label: '怎样评估' },
        revised_why: { kind: 'text', max: 300, label: '修订原因', hint: '第一版不填。' },
      },
    },
  ],
} as const satisfies Form;
