// Who inspects, who answers, who draws. The project manager inspects; the head answers for her own station; the county and the evaluator
// draw, independently of the contractor, who sees a draw when it is finished. Serves M3.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holds, holdsAt, type Role } from '#kernel/roles.ts';
import type { AboutFinding } from './findings.ts';
import type { DrawState } from './results.ts';

const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
const DRAWERS: readonly Role[] = ['county_officer', 'evaluator'];

/** What the policy asks about an inspection. */
export type About = { station: number; state: 'recorded' | 'withdrawn' };
/** What the policy asks about a draw. `replaced`: another one has taken the place of the one at hand. */
export type AboutDraw = { state: DrawState; pending?: number; replaced?: boolean };

const whileRecorded = (_: Actor, about: About): ErrorCode | null => (about.state === 'recorded' ? null : 'inspection_withdrawn');

const answers = (actor: Actor, f: AboutFinding): ErrorCode | null => {
  if (!holdsAt(actor, f.station, 'station_lead')) return 'forbidden';
  return f.state === 'open' || f.state === 'answered' ? null : 'finding_closed';
};
const rechecks = (_: Actor, f: AboutFinding): ErrorCode | null =>
  f.state === 'open' || f.state === 'answered' ? null : 'finding_closed';

/** Who carries draws out sees them while they are open; the others when nothing can be changed any more. */
export const carriesOut = (actor: Pick<Actor, 'grants'>): boolean => holds(actor, ...DRAWERS);
const seesDraw = (actor: Actor, { state }: AboutDraw): ErrorCode | null =>
  state === 'finished' || carriesOut(actor) ? null : 'not_found';

const enters = (_: Actor, { state, replaced }: AboutDraw): ErrorCode | null =>
  state !== 'open' ? 'draw_closed' : replaced ? 'draw_replaced' : null;
const finishes = (_: Actor, { state, pending }: AboutDraw): ErrorCode | null =>
  state !== 'open' ? 'draw_closed' : pending ? 'draw_pending' : null;

/** Who sees those who were drawn by name. */
export const seesNames = (actor: Actor, station: number): boolean =>
  holdsAt(actor, station, 'resident_worker', 'station_lead', 'county_officer');

export const inspectionsPolicy = {
  'inspections.record': { roles: ['project_manager'] } satisfies Rule,
  'inspections.correct': { roles: ['project_manager'], when: whileRecorded } satisfies Rule<About>,
  'inspections.withdraw': { roles: ['project_manager'], when: whileRecorded } satisfies Rule<About>,
  'inspections.add_finding': { roles: ['project_manager'], when: whileRecorded } satisfies Rule<About>,
  'inspections.answer_finding': { roles: ['station_lead'], when: answers } satisfies Rule<AboutFinding>,
  'inspections.recheck_finding': { roles: ['project_manager'], when: rechecks } satisfies Rule<AboutFinding>,
  'inspections.grid': { roles: READERS } satisfies Rule,
  'inspections.list': { roles: READERS } satisfies Rule,
  'inspections.get': { roles: READERS } satisfies Rule,
  'inspections.findings': { roles: READERS } satisfies Rule,
  'inspections.sheet': { roles: READERS } satisfies Rule,
  'inspections.ledger': { roles: READERS } satisfies Rule,
  'inspections.draw': { roles: DRAWERS } satisfies Rule,
  'inspections.enter_result': { roles: DRAWERS, when: enters } satisfies Rule<AboutDraw>,
  'inspections.finish_draw': { roles: DRAWERS, when: finishes } satisfies Rule<AboutDraw>,
  'inspections.abandon_draw': {
    roles: DRAWERS,
    when: (_: Actor, { state }: AboutDraw) => (state === 'open' ? null : 'draw_closed'),
  } satisfies Rule<AboutDraw>,
  'inspections.draws': { roles: READERS } satisfies Rule,
  'inspections.drawn': { roles: READERS, when: seesDraw } satisfies Rule<AboutDraw>,
  'inspections.drawn_item': { roles: READERS, when: seesDraw } satisfies Rule<AboutDraw>,
  'inspections.frame': { roles: READERS, when: seesDraw } satisfies Rule<AboutDraw>,
  'inspections.statement': { roles: READERS, when: seesDraw } satisfies Rule<AboutDraw>,
} as const;
