// An assessment's row and what it says: columns from what was written and back, the query every list begins with, masking by role.

import type { InferResult, Insertable, Selectable } from 'kysely';
import { maskName } from '#kernel/masks.ts';
import type { Actor } from '#kernel/roles.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesNames } from './assessments.policy.ts';
import { type AssessmentRow, gradeOf, type Instrument, LATE_DAYS, score, Written } from './assessments.ts';
import type { Bodies } from './instruments.service.ts';

export type AssessmentColumns = Selectable<DB['app.assessments']>;
type Inserted = Insertable<DB['app.assessments']>;

/** The columns that hold what the author wrote, and what follows from it. */
export function columnsOf(
  instrument: Instrument,
  w: Written,
): Pick<
  Inserted,
  | 'assessed_on'
  | 'informant'
  | 'occasion'
  | 'co_worker_ids'
  | 'remark'
  | 'late_reason'
  | 'answers'
  | 'total'
  | 'grade'
  | 'attention'
> {
  const { total, grade, alerts } = score(instrument, w.answers);
  return {
    assessed_on: w.assessed_on,
    informant: w.informant,
    occasion: w.occasion,
    co_worker_ids: w.co_workers,
    remark: w.remark ?? null,
    late_reason: w.late_reason ?? null,
    answers: JSON.stringify(w.answers),
    total,
    grade,
    attention: alerts.length > 0 || (gradeOf(instrument, grade)?.attention ?? false),
  };
}

type WrittenColumns = Pick<
  AssessmentColumns,
  'assessed_on' | 'informant' | 'occasion' | 'co_worker_ids' | 'remark' | 'late_reason' | 'answers'
>;
/** What the author wrote, from its columns. */
export const writtenOf = (r: WrittenColumns): Written =>
  Written.parse({
    assessed_on: r.assessed_on,
    informant: r.informant,
    occasion: r.occasion,
    co_workers: r.co_worker_ids,
    answers: r.answers,
    ...(r.remark !== null && { remark: r.remark }),
    ...(r.late_reason !== null && { late_reason: r.late_reason }),
  });

/** Assessments with the person's and the worker's names. */
export const assessmentRows = (tx: Pick<Tx, 'county'>) =>
  q
    .selectFrom('app.assessments as a')
    .leftJoin('app.residents as r', j => j.on('r.county_id', '=', tx.county).onRef('r.id', '=', 'a.resident_id'))
    .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'a.worker_id'))
    .where('a.county_id', '=', tx.county)
    .select([
      'a.id',
      'a.revision',
      'a.station_id',
      'a.resident_id',
      'a.instrument',
      'a.version',
      'a.assessed_on',
      'a.informant',
      'a.occasion',
      'a.for_kind',
      'a.for_id',
      'a.total',
      'a.grade',
      'a.attention',
      'a.worker_id',
      'a.late',
      'a.state',
      'a.recorded_at',
      'a.received_at',
      'a.corrected_at',
      'r.name as resident_name',
      's.name as worker_name',
    ]);
export type FoundRow = InferResult<ReturnType<typeof assessmentRows>>[number];

const GONE = '已转出本站';
export const nameFor = (actor: Actor, station: number, name: string | null): string =>
  name === null ? GONE : seesNames(actor, station) ? name : maskName(name);

/** A row as it leaves the server; the name masked where the reader may not see it. */
export function presentRow(actor: Actor, r: FoundRow, bodies: Bodies): AssessmentRow {
  const body = bodies.get(r.instrument, r.version);
  return {
    id: r.id,
    revision: r.revision,
    station: r.station_id,
    resident: r.resident_id,
    resident_name: nameFor(actor, r.station_id, r.resident_name),
    instrument: r.instrument,
    version: r.version,
    instrument_title: body.title,
    assessed_on: r.assessed_on,
    informant: r.informant as AssessmentRow['informant'],
    occasion: r.occasion as AssessmentRow['occasion'],
    for_kind: r.for_kind as AssessmentRow['for_kind'],
    for_id: r.for_id,
    total: r.total === null ? null : Number(r.total),
    unit: body.total.unit,
    grade: r.grade,
    grade_label: gradeOf(body, r.grade)?.label ?? null,
    attention: r.attention,
    worker: r.worker_id,
    worker_name: r.worker_name ?? '',
    late: r.late,
    state: r.state as AssessmentRow['state'],
    recorded_at: r.recorded_at,
    received_at: r.received_at,
    corrected_at: r.corrected_at,
  };
}

/** The county's own number of days after which a record is late. */
export async function lateDays(tx: Tx): Promise<number> {
  const row = await tx.first(q.selectFrom('app.counties').select('settings').where('county_id', '=', tx.county));
  const own = (row?.settings as { assessments?: { late_days?: unknown } } | undefined)?.assessments?.late_days;
  return typeof own === 'number' && Number.isInteger(own) && own >= 0 ? own : LATE_DAYS;
}
