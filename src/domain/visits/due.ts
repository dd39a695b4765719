// Who is due for a visit, by which day and why: pure, so that a phone without signal can say it. How often is a county's own rule;
// the defaults are 月探访 for elders in special difficulty (policy §2.1) and a visit a quarter for everybody else [configurable].
// This is apart from the contract's count (K1): the two figures are never mixed. Serves C1, E6.

import { z } from 'zod';
import { CATEGORY_CODES, type CategoryCode } from '#domain/clients/clients.ts';
import { addDays, addMonths, ageOn, daysBetween } from '#kernel/dates.ts';
import { type Outcome, type VisitKind, wasMet } from './written.ts';

const Rule = z.strictObject({
  /** Ends the sentence "因为…". */
  title: z.string().min(1).max(60),
  categories: z.array(z.enum(CATEGORY_CODES)).min(1),
  /** Only from this age; persons whose birth date is unknown are included. */
  from_age: z.int().min(0).max(120).optional(),
  every_months: z.int().min(1).max(12),
});
/** The county's own numbers for visits: `settings.visits` of the county; what it does not say is the default. */
export const VisitSettings = z.strictObject({
  /** A record that arrives more days than this after the visit is a late one (补录). */
  late_days: z.int().min(0).max(60).default(3),
  /** Somebody is shown as due so many days before the day. */
  ahead_days: z.int().min(0).max(31).default(7),
  /** Whether a telephone greeting that was answered counts as seeing a person (never for the contract). */
  calls_count: z.boolean().default(false),
  rules: z
    .array(Rule)
    .max(20)
    .default([
      {
        title: '特殊困难老年人每月至少探访一次',
        categories: [
          'childless_elder',
          'lives_alone',
          'empty_nest',
          'left_behind_elder',
          'full_dependency',
          'partial_dependency',
          'family_planning_special',
          'severely_disabled_elder',
        ],
        every_months: 1,
      },
      { title: '特困老年人每月至少探访一次', categories: ['extremely_poor'], from_age: 60, every_months: 1 },
    ] satisfies z.input<typeof Rule>[]),
  others: z
    .strictObject({ title: z.string().min(1).max(60), every_months: z.int().min(1).max(12) })
    .default({ title: '服务对象每季度至少探访一次', every_months: 3 }),
});
export type VisitSettings = z.infer<typeof VisitSettings>;
export const DEFAULT_SETTINGS: VisitSettings = VisitSettings.parse({});

export type DueFacts = {
  categories: readonly CategoryCode[];
  born_on: string | null;
  /** Since when the station serves this person; the first visit is due by then. */
  since: string;
  /** A person who died, moved away or whose file is closed is not due. */
  active: boolean;
};
/** The last thing that happened, met or not, and the last time the person was met. */
export type LastVisit = { kind: VisitKind; outcome: Outcome; visited_on: string; next_on: string | null };
export type Due = { on: string; why: string; state: 'overdue' | 'due' | 'later'; days_left: number };

/** How often this person is to be visited, by the strictest rule that applies. */
export function rhythmOf(
  facts: Pick<DueFacts, 'categories' | 'born_on'>,
  today: string,
  settings: VisitSettings,
): { every_months: number; title: string } {
  const old = (from: number | undefined): boolean =>
    from === undefined || facts.born_on === null || ageOn(facts.born_on, today) >= from;
  const fitting = settings.rules.filter(
    rule => old(rule.from_age) && rule.categories.some(code => facts.categories.includes(code)),
  );
  return fitting.reduce<{ every_months: number; title: string }>(
    (strictest, rule) => (rule.every_months < strictest.every_months ? rule : strictest),
    settings.others,
  );
}

const counts = (visit: LastVisit, settings: VisitSettings): boolean =>
  wasMet(visit.outcome) && (visit.kind === 'home_visit' || settings.calls_count);

/**
 * By which day somebody is due and why; null when not due at all.
 * @param visits what is known of the person's visits, in any order (the phone needs the last one met and the last one of all)
 */
export function dueOn(
  facts: DueFacts,
  visits: readonly LastVisit[],
  today: string,
  settings: VisitSettings = DEFAULT_SETTINGS,
): Due | null {
  if (!facts.active) return null;
  // Of one day, the time the person was met is what counts.
  const latest = visits.toSorted((a, b) =>
    a.visited_on === b.visited_on ? Number(wasMet(b.outcome)) - Number(wasMet(a.outcome)) : a.visited_on < b.visited_on ? 1 : -1,
  );
  const last = latest[0];
  const met = latest.find(v => counts(v, settings));
  const { every_months, title } = rhythmOf(facts, today, settings);
  const rule = met
    ? { on: addMonths(met.visited_on, every_months), why: `上次 ${met.visited_on}，${title}` }
    : { on: facts.since, why: '尚未见到过本人，请首访摸底' };
  const candidates = [rule];
  if (last?.next_on) candidates.push({ on: last.next_on, why: `上次约定 ${last.next_on} 再访` });
  if (last && !wasMet(last.outcome) && met)
    candidates.push({ on: addDays(last.visited_on, 7), why: `${last.visited_on} 未见到本人，一周内再访` });
  const first = candidates.reduce((a, b) => (b.on < a.on ? b : a));
  const days_left = daysBetween(today, first.on);
  return { ...first, days_left, state: days_left < 0 ? 'overdue' : days_left <= settings.ahead_days ? 'due' : 'later' };
}
