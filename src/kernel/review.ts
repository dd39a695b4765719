// One review for every record a worker writes: draft → submitted → returned with a remark or approved, and nobody reviews what he wrote
// or took part in. Pure, so that the button on the screen and the gate on the server ask the same function. Serves K1–K5b, D (quality).

import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { type Actor, holdsAt, type Role } from './roles.ts';

export const RECORD_STATES = {
  draft: '草稿',
  submitted: '待审核',
  returned: '已退回',
  approved: '已通过',
  withdrawn: '已撤回',
} as const;
export type RecordState = keyof typeof RECORD_STATES;
export const VERDICTS = { approved: '通过', returned: '退回', reopened: '重开', remarked: '批注', withdrawn: '撤回' } as const;
export type Verdict = keyof typeof VERDICTS;

export const WRITERS: readonly Role[] = ['resident_worker', 'station_lead'];
export const REVIEWERS: readonly Role[] = ['station_lead', 'project_manager'];

/** What the rules ask about a record; screens ask them before they show a button. */
export const AboutRecord = z.object({
  station: z.int(),
  state: z.enum(Object.keys(RECORD_STATES) as [RecordState, ...RecordState[]]),
  worker: z.uuid(),
  co_workers: z.array(z.uuid()),
  written_by: z.uuid(),
  /** A head of the station wrote it or took part, or the station has none: then the project manager reviews it. */
  manager_reviews: z.boolean(),
  /** Who else may review it: the assigned supervisors of a case. Where a record has any, the project manager never does. */
  supervisors: z.array(z.uuid()).optional(),
});
export type AboutRecord = z.infer<typeof AboutRecord>;

/** Where a new record belongs and whose it is to be. */
export type NewRecord = { station: number; worker: string };

/** A worker records his own work; the head of station also that of his workers (from paper, or for a colleague without a phone). */
export function records(actor: Actor, { station, worker }: NewRecord): ErrorCode | null {
  if (!holdsAt(actor, station, ...WRITERS)) return 'forbidden';
  return worker === actor.account || holdsAt(actor, station, 'station_lead') ? null : 'not_author';
}

const CLOSED: Partial<Record<RecordState, ErrorCode>> = { approved: 'record_approved', withdrawn: 'record_withdrawn' };
const isAuthor = (actor: Actor, about: AboutRecord): boolean =>
  [about.worker, about.written_by].includes(actor.account) && holdsAt(actor, about.station, ...WRITERS);

/** What was approved or withdrawn is closed; until then its author changes it, or the head of station. */
export function corrects(actor: Actor, about: AboutRecord): ErrorCode | null {
  if (!isAuthor(actor, about) && !holdsAt(actor, about.station, 'station_lead'))
    return holdsAt(actor, about.station, 'resident_worker') ? 'not_author' : 'forbidden';
  return CLOSED[about.state] ?? null;
}

/** Its author takes it back until it is approved. */
export const withdraws = (actor: Actor, about: AboutRecord): ErrorCode | null =>
  isAuthor(actor, about) ? (CLOSED[about.state] ?? null) : 'not_author';

/** Whoever wrote it or took part in it is never its reviewer. */
export const involved = (about: AboutRecord): readonly string[] => [about.worker, about.written_by, ...about.co_workers];

/** Whether this person is the one to review it, whatever its state. */
export function reviews(actor: Actor, about: AboutRecord): ErrorCode | null {
  if (involved(about).includes(actor.account)) return 'own_work';
  if (holdsAt(actor, about.station, 'station_lead') || about.supervisors?.includes(actor.account)) return null;
  if (about.supervisors || !holdsAt(actor, about.station, 'project_manager')) return 'forbidden';
  return about.manager_reviews ? null : 'reviewed_by_head';
}

/** Approving and returning: what is submitted, by its reviewer. */
export const decides = (actor: Actor, about: AboutRecord): ErrorCode | null =>
  reviews(actor, about) ?? (about.state === 'submitted' ? null : (CLOSED[about.state] ?? 'record_not_submitted'));

/** Reopening gives it back to its author: the head of station, a supervisor or the project manager, with a reason. */
export function reopens(actor: Actor, about: AboutRecord): ErrorCode | null {
  const may = about.supervisors
    ? holdsAt(actor, about.station, 'station_lead') || about.supervisors.includes(actor.account)
    : holdsAt(actor, about.station, ...REVIEWERS);
  if (!may) return 'forbidden';
  return about.state === 'approved' ? null : 'record_not_approved';
}
