// The forms a case begins with: intake (F-C1 with what the register F-C0 asks), consent (F-C2), assessment (F-C3). Field lists after
// practice §1.2. Pure data. Serves K3.

import type { Content, Form } from './forms.ts';

export const SOURCES = { self_request: '主动求助', outreach: '外展发现', referral: '转介' } as const;
export const PROBLEMS = {
  daily_care: '生活照料',
  economy: '经济困难',
  health: '就医康复',
  emotion: '心理情绪',
  family: '家庭关系',
  parenting: '亲子与监护',
  schooling: '就学',
  employment: '就业',
  rights: '权益维护',
  inclusion: '社会融入',
  crisis: '危机',
  other: '其他',
} as const;
export const URGENCIES = { normal: '一般', urgent: '紧急', crisis: '危机' } as const;
export const DECISIONS = {
  accepted: '接案',
  emergency: '紧急处置（先服务，后补同意书）',
  declined: '不接案',
  referred: '不接案，转介',
} as const;
export type Decision = keyof typeof DECISIONS;
const REFERRERS = {
  committee: '村（居）委会',
  civil_affairs: '乡镇民政办',
  women: '妇联',
  disabled: '残联',
  school: '学校',
  health: '卫生院',
  police: '公安或司法',
  volunteer: '志愿者',
  other: '其他',
} as const;
export const CHANNELS = {
  home: '入户',
  station: '来站',
  telephone: '电话',
  online: '线上',
  accompany: '陪同外出',
  conference: '个案会议',
} as const;
const RISK = { no: '否', yes: '是', unknown: '不明' } as const;
const risk = (label: string) => ({ kind: 'choice', options: RISK, label, required: true }) as const;
export const RISK_LEVELS = { low: '低', medium: '中', high: '高' } as const;
const YES = { yes: '是', no: '否' } as const;

const emergency = (c: Content): boolean => c.decision === 'emergency';
const refused = (c: Content): boolean => c.decision === 'declined' || c.decision === 'referred';

export const intake = {
  title: '接案记录表',
  sections: [
    {
      title: '来源',
      fields: {
        source: { kind: 'choice', options: SOURCES, label: '个案来源', required: true },
        referrer: { kind: 'choice', options: REFERRERS, label: '转介方', when: c => c.source === 'referral', required: true },
        channel: { kind: 'choice', options: CHANNELS, label: '接触方式', required: true },
        companion: { kind: 'text', max: 60, label: '陪同人' },
      },
    },
    {
      title: '求助情况',
      fields: {
        problem_types: { kind: 'choices', options: PROBLEMS, label: '主要问题类型', required: true },
        own_words: { kind: 'text', max: 1000, lines: 3, label: '求助原因（对象原话）', required: true },
        problem: { kind: 'text', max: 2000, lines: 4, label: '问题概述', hint: '写看到、听到的事实，少用判断。', required: true },
        since: { kind: 'text', max: 500, lines: 2, label: '持续时间与以往处理办法' },
        hopes: { kind: 'text', max: 500, lines: 2, label: '对象的期望', required: true },
      },
    },
    {
      title: '风险筛查',
      fields: {
        risk_self: risk('自伤'),
        risk_others: risk('伤害他人'),
        risk_abuse: risk('受到虐待'),
        risk_neglect: risk('受到忽视'),
        risk_supply: risk('断粮断药'),
        risk_housing: risk('居住不安全'),
        urgency: { kind: 'choice', options: URGENCIES, label: '紧急程度', required: true },
      },
    },
    {
      title: '接案决定',
      fields: {
        willing: {
          kind: 'choice',
          options: { willing: '愿意', hesitant: '犹豫', unwilling: '拒绝' },
          label: '对象意愿',
          required: true,
        },
        told: { kind: 'choice', options: YES, label: '已告知保密与知情权利', required: true },
        decision: { kind: 'choice', options: DECISIONS, label: '接案决定', required: true },
        emergency_why: { kind: 'text', max: 500, lines: 2, label: '紧急处置的理由', when: emergency, required: true },
        why_not: { kind: 'text', max: 500, lines: 2, label: '不接案的理由与后续安排', when: refused, required: true },
        first_view: { kind: 'text', max: 1000, lines: 3, label: '初步评估' },
      },
    },
  ],
} as const satisfies Form;

const USES = {
  file: '建立并保存个案档案',
  team: '站长和督导查阅',
  evaluation: '评估时抽查（隐去姓名）',
  referral: '转介时提供必要信息',
} as const;
const RECORDING = { none: '都不同意', photo: '同意拍照', audio: '同意录音' } as const;

export const consent = {
  title: '知情同意书',
  sections: [
    {
      title: '服务约定',
      fields: {
        service: { kind: 'text', max: 1000, lines: 3, label: '服务内容', required: true },
        until_on: { kind: 'day', label: '服务期限至' },
        agreements: { kind: 'text', max: 1000, lines: 3, label: '双方约定', required: true },
      },
    },
    {
      title: '信息与保密',
      fields: {
        uses: { kind: 'choices', options: USES, label: '同意的信息使用范围', required: true },
        recording: { kind: 'choices', options: RECORDING, label: '拍照与录音', required: true },
        exceptions: {
          kind: 'choice',
          options: YES,
          label: '已说明保密例外（伤害自己或他人、侵害儿童、司法要求）',
          required: true,
        },
        revocable: { kind: 'choice', options: YES, label: '已说明可随时撤回', required: true },
        read_by: { kind: 'text', max: 60, label: '代读见证人', hint: '对象不识字时填写。' },
      },
    },
  ],
} as const satisfies Form;

const long = (label: string, required?: true) =>
  ({ kind: 'text', max: 1500, lines: 3, label, ...(required && { required }) }) as const;

export const assessment = {
  title: '预估表',
  sections: [
    {
      title: '服务对象自身',
      fields: {
        self_health: long('生理健康与行动'),
        self_mind: long('认知、情绪与行为', true),
        self_strengths: long('能力与优势', true),
        self_view: long('对象对问题的看法'),
      },
    },
    {
      title: '家庭与社会',
      fields: {
        family: long('家庭结构、关系与照料', true),
        family_economy: long('家庭经济'),
        social: long('邻里、学校或单位、村（居）与正式资源'),
        resources: {
          kind: 'rows',
          row: '资源',
          max: 12,
          label: '可用的资源',
          fields: {
            resource: { kind: 'text', max: 100, label: '资源', required: true },
            usable: {
              kind: 'choice',
              options: { ready: '现在可用', with_help: '需协助争取', unsure: '待核实' },
              label: '可用性',
            },
          },
        },
      },
    },
    {
      title: '问题与需求',
      fields: {
        causes: long('成因与使问题延续的因素', true),
        needs: {
          kind: 'rows',
          row: '需求',
          max: 12,
          keyed: true,
          label: '问题与需求清单',
          hint: '勾选进入计划的需求会成为计划的目标，不必再写一遍。',
          required: true,
          fields: {
            need: { kind: 'text', max: 300, label: '问题或需求', required: true },
            type: { kind: 'choice', options: PROBLEMS, label: '类型', required: true },
            priority: { kind: 'number', min: 1, max: 5, unit: '级', label: '优先级（1 最先）', required: true },
            evidence: { kind: 'text', max: 300, label: '依据' },
          },
        },
      },
    },
    {
      title: '结论',
      fields: {
        risk_level: { kind: 'choice', options: RISK_LEVELS, label: '风险等级', required: true },
        risk_why: long('风险依据', true),
        strategy: long('建议的介入策略'),
      },
    },
  ],
} as const satisfies Form;
