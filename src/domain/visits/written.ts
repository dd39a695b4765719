// What an author writes down about one visit or call, and what must hold of it. The phone checks it offline with the same function as
// the server. Pure. Serves K1, E6.

import { z } from 'zod';
import { addDays, ageOn, daysBetween } from '#kernel/dates.ts';
import { Day, FileHash, text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';
import { contentSchema, type Form, missing, type Situation } from './forms.ts';
import { HOME_VISIT, VISIT_OUTCOMES, VISIT_TYPES, type VisitOutcome, type VisitType } from './home-visit.ts';
import { CALL_OUTCOMES, type CallOutcome, WELFARE_CALL } from './welfare-call.ts';

export const KINDS = { home_visit: '入户探访', welfare_call: '电话问候' } as const;
export type VisitKind = keyof typeof KINDS;
export const FORMS: Readonly<Record<VisitKind, Form>> = { home_visit: HOME_VISIT, welfare_call: WELFARE_CALL };
export const OUTCOMES = { ...VISIT_OUTCOMES, ...CALL_OUTCOMES } as const;
export type Outcome = keyof typeof OUTCOMES;

export const PLACE_REASONS = {
  no_signal: '山里无信号',
  declined: '对象不愿定位',
  not_used: '不使用定位',
  unsupported: '手机不支持或未授权',
  entered_later: '事后录入',
} as const;
export const SIGNATURE_REASONS = {
  refused: '拒签',
  illiterate: '不识字',
  unable: '行动不便不能签',
  not_asked: '未请对象签名',
} as const;

const keys = <T extends Record<string, string>>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间请写成 09:30 这样');
const distinct = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .max(max)
    .refine(list => new Set(list).size === list.length, '有重复的项目')
    .default([]);

export const Place = z.strictObject({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  accuracy_m: z.number().min(0).max(100_000),
});
export type Place = z.infer<typeof Place>;
/** At most this many photos: evidence, not an album. */
export const MAX_PHOTOS = 9;

const common = {
  visited_on: Day,
  started_at: Time.optional(),
  ended_at: Time.optional(),
  /** Colleagues who went along. */
  co_workers: distinct(z.uuid(), 5),
  /** Other residents who were met at the same visit (人次). */
  present: distinct(z.uuid(), 20),
  next_on: Day.optional(),
  /** 有异常 / 无异常. */
  unusual: z.boolean().default(false),
  place: Place.optional(),
  place_reason: z.enum(keys(PLACE_REASONS)).optional(),
  photos: distinct(FileHash, MAX_PHOTOS),
  signature: FileHash.optional(),
  signature_reason: z.enum(keys(SIGNATURE_REASONS)).optional(),
  /** Why the record comes late (补录). */
  late_reason: text(200).optional(),
};
/** The author's part of a home visit: same shape in a draft, a command, a revision and a comparison. */
export const HomeVisitWritten = z.strictObject({
  kind: z.literal('home_visit'),
  type: z.enum(keys(VISIT_TYPES)),
  outcome: z.enum(keys(VISIT_OUTCOMES)),
  content: contentSchema(HOME_VISIT),
  ...common,
});
/** The author's part of a telephone greeting. */
export const WelfareCallWritten = z.strictObject({
  kind: z.literal('welfare_call'),
  outcome: z.enum(keys(CALL_OUTCOMES)),
  content: contentSchema(WELFARE_CALL),
  ...common,
});
export const Written = z.discriminatedUnion('kind', [HomeVisitWritten, WelfareCallWritten]);
export type HomeVisit = z.infer<typeof HomeVisitWritten>;
export type WelfareCall = z.infer<typeof WelfareCallWritten>;
export type Written = HomeVisit | WelfareCall;
export type { CallOutcome, VisitOutcome, VisitType };

/** Whether the person was met (or answered the telephone). */
export const wasMet = (outcome: Outcome): boolean => outcome === 'success' || outcome === 'connected';
/** Whether somebody of this birth date is a child on the day; `categories` decide where the date is unknown. */
export const isChild = (born_on: string | null, onDay: string, child_category = false): boolean =>
  born_on === null ? child_category : ageOn(born_on, onDay) < 18;
export const situationOf = (written: Pick<Written, 'outcome' | 'visited_on'>, person: Person): Situation => ({
  met: wasMet(written.outcome),
  child: isChild(person.born_on, written.visited_on, person.child_category),
});

/** What must be known of the person to check a record: birth date, and whether a child's category is on file. */
export type Person = { born_on: string | null; child_category?: boolean };

export type Check = {
  person: Person;
  /** The day it is at the stations. */
  today: string;
  /** The day it first arrived, when a record is corrected; a new one arrives today. */
  received_on?: string;
  /** The station's first day; earlier visits cannot be its own. */
  opened_on: string | null;
  late_days: number;
};

/**
 * What keeps a record from being accepted: an empty list, or one Chinese sentence a field. Everything that needs no database is here.
 */
export function problemsOf(w: Written, check: Check): Issue[] {
  const issues = missing(FORMS[w.kind], w.content, situationOf(w, check.person));
  const add = (when: unknown, path: string, message: string): void => {
    if (when) issues.push({ path, message });
  };
  add(w.visited_on > check.today, 'visited_on', '日期在今天之后，请核对；还没有做的探访不能先记。');
  add(
    check.opened_on && w.visited_on < check.opened_on,
    'visited_on',
    `本站 ${check.opened_on} 开始服务，更早的探访不能记在本站，请核对日期。`,
  );
  add(w.started_at && w.ended_at && w.ended_at <= w.started_at, 'ended_at', '结束时间应在开始时间之后，请核对。');
  add(w.ended_at && !w.started_at, 'started_at', '请填写开始时间');
  add(w.next_on && w.next_on <= w.visited_on, 'next_on', '下次日期应在本次之后，请核对。');
  add(w.next_on && w.next_on > addDays(w.visited_on, 366), 'next_on', '下次日期在一年之后，请核对。');
  add(
    daysBetween(w.visited_on, check.received_on ?? check.today) > check.late_days && !w.late_reason,
    'late_reason',
    `探访已过 ${check.late_days} 天，属补录，请填写补录原因。`,
  );
  add(w.place && w.place_reason, 'place_reason', '已有定位，不必再填没有定位的原因。');
  add(w.kind === 'home_visit' && wasMet(w.outcome) && !w.place && !w.place_reason, 'place_reason', '没有定位，请选一个原因。');
  add(w.signature && w.signature_reason, 'signature_reason', '已有签名，不必再填没有签名的原因。');
  return issues;
}
