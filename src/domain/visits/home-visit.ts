// The form of a home visit (F-V1): what is looked at in a home, what the person needs, what was done, what comes next.
// Field lists after practice §4.3 and policy §2.1; five observations as in Beijing's 巡视探访. Pure data. Serves K1, E6.

import type { ContentOf, Form } from './forms.ts';
import { NEEDS, SERVICES } from './needs.ts';

export const VISIT_TYPES = {
  first: '首访摸底',
  routine: '常规',
  priority: '重点跟进',
  assessment: '需求评估',
  comfort: '慰问',
  festival: '节日',
  weather: '极端天气',
  check: '核查',
} as const;
export type VisitType = keyof typeof VISIT_TYPES;

export const VISIT_OUTCOMES = {
  success: '成功',
  nobody: '无人',
  refused: '拒访',
  moved: '空置搬离',
  away: '住院外出',
  died: '去世',
} as const;
export type VisitOutcome = keyof typeof VISIT_OUTCOMES;

const PLACES = {
  home: '家中',
  school: '学校',
  hospital: '医院',
  work: '工作单位',
  committee: '村（居）委会',
  other: '其他',
} as const;
const WITH = {
  cadre: '村（居）干部',
  volunteer: '志愿者',
  child_director: '儿童主任',
  family: '家属',
  township: '乡镇工作人员',
  other: '其他',
} as const;
const CARERS = {
  self: '自己照料自己',
  spouse: '配偶',
  children: '子女或其配偶',
  grandparents: '祖辈',
  parents: '父母',
  relatives: '其他亲属',
  neighbours: '邻里',
  carer: '照料服务人',
  nobody: '无人照料',
} as const;
const MEALS = { regular: '三餐正常', irregular: '三餐不规律', helped: '需他人协助', lacking: '吃不饱或断餐' } as const;
const MEDICINE = { none: '不需用药', regular: '按时用药', irregular: '未按时用药', lacking: '缺药' } as const;
const BENEFITS = {
  none: '未享受待遇',
  dibao: '低保金',
  extremely_poor: '特困供养金',
  care_subsidy: '照料护理费',
  disability_living: '困难残疾人生活补贴',
  disability_care: '重度残疾人护理补贴',
  advanced_age: '高龄津贴',
  pension: '养老金',
  child: '儿童基本生活费',
  temporary: '临时救助',
  other: '其他',
} as const;
const BENEFIT_STATE = { in_place: '都已到位', part: '部分未到位', missing: '应享未享', unknown: '不清楚' } as const;
const CHANGES = {
  none: '无重大变故',
  hospital: '住院或大病',
  accident: '意外伤害',
  death: '家人去世',
  disaster: '火灾或自然灾害',
  job_loss: '失去工作',
  income_loss: '收入明显减少',
  big_cost: '支出明显增加',
  other: '其他',
} as const;
const GUARDIANS = {
  parents: '父母双方',
  one_parent: '父母一方',
  grandparents: '祖辈',
  entrusted: '受委托监护人',
  institution: '机构',
  nobody: '无人监护',
} as const;
const GUARDING = { good: '较好', fair: '一般（有潜在风险）', poor: '差（无保障或已出现问题）' } as const;
const SCHOOLING = {
  too_young: '未到入园年龄',
  kindergarten: '幼儿园',
  primary: '小学',
  junior: '初中',
  senior: '高中或中职',
  dropped_out: '辍学',
  not_in_school: '不在学',
} as const;
const CONTACT = {
  together: '共同生活',
  week: '每周',
  month: '每月',
  half_year: '半年内',
  year: '半年至一年',
  longer: '一年以上',
  never: '从不联系',
} as const;
const HAZARDS = {
  none: '未发现',
  drowning: '溺水',
  traffic: '交通',
  fire: '火、电、燃气',
  online: '沉迷网络',
  bullying: '欺凌',
  neglect: '疏于照管',
  abuse: '疑似遭受侵害',
  other: '其他',
} as const;

