// What came of a draw: the answers of those called back, the findings on the records checked, and the statement over them (K1, M3). Pure.

import { z } from 'zod';
import { codes, Day, text } from '#kernel/endpoints.ts';

export const DRAW_KINDS = { callback: '回访', check: '记录抽查' } as const;
export type DrawKind = keyof typeof DRAW_KINDS;
export const DrawKind = codes(DRAW_KINDS);
export const DRAW_STATES = { open: '进行中', finished: '已完成', abandoned: '已作废' } as const;
export type DrawState = keyof typeof DRAW_STATES;
export const DrawState = codes(DRAW_STATES);

export const WAYS = { phone: '电话', home: '上门' } as const;
export const UNREACHED = {
  no_answer: '多次无人接听',
  wrong_number: '空号、停机或号码不对',
  no_phone: '没有电话，上门也未见到',
  declined: '不愿接受回访',
  away: '外出、住院',
  gone: '已迁出或去世',
} as const;
export const CONFIRMED = { yes: '确有此次服务', no: '没有此次服务', unsure: '记不清' } as const;
export const AGREES = { yes: '一致', partly: '部分一致', no: '不一致', unsure: '说不清' } as const;
export const COMPLETE = { yes: '要件齐全', partly: '缺少部分', no: '缺少主要内容' } as const;
export const TRUTH = { yes: '属实', doubt: '存疑', no: '不属实' } as const;

const common = { on: Day, remark: text(500).optional() };
export const CallbackReached = z.strictObject({
  kind: z.literal('callback'),
  reached: z.literal(true),
  ...common,
  way: codes(WAYS),
  answered_by: z.enum(['self', 'family']),
  confirmed: codes(CONFIRMED),
  agrees: codes(AGREES),
  /** 1 very dissatisfied … 5 very satisfied; left out when the person does not want to say. */
  satisfaction: z.int().min(1).max(5).optional(),
});
export const CallbackMissed = z.strictObject({
  kind: z.literal('callback'),
  reached: z.literal(false),
  ...common,
  why: codes(UNREACHED),
});
export const Checked = z.strictObject({ kind: z.literal('check'), ...common, complete: codes(COMPLETE), true: codes(TRUTH) });
export const Result = z.union([CallbackReached, CallbackMissed, Checked]);
export type Result = z.output<typeof Result>;

const NEEDS_WORDS = '与记录不符或有缺少的，请在备注中写明情况';
/** What is wrong with a result by itself. */
export function resultProblems(result: Result, today: string, drawnOn: string): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if (result.on > today || result.on < drawnOn) problems.push({ path: 'result.on', message: '日期应在抽取之后、不晚于今天' });
  const doubtful =
    result.kind === 'check'
      ? result.complete !== 'yes' || result.true !== 'yes'
      : result.reached && (result.confirmed === 'no' || result.agrees === 'no' || result.agrees === 'partly');
  if (doubtful && !result.remark) problems.push({ path: 'result.remark', message: NEEDS_WORDS });
  return problems;
}

/** Whether the next in the drawn order takes its place. */
export const isMissed = (result: Result | null): boolean => result?.kind === 'callback' && !result.reached;

export const StatementLine = z.object({
  station: z.int(),
  frame: z.int(),
  size: z.int(),
  drawn: z.int(),
  entered: z.int(),
  /** Call-backs: reached, confirmed, agreeing; checks: looked at, true, complete. */
  reached: z.int(),
  confirmed: z.int(),
  agrees: z.int(),
  rated: z.int(),
  satisfaction: z.number().nullable(),
  satisfied: z.int(),
  complete: z.int(),
  true: z.int(),
});
export type StatementLine = z.output<typeof StatementLine>;

type Counted = { station: number; result: Result | null };

/** The figures of one station (or of all, `station` 0) over its items. */
export function statementOf(station: number, of: { frame: number; size: number }, items: readonly Counted[]): StatementLine {
  const results = items.map(i => i.result).filter(r => r !== null);
  const calls = results.filter(r => r.kind === 'callback').filter(r => r.reached);
  const checks = results.filter(r => r.kind === 'check');
  const rated = calls.flatMap(r => r.satisfaction ?? []);
  return {
    station,
    ...of,
    drawn: items.length,
    entered: results.length,
    reached: calls.length + checks.length,
    confirmed: calls.filter(r => r.confirmed === 'yes').length,
    agrees: calls.filter(r => r.agrees === 'yes').length,
    rated: rated.length,
    satisfaction: rated.length === 0 ? null : Math.round((rated.reduce((a, b) => a + b, 0) / rated.length) * 100) / 100,
    satisfied: rated.filter(n => n >= 4).length,
    complete: checks.filter(r => r.complete === 'yes').length,
    true: checks.filter(r => r.true === 'yes').length,
  };
}

/** A share in words: `92%`, or 无 where there is nothing to share. */
export const share = (part: number, whole: number): string => (whole === 0 ? '无' : `${Math.round((part / whole) * 1000) / 10}%`);

/** The line of a station in a sentence. */
export function statementSays(kind: DrawKind, line: StatementLine): string {
  if (line.entered === 0) return `抽到 ${line.drawn} ${kind === 'callback' ? '人' : '条'}，还没有登记结果。`;
  if (kind === 'check')
    return `抽查 ${line.entered} 条记录，属实 ${line.true} 条（${share(line.true, line.entered)}），要件齐全 ${line.complete} 条（${share(line.complete, line.entered)}）。`;
  const rating = line.satisfaction === null ? '没有人评分' : `满意度平均 ${line.satisfaction} 分（5 分制，${line.rated} 人评分）`;
  return `回访 ${line.entered} 人，联系上 ${line.reached} 人，确认服务属实 ${line.confirmed} 人（${share(line.confirmed, line.reached)}），${rating}。`;
}

/** One result in words. */
export function resultWords(r: Result): string {
  const remark = r.remark ? `；${r.remark}` : '';
  if (r.kind === 'check') return `${TRUTH[r.true]}，${COMPLETE[r.complete]}${remark}`;
  if (!r.reached) return `未联系上：${UNREACHED[r.why]}${remark}`;
  return `${CONFIRMED[r.confirmed]}，内容${AGREES[r.agrees]}${r.satisfaction ? `，满意度 ${r.satisfaction} 分` : ''}${remark}`;
}
