// What the demo's workers write (演示数据): a home visit to an elder, an adult or a child, and a telephone greeting. The observations,
// needs, services and words of one record belong together.

import type { z } from 'zod';
import { addDays } from '#kernel/dates.ts';
import type { HomeVisitWritten, Observation, WelfareCallWritten } from './visits.ts';

const fine: Observation = { level: 'normal' };
const watch = (note: string): Observation => ({ level: 'watch', note });
const five = { health: fine, mood: fine, safety: fine, hygiene: fine, surroundings: fine };
type Scene = NonNullable<z.input<typeof HomeVisitWritten>['content']>;

const ELDER: readonly Scene[] = [
  {
    ...five,
    meals: 'regular',
    carer: 'self',
    needs: ['none'],
    services: ['none'],
    notes: '精神好。自己做饭。院里种了菜。聊了近况。',
  },
  {
    ...five,
    health: watch('膝关节疼痛'),
    medicine: 'regular',
    needs: ['medical'],
    services: ['health', 'emotional_support'],
    notes: '近半月膝盖疼。按时服药。约好下周陪同到镇卫生院复查。',
  },
  {
    ...five,
    safety: watch('电线老化'),
    needs: ['home_safety'],
    services: ['safety_check'],
    notes: '堂屋电线外皮开裂。已拍给村委会。说明雷雨天先拉闸。',
  },
  {
    ...five,
    mood: watch('常感孤单'),
    needs: ['company'],
    services: ['emotional_support'],
    notes: '儿子外出务工。说夜里睡不踏实。聊了半小时家常。约好每周通一次电话。',
  },
  {
    ...five,
    benefits: ['pension', 'advanced_age'],
    benefit_state: 'in_place',
    needs: ['policy'],
    services: ['policy'],
    notes: '高龄津贴已到账。询问医保报销办法。当面说明并留下单页。',
  },
  {
    ...five,
    hygiene: watch('灶台堆放柴火'),
    needs: ['daily_care'],
    services: ['cleaning'],
    notes: '灶台旁堆了柴火。一起清开。说明用火注意。',
  },
  {
    ...five,
    surroundings: watch('屋顶漏雨'),
    needs: ['home_safety'],
    services: ['resource'],
    notes: '西屋漏雨。已报村委会和乡镇民政办。等待勘查。',
  },
  {
    ...five,
    medicine: 'regular',
    needs: ['medical'],
    services: ['errand', 'health'],
    notes: '代取降压药一个月。量血压 138/86。提醒少盐。',
  },
];
const ADULT: readonly Scene[] = [
  { ...five, needs: ['job'], services: ['policy'], notes: '想在本地找零工。介绍了公益性岗位的申请条件。' },
  {
    ...five,
    health: watch('行走不便'),
    needs: ['medical'],
    services: ['application'],
    notes: '残疾证到期。协助备齐换证材料。约定下周送乡镇。',
  },
  {
    ...five,
    mood: watch('睡眠差'),
    needs: ['emotion'],
    services: ['emotional_support'],
    notes: '为孩子学费发愁。听他讲了近况。一起列出可以申请的救助。',
  },
  { ...five, needs: ['money'], services: ['application'], notes: '低保年审材料缺收入证明。已列清单。村委会可以出具。' },
];
const CHILD: readonly Scene[] = [
  {
    ...five,
    schooling: 'primary',
    guarding: 'fair',
    guardian: 'grandparents',
    parent_contact: 'month',
    hazards: ['none'],
    needs: ['none'],
    services: ['tutoring'],
    notes: '放学后在家写作业。祖辈接送。检查了作业本。',
  },
  {
    ...five,
    schooling: 'primary',
    guarding: 'fair',
    guardian: 'grandparents',
    parent_contact: 'week',
    hazards: ['drowning'],
    needs: ['guardianship'],
    services: ['safety_check'],
    notes: '家附近有水塘。与祖辈说明防溺水六不。已请村委会补警示牌。',
  },
  {
    ...five,
    mood: watch('想念父母'),
    schooling: 'junior',
    guarding: 'fair',
    guardian: 'grandparents',
    parent_contact: 'half_year',
    hazards: ['online'],
    needs: ['emotion', 'family'],
    services: ['emotional_support', 'mediation'],
    notes: '周末玩手机较久。和父母视频通话。三方约定使用时间。',
  },
];
const SMALL = {
  ...CHILD[0]!,
  schooling: 'kindergarten' as const,
  services: ['emotional_support' as const],
  notes: '由祖辈照看。精神活泼。疫苗本齐全。',
};
const CALLS = [
  { notes: '接听声音有力。三餐正常。提醒降温添衣。' },
  { notes: '说天冷膝盖疼。提醒热敷。下次上门查看。', body: watch('膝关节疼痛') },
  { notes: '药快吃完。已告知取药时间。', medicine: watch('余药不多') },
  { notes: '一切都好。儿子周末回来。' },
] as const;

