// The station's calendar: what was done and is planned by everybody, drawn from the records of all modules, and entries of its own for what no
// record plans (a meeting, a room, leave). Two things at once for one worker or one room are hinted, never forbidden. Serves M2, K4, K5, E6.

import { z } from 'zod';
import { Clock, Day, defineCommand, defineRead, Saved, text } from '#kernel/endpoints.ts';

const clauses = ['M2', 'K4', 'K5', 'E6'] as const;
const entry = {
  station: z.int(),
  title: text(60),
  day: Day,
  started_at: Clock.optional(),
  ended_at: Clock.optional(),
  place: text(40).optional(),
  workers: z.array(z.uuid()).min(1, '请选择参加的人').max(20),
};
const ordered = (e: { started_at?: string | undefined; ended_at?: string | undefined }): boolean =>
  !e.started_at || !e.ended_at || e.started_at <= e.ended_at;
const late = { error: '结束时间早于开始时间，请核对', path: ['ended_at'] };

export const put = defineCommand({
  name: 'calendar.put',
  title: '登记日程',
  clauses,
  input: z.strictObject({ id: z.uuid(), ...entry }).refine(ordered, late),
  answer: Saved,
});
const { station: _, ...changeable } = entry;
export const change = defineCommand({
  name: 'calendar.change',
  title: '更改日程',
  clauses,
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1), ...changeable }).refine(ordered, late),
  answer: Saved,
});
export const withdraw = defineCommand({
  name: 'calendar.withdraw',
  title: '取消日程',
  clauses,
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1) }),
  answer: Saved,
});
/** A private link for a calendar program; shown once. */
export const openFeed = defineCommand({
  name: 'calendar.open_feed',
  title: '生成日历订阅链接',
  clauses,
  input: z.strictObject({}),
  answer: z.object({ path: z.string() }),
});
export const closeFeed = defineCommand({
  name: 'calendar.close_feed',
  title: '停用日历订阅链接',
  clauses,
  input: z.strictObject({}),
  answer: z.object({}),
});

export const Item = z.object({
  id: z.uuid(),
  source: z.string(),
  source_title: z.string(),
  /** The page in the office that shows it; none for the calendar's own. */
  opens: z.string().nullable(),
  station: z.int(),
  day: Day,
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  title: z.string(),
  /** Whom it is with, as this reader may see it. */
  subject: z.string().nullable(),
  place: z.string().nullable(),
  workers: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Done; otherwise planned. */
  settled: z.boolean(),
  /** Of the calendar's own entries, to change them. */
  revision: z.int().nullable(),
});
export type Item = z.infer<typeof Item>;
export const MOST_DAYS = 45;
export const days = defineRead({
  name: 'calendar.days',
  title: '日程',
  clauses,
  query: z
    .strictObject({ station: z.coerce.number().int(), from: Day, to: Day, worker: z.uuid().optional() })
    .refine(w => w.from <= w.to && Date.parse(w.to) - Date.parse(w.from) <= MOST_DAYS * 86_400_000, {
      error: `请选择不超过 ${MOST_DAYS} 天的期间`,
      path: ['to'],
    }),
  answer: z.object({ rows: z.array(Item), feed: z.boolean() }),
});

export type Clash = { a: Item; b: Item; why: string };
/**
 * Pairs of things that overlap in time on one day and share a worker or a room, the earliest first. What has no times clashes with nothing;
 * what ends when the other begins does not overlap.
 */
export function clashes(items: readonly Item[]): Clash[] {
  const timed = items
    .filter(i => i.started_at !== null && i.ended_at !== null)
    .sort((a, b) => (`${a.day}${a.started_at}${a.id}` < `${b.day}${b.started_at}${b.id}` ? -1 : 1));
  const found: Clash[] = [];
  for (const [n, a] of timed.entries())
    for (const b of timed.slice(n + 1)) {
      if (b.day !== a.day || b.started_at! >= a.ended_at!) break;
      const both = a.workers.filter(w => b.workers.some(v => v.id === w.id)).map(w => w.name);
      if (both.length) found.push({ a, b, why: `${both.join('、')}同一时间有两件事` });
      else if (a.place !== null && a.place === b.place) found.push({ a, b, why: `${a.place}同一时间用两次` });
    }
  return found;
}
