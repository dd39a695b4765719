// Working time (工时): what a station's time goes into, by kind, from what was recorded anyway, and a small entry for what was not. So that
// a station can show how much of its time is administration (practice §8.1). Serves M2.

import { z } from 'zod';
import { Day, defineCommand, defineRead, pageOf, paging, Saved, text } from '#kernel/endpoints.ts';

export const WORK_KINDS = {
  professional: '专业服务',
  supervision: '督导',
  training: '培训',
  admin: '协助行政事务',
  travel: '路途',
  other: '其他',
} as const;
export type WorkKind = keyof typeof WORK_KINDS;
const Work = z.enum(Object.keys(WORK_KINDS) as [WorkKind, ...WorkKind[]]);
/** What is entered by hand: what other records already tell of is not written a second time. */
export const ENTERED = {
  admin: WORK_KINDS.admin,
  travel: WORK_KINDS.travel,
  training: WORK_KINDS.training,
  other: WORK_KINDS.other,
};
const Entered = z.enum(Object.keys(ENTERED) as [keyof typeof ENTERED, ...(keyof typeof ENTERED)[]]);

const clauses = ['M2'] as const;
const entry = {
  day: Day,
  work: Entered,
  minutes: z.int().min(5, '至少 5 分钟').max(960, '一天最多记 16 小时'),
  what: text(100),
  /** Who asked for it, for help with administration: 镇政府, 县民政局 … */
  asked_by: text(40).optional(),
};

export const record = defineCommand({
  name: 'worktime.record',
  title: '登记工时',
  clauses,
  input: z.strictObject({ id: z.uuid(), ...entry, worker: z.uuid().optional() }),
  answer: Saved,
});
export const correct = defineCommand({
  name: 'worktime.correct',
  title: '更正工时',
  clauses,
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1), ...entry }),
  answer: Saved,
});
export const withdraw = defineCommand({
  name: 'worktime.withdraw',
  title: '撤回工时',
  clauses,
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1) }),
  answer: Saved,
});

const asked = {
  from: Day,
  to: Day,
  station: z.coerce.number().int().optional(),
  worker: z.uuid().optional(),
};
export const Sum = z.object({
  station: z.int(),
  worker: z.uuid(),
  worker_name: z.string(),
  work: Work,
  minutes: z.int(),
  /** How many pieces of work the minutes are of. */
  count: z.int(),
  /** How many more there were whose length nobody wrote: not in the minutes. */
  unmeasured: z.int(),
});
export type Sum = z.infer<typeof Sum>;
/** Per worker and kind. Two things at once count twice: that is shown by the calendar, not hidden here. */
export const summary = defineRead({
  name: 'worktime.summary',
  title: '工时统计',
  clauses,
  query: z.strictObject(asked),
  answer: z.object({ rows: z.array(Sum) }),
});
export const Piece = z.object({
  id: z.uuid(),
  source: z.string(),
  source_title: z.string(),
  opens: z.string().nullable(),
  station: z.int(),
  worker: z.uuid(),
  worker_name: z.string(),
  day: Day,
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  minutes: z.int().nullable(),
  work: Work,
  title: z.string(),
  /** For an entry by hand: its revision, to correct or withdraw it. */
  revision: z.int().nullable(),
});
export type Piece = z.infer<typeof Piece>;
/** The pieces of work behind a sum, the newest first. */
export const list = defineRead({
  name: 'worktime.list',
  title: '工时明细',
  clauses,
  query: z.strictObject({ ...asked, work: Work.optional(), ...paging }),
  answer: pageOf(Piece),
});

/** `90` → `1 小时 30 分`. */
export const inHours = (minutes: number): string => {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return h === 0 ? `${m} 分` : m === 0 ? `${h} 小时` : `${h} 小时 ${m} 分`;
};
/** The share of one kind in all minutes, in whole per cent; null when there are none. */
export function shareOf(rows: readonly Pick<Sum, 'work' | 'minutes'>[], work: WorkKind): number | null {
  const all = rows.reduce((sum, r) => sum + r.minutes, 0);
  const own = rows.reduce((sum, r) => sum + (r.work === work ? r.minutes : 0), 0);
  return all === 0 ? null : Math.round((own * 100) / all);
}