/** 极端的一例: what the head of station should read first. */
const ALARM: Scene = {
  ...five,
  health: { level: 'abnormal', note: '三天前跌倒。左腕肿胀' },
  safety: watch('卫生间湿滑'),
  needs: ['medical', 'home_safety'],
  services: ['medical_escort', 'resource'],
  notes: '三天前在卫生间跌倒。左腕肿胀。当天陪到镇卫生院拍片未见骨折。已告知女儿并报乡镇民政办。',
};

const clock = (n: number): string => `${String(8 + (n % 3) + (n % 2 ? 6 : 0)).padStart(2, '0')}:${n % 4 < 2 ? '10' : '40'}`;
const half = (time: string): string => `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}:${time.slice(3)}`;

export type About = { resident: string; age: number; monthly: boolean };

/** Home visit number `n` of a worker to somebody on a day; every nineteenth finds nobody at home. */
export function homeVisit(
  n: number,
  who: About,
  day: string,
  first: boolean,
  alarm: boolean,
): Omit<z.input<typeof HomeVisitWritten>, 'kind'> & { kind: 'home_visit' } {
  const nobody = !first && n % 19 === 7;
  const unusual = (alarm || n % 31 === 17) && who.age >= 60;
  const list = who.age < 6 ? [SMALL] : who.age < 18 ? CHILD : who.age < 60 ? ADULT : ELDER;
  const started_at = clock(n);
  return {
    kind: 'home_visit',
    type: first ? 'first' : unusual ? 'priority' : /-(01|02|09)-/.test(day) && n % 5 === 0 ? 'festival' : 'routine',
    outcome: nobody ? 'nobody' : 'success',
    visited_on: day,
    started_at,
    ended_at: nobody ? undefined : half(started_at),
    unusual,
    place_reason: nobody ? undefined : n % 3 ? 'no_signal' : 'not_used',
    signature_reason: nobody ? undefined : who.age >= 75 ? 'illiterate' : 'not_asked',
    next_on: !nobody && who.monthly && n % 3 === 0 ? addDays(day, 30) : undefined,
    content: nobody ? {} : unusual ? ALARM : list[(n * 3 + who.age) % list.length]!,
  };
}

/** Telephone greeting number `n`; every ninth is not answered. */
export function welfareCall(n: number, day: string): Omit<z.input<typeof WelfareCallWritten>, 'kind'> & { kind: 'welfare_call' } {
  const missed = n % 9 === 4;
  return {
    kind: 'welfare_call',
    outcome: missed ? 'no_answer' : 'connected',
    visited_on: day,
    started_at: clock(n + 1),
    content: missed
      ? { attempts: 3, steps: ['contact', 'again'] }
      : {
          answered_by: n % 5 ? 'self' : 'family',
          body: fine,
          mood: fine,
          meals: fine,
          medicine: fine,
          home_safety: fine,
          ...CALLS[n % CALLS.length],
        },
  };
}