export const HOME_VISIT = {
  title: '入户探访记录表',
  sections: [
    {
      title: '探访情况',
      fields: {
        meeting_place: { kind: 'choice', label: '见面地点', options: PLACES, carry: true },
        companions: { kind: 'choices', label: '同行人', options: WITH },
        purpose: { kind: 'text', label: '探访目的', max: 200 },
      },
    },
    {
      title: '五维观察',
      when: 'met',
      fields: {
        health: { kind: 'observation', label: '健康', hint: '表达、行动、疾病', required: 'met', carry: true, quick: true },
        mood: { kind: 'observation', label: '精神', hint: '情绪、思维、压力', required: 'met', carry: true, quick: true },
        safety: { kind: 'observation', label: '安全', hint: '房屋、水、电、燃气', required: 'met', carry: true, quick: true },
        hygiene: { kind: 'observation', label: '卫生', hint: '个人、家庭、周边', required: 'met', carry: true, quick: true },
        surroundings: {
          kind: 'observation',
          label: '居住环境',
          hint: '室内、室外、邻里',
          required: 'met',
          carry: true,
          quick: true,
        },
      },
    },
    {
      title: '生活照料与待遇',
      when: 'met',
      fields: {
        carer: { kind: 'choice', label: '主要由谁照料', options: CARERS, carry: true },
        meals: { kind: 'choice', label: '三餐', options: MEALS, carry: true },
        medicine: { kind: 'choice', label: '用药', options: MEDICINE, carry: true },
        family_visits: { kind: 'text', label: '家人看望与赡养情况', max: 200, carry: true },
        benefits: { kind: 'choices', label: '享受的待遇', options: BENEFITS, none: 'none', carry: true },
        benefit_state: { kind: 'choice', label: '待遇是否到位', options: BENEFIT_STATE, carry: true },
        benefit_note: { kind: 'text', label: '待遇说明', max: 200 },
      },
    },
    {
      title: '收支与变故',
      when: 'met',
      fields: {
        changes: { kind: 'choices', label: '近期变故', options: CHANGES, none: 'none' },
        income_note: { kind: 'text', label: '收支情况', max: 300, carry: true },
      },
    },
    {
      title: '儿童专项',
      when: 'child',
      fields: {
        guardian: { kind: 'choice', label: '实际监护人', options: GUARDIANS, required: 'child', carry: true, quick: true },
        guarding: { kind: 'choice', label: '监护状况', options: GUARDING, required: 'child', carry: true, quick: true },
        schooling: { kind: 'choice', label: '就学', options: SCHOOLING, required: 'child', carry: true, quick: true },
        behaviour: { kind: 'observation', label: '情绪与行为', carry: true },
        parent_contact: { kind: 'choice', label: '与父母联系', options: CONTACT, carry: true },
        hazards: { kind: 'choices', label: '安全隐患', options: HAZARDS, none: 'none', quick: true },
      },
    },
    {
      title: '需求与服务',
      fields: {
        needs: { kind: 'choices', label: '需求与困难', options: NEEDS, none: 'none', required: 'met', carry: true, quick: true },
        needs_note: { kind: 'text', label: '需求说明', max: 300 },
        services: { kind: 'choices', label: '已提供服务', options: SERVICES, none: 'none', required: 'met', quick: true },
        services_note: { kind: 'text', label: '服务说明', max: 300 },
      },
    },
    {
      title: '访谈摘要与下一步',
      fields: {
        notes: {
          kind: 'text',
          label: '访谈摘要',
          hint: '写看到和听到的事实，不写判断',
          max: 2000,
          lines: 5,
          required: 'met',
          quick: true,
        },
        followups: { kind: 'followups', label: '跟进事项' },
      },
    },
  ],
} as const satisfies Form;
export type HomeVisitContent = ContentOf<typeof HOME_VISIT>;
