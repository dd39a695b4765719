// The inspection sheet as data: sections of things to look at, and what the manager writes about them. The form, the printed sheet and the
// server's check all read it. What is stored leaves as it was stored: an item may be added, never renamed or removed. Serves M1–M6.

import { z } from 'zod';
import { Clock, Day, text } from '#kernel/endpoints.ts';

export const LEVELS = { met: '符合', partly: '部分符合', unmet: '不符合', na: '不适用' } as const;
export type Level = keyof typeof LEVELS;
const Level = z.enum(Object.keys(LEVELS) as [Level, ...Level[]]);

/** Sections with the clause they look after. */
export const SECTIONS = [
  {
    key: 'premises',
    title: '场地与设施设备',
    clause: 'M1',
    items: {
      rooms: '办公、个案、小组用房整洁，能正常使用',
      equipment: '桌椅、电脑、打印机、档案柜完好，有保养记录',
      safety: '消防、用电安全，通道畅通',
      use_register: '场地使用有登记',
    },
  },
  {
    key: 'systems',
    title: '分工与制度',
    clause: 'M2',
    items: {
      duties: '站长和社工分工明确，值班表已公示',
      six_systems: '人员、财务、志愿者、场地、文书档案、服务对象数据库六项制度齐全并执行',
      process: '个案、小组、探访流程清楚，社工能说明',
      openness: '服务内容、投诉电话已公开',
    },
  },
  {
    key: 'signage',
    title: '标识标牌',
    clause: 'M6',
    items: {
      plaque: '站牌挂在显著位置，名称写法正确',
      mark: '使用“中国社会工作”标识',
      room_signs: '个案室、小组室等有标识',
    },
  },
  {
    key: 'records',
    title: '记录与档案',
    clause: 'M2',
    items: {
      timely: '服务记录及时填写、及时审核',
      complete: '抽看的服务档案要件齐全',
      truth: '抽看的记录与实际相符',
      confidential: '纸质档案上锁，查阅有登记',
    },
  },
  {
    key: 'staffing',
    title: '人员在岗',
    clause: 'M4',
    items: {
      in_place: '三名驻站社工在岗，去向清楚',
      head_certified: '站长持全国社会工作者职业资格证书',
      training: '本月参加培训或督导',
      wellbeing: '社工状态良好，困难已了解',
    },
  },
  {
    key: 'services',
    title: '服务开展',
    clause: 'K1',
    items: {
      visits: '探访按计划进行，重点对象无遗漏',
      casework: '个案、小组、活动按计划推进',
      volunteers: '志愿者招募和服务记录规范',
      followups: '探访中发现的异常和需求有跟进',
      last_findings: '上次检查的问题已整改',
    },
  },
] as const;

/** Every item with its section, in the order of the sheet. */
export const ITEMS: readonly { key: string; title: string; section: string; clause: string }[] = SECTIONS.flatMap(s =>
  Object.entries(s.items).map(([key, title]) => ({ key: `${s.key}.${key}`, title, section: s.title, clause: s.clause })),
);
const ITEM_KEYS = ITEMS.map(i => i.key) as [string, ...string[]];
export const ItemKey = z.enum(ITEM_KEYS);
export const itemTitle = (key: string): string => ITEMS.find(i => i.key === key)?.title ?? key;

export const PhotoHash = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不正确');
export const photos = (max: number) => z.array(PhotoHash).max(max, `最多 ${max} 张照片`).default([]);

export const ItemAnswer = z.strictObject({ level: Level, remark: text(300).optional(), photos: photos(3) });
export type ItemAnswer = z.output<typeof ItemAnswer>;

export const SIGNATURE_REASONS = { absent: '站长不在站', paper: '已在纸质表上签字', declined: '站长不同意签字' } as const;
export type SignatureReason = keyof typeof SIGNATURE_REASONS;

/** What the manager writes. Every item is answered; `na` where there is nothing to look at. */
export const Written = z.strictObject({
  inspected_on: Day,
  started_at: Clock.optional(),
  ended_at: Clock.optional(),
  /** Staff who were there. */
  present: z.array(z.uuid()).max(20).default([]),
  others: text(100).optional(),
  answers: z.partialRecord(ItemKey, ItemAnswer),
  /** What was guided: advice, demonstration, cases talked over. */
  guidance: text(1000),
  /** What the head of station says about it. */
  station_words: text(500).optional(),
  photos: photos(6),
  signature: PhotoHash.optional(),
  signature_reason: z.enum(Object.keys(SIGNATURE_REASONS) as [SignatureReason, ...SignatureReason[]]).optional(),
});
export type Written = z.output<typeof Written>;

export type Problem = { path: string; message: string };

/** What is wrong with a sheet by itself, each with the field. @param today the day it is received */
export function problemsOf(w: Written, today: string, opened: string | null): Problem[] {
  const problems: Problem[] = [];
  const say = (path: string, message: string) => problems.push({ path, message });
  if (w.inspected_on > today) say('inspected_on', '检查日期不能晚于今天');
  if (opened !== null && w.inspected_on < opened) say('inspected_on', '检查日期早于社工站开办日，请核对');
  if (w.started_at && w.ended_at && w.ended_at <= w.started_at) say('ended_at', '结束时间要晚于开始时间');
  for (const { key, title } of ITEMS) {
    const answer = w.answers[key];
    if (!answer) say(`answers.${key}`, `请检查“${title}”，不适用的选“不适用”`);
    else if ((answer.level === 'partly' || answer.level === 'unmet') && !answer.remark)
      say(`answers.${key}`, `“${title}”没有完全符合，请写明情况`);
  }
  if (new Set(w.present).size !== w.present.length) say('present', '同一人写了两次');
  if (!w.signature && !w.signature_reason) say('signature_reason', '请站长签名，或选择没有签名的原因');
  if (w.signature && w.signature_reason) say('signature_reason', '已有签名，不用再选原因');
  return problems;
}

/** How many items of each level. */
export function tallyOf(answers: Written['answers']): Record<Level, number> {
  const tally: Record<Level, number> = { met: 0, partly: 0, unmet: 0, na: 0 };
  for (const { key } of ITEMS) {
    const level = answers[key]?.level;
    if (level) tally[level]++;
  }
  return tally;
}

/** Days after which a sheet counts as written later (补录). */
export const LATE_DAYS = 7;
/** All files a sheet names: its pictures, and the signature. */
export const picturesIn = (w: Written): string[] => [...w.photos, ...ITEMS.flatMap(({ key }) => w.answers[key]?.photos ?? [])];
