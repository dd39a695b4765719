// Who may do what with assessments and instruments. Pure: the button on the screen and the gate on the server ask the same function.
// Serves K3, E1.

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';
import type { AssessmentState, InstrumentState } from './assessments.ts';

const WRITERS: readonly Role[] = ['resident_worker', 'station_lead'];
const READERS: readonly Role[] = ['resident_worker', 'station_lead', 'project_manager', 'county_officer', 'evaluator'];
const MAKERS: readonly Role[] = ['county_officer'];
/** Who sees people by name; the other readers see them masked. */
const SEES_NAMES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer'];

export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES_NAMES);

/** What the rules ask about an assessment. */
export type About = { station: number; worker: string; written_by: string; state: AssessmentState };

const records = (actor: Actor, { station }: { station: number }): ErrorCode | null =>
  holdsAt(actor, station, ...WRITERS) ? null : 'forbidden';

/** Its author changes it, or the head of station; what was withdrawn is closed. */
function changes(actor: Actor, about: About): ErrorCode | null {
  if (!holdsAt(actor, about.station, ...WRITERS)) return 'forbidden';
  const own = [about.worker, about.written_by].includes(actor.account) || holdsAt(actor, about.station, 'station_lead');
  if (!own) return 'not_author';
  return about.state === 'withdrawn' ? 'assessment_withdrawn' : null;
}

const inState =
  (...states: InstrumentState[]) =>
  (_: Actor, at: { state: InstrumentState }): ErrorCode | null =>
    at.state === 'builtin' ? 'instrument_builtin' : states.includes(at.state) ? null : 'instrument_state';

export const assessmentsPolicy = {
  'assessments.record': { roles: WRITERS, when: records } satisfies Rule<{ station: number }>,
  'assessments.correct': { roles: WRITERS, when: changes } satisfies Rule<About>,
  'assessments.withdraw': { roles: WRITERS, when: changes } satisfies Rule<About>,
  'assessments.list': { roles: READERS } satisfies Rule,
  'assessments.get': { roles: READERS } satisfies Rule,
  'assessments.series': { roles: READERS } satisfies Rule,
  'assessments.field': { roles: WRITERS } satisfies Rule,
  'assessments.sheet': { roles: READERS } satisfies Rule,
  'assessments.instruments': { roles: READERS } satisfies Rule,
  'assessments.instrument': { roles: READERS } satisfies Rule,
  'assessments.export_instrument': { roles: READERS } satisfies Rule,
  'assessments.draft_instrument': { roles: MAKERS } satisfies Rule,
  'assessments.change_instrument': { roles: MAKERS, when: inState('draft') } satisfies Rule<{ state: InstrumentState }>,
  'assessments.publish_instrument': { roles: MAKERS, when: inState('draft') } satisfies Rule<{ state: InstrumentState }>,
  'assessments.retire_instrument': { roles: MAKERS, when: inState('published') } satisfies Rule<{ state: InstrumentState }>,
  'assessments.discard_instrument': { roles: MAKERS, when: inState('draft') } satisfies Rule<{ state: InstrumentState }>,
} as const;
