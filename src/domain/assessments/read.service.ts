// Reading assessments: the list, one in full, series over time, what was made for a case or a group, the phone's part. Serves K3, E1.

import type { z } from 'zod';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { headOf } from '#server/ledger.ts';
import { seesNames } from './assessments.policy.ts';
import {
  type AssessmentFull,
  type AssessmentRow,
  type FieldInstrument,
  type Filters,
  type ForKind,
  type field,
  gradeOf,
  type Series,
  seriesOf,
  Written,
} from './assessments.ts';
import { SEEDED } from './instruments/seeded.ts';
import { bodiesOf } from './instruments.service.ts';
import { assessmentRows, type FoundRow, lateDays, presentRow, writtenOf } from './rows.service.ts';

const among = (rows: readonly string[]) => sql<boolean>`a.resident_id = any(${[...rows]}::uuid[])`;

type Sought = Omit<Filters, 'resident'> & { residents?: readonly string[] };
const filtered = (tx: Tx, f: Sought) =>
  assessmentRows(tx)
    .$if(f.station !== undefined, b => b.where('a.station_id', '=', f.station!))
    .$if(f.worker !== undefined, b => b.where('a.worker_id', '=', f.worker!))
    .$if(f.residents !== undefined, b => b.where(among(f.residents!)))
    .$if(f.instrument !== undefined, b => b.where('a.instrument', '=', f.instrument!))
    .$if(f.state !== undefined, b => b.where('a.state', 'in', f.state!))
    .$if(f.from !== undefined, b => b.where('a.assessed_on', '>=', f.from!))
    .$if(f.to !== undefined, b => b.where('a.assessed_on', '<=', f.to!))
    .$if(f.attention !== undefined, b => b.where('a.attention', '=', f.attention!))
    .$if(f.for_kind !== undefined, b => b.where('a.for_kind', '=', f.for_kind!))
    .$if(f.for_id !== undefined, b => b.where('a.for_id', '=', f.for_id!));

/** The day and id a cursor names. @throws AppError `unknown_parameter` */
function afterRow(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

async function presented(tx: Tx, rows: readonly FoundRow[]): Promise<AssessmentRow[]> {
  const bodies = await bodiesOf(tx, rows);
  return rows.map(r => presentRow(tx.actor, r, bodies));
}

/** A page of the list, newest first. */
export async function listAssessments(
  tx: Tx,
  { cursor, limit, resident, ...f }: Filters & { cursor?: string | undefined; limit: number },
): Promise<{ rows: AssessmentRow[]; next: string | null }> {
  const [day, id] = cursor === undefined ? [] : afterRow(cursor);
  const residents = resident === undefined ? undefined : (await rowsOfPerson(tx, resident)).rows;
  const rows = await tx.all(
    filtered(tx, { ...f, ...(residents && { residents }) })
      .$if(day !== undefined, b => b.where(sql<boolean>`(a.assessed_on, a.id) < (${day}::date, ${id}::uuid)`))
      .orderBy('a.assessed_on', 'desc')
      .orderBy('a.id', 'desc')
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: await presented(tx, page), next: rows.length > limit && last ? `${last.assessed_on}.${last.id}` : null };
}

/** What was made for a case, a group or another thing of a module above, oldest first; withdrawn ones are left out. */
export async function assessmentsFor(tx: Tx, kind: ForKind, id: string): Promise<AssessmentRow[]> {
  const rows = await tx.all(
    filtered(tx, { for_kind: kind, for_id: id, state: ['recorded'] })
      .orderBy('a.assessed_on')
      .orderBy('a.id'),
  );
  return presented(tx, rows);
}

/** The newest valid assessment of each of these people by an instrument, by person (her standing row's id or a merged one's). */
export async function latestOf(tx: Tx, instrument: string, residents: readonly string[]): Promise<Map<string, AssessmentRow>> {
  if (residents.length === 0) return new Map();
  const rows = await tx.all(
    filtered(tx, { residents, instrument, state: ['recorded'] })
      .distinctOn('a.resident_id')
      .orderBy('a.resident_id')
      .orderBy('a.assessed_on', 'desc')
      .orderBy('a.id', 'desc'),
  );
  return new Map((await presented(tx, rows)).map(r => [r.resident, r]));
}

const namesOf = async (tx: Tx, ids: readonly string[]): Promise<(id: string) => { id: string; name: string }> => {
  const named = (table: 'app.staff' | 'app.accounts') =>
    tx.all(
      q
        .selectFrom(table)
        .select(['id', 'name'])
        .where('county_id', '=', tx.county)
        .where('id', 'in', [...ids]),
    );
  const [accounts, staff] = await Promise.all([named('app.accounts'), named('app.staff')]);
  const known = new Map([...accounts, ...staff].map(p => [p.id, p.name]));
  return id => ({ id, name: known.get(id) ?? '' });
};

/** What was written, for a reader who may not know the person: the name masked in every text. */
const maskedIn = (written: Written, name: string | null): Written =>
  name
    ? Written.parse(JSON.parse(JSON.stringify(written).replaceAll(JSON.stringify(name).slice(1, -1), maskName(name))))
    : written;

/** One assessment with its instrument and its history. @throws AppError `not_found` */
export async function readAssessment(tx: Tx, id: string): Promise<AssessmentFull> {
  const row = await tx.first(
    assessmentRows(tx)
      .select(['a.answers', 'a.co_worker_ids', 'a.remark', 'a.late_reason', 'a.written_by', 'a.state_reason'])
      .where('a.id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  const [bodies, revisions] = await Promise.all([
    bodiesOf(tx, [row]),
    tx.all(
      q
        .selectFrom('app.assessment_revisions')
        .select(['revision', 'reason', 'written', 'total', 'grade', 'written_by', 'written_at'])
        .where('county_id', '=', tx.county)
        .where('assessment_id', '=', id)
        .orderBy('revision'),
    ),
  ]);
  const body = bodies.get(row.instrument, row.version);
  const name = await namesOf(tx, [row.written_by, ...row.co_worker_ids, ...revisions.map(r => r.written_by)]);
  const masked = !seesNames(tx.actor, row.station_id);
  const plain = (w: Written): Written => (masked ? maskedIn(w, row.resident_name) : w);
  const said = (text: string): string =>
    masked && row.resident_name ? text.replaceAll(row.resident_name, maskName(row.resident_name)) : text;
  return {
    ...presentRow(tx.actor, row, bodies),
    written: plain(writtenOf(row)),
    body,
    co_worker_names: row.co_worker_ids.map(who => name(who).name),
    state_reason: row.state_reason === null ? null : said(row.state_reason),
    masked,
    written_by: name(row.written_by),
    revisions: revisions.map(r => ({
      revision: r.revision,
      reason: said(r.reason),
      written: plain(Written.parse(r.written)),
      total: r.total === null ? null : Number(r.total),
      grade_label: gradeOf(body, r.grade)?.label ?? null,
      written_by: name(r.written_by),
      written_at: r.written_at,
    })),
  };
}

/** The series of one person, the instrument measured last first. A person is every row that was merged into hers. */
export async function seriesFor(tx: Tx, resident: string, instrument?: string): Promise<Series[]> {
  const { rows: residents } = await rowsOfPerson(tx, resident);
  const rows = await tx.all(
    filtered(tx, { residents, state: ['recorded'], ...(instrument !== undefined && { instrument }) })
      .orderBy('a.assessed_on', 'desc')
      .orderBy('a.id', 'desc')
      .limit(500),
  );
  const bodies = await bodiesOf(tx, rows);
  const list = rows.map(r => presentRow(tx.actor, r, bodies));
  return [...Map.groupBy(list, r => r.instrument)].map(([code, measured]) =>
    seriesOf(new Map(measured.map(m => [m.version, bodies.get(code, m.version)])), measured, tx.today),
  );
}

const KEPT = 500;

/** What the phone may use: the platform's instruments and the county's, with the versions its own records name. */
async function fieldInstruments(tx: Tx): Promise<FieldInstrument[]> {
  const own = await tx.all(
    q
      .selectFrom('app.instruments as i')
      .select(['i.code', 'i.version', 'i.body', 'i.state'])
      .where('i.county_id', '=', tx.county)
      .where('i.state', 'in', ['published', 'superseded', 'retired'])
      .orderBy('i.title')
      .orderBy('i.version', 'desc'),
  );
  const bodies = await bodiesOf(
    tx,
    own.map(r => ({ instrument: r.code, version: r.version })),
  );
  return [
    ...SEEDED.map(s => ({ ...s, usable: true })),
    ...own.map(r => ({ code: r.code, version: r.version, usable: r.state === 'published', body: bodies.get(r.code, r.version) })),
  ];
}

/** Her own records with their answers, and the figures of the people she is responsible for. */
async function fieldAssessments(tx: Tx, after: number) {
  const rows = await tx.all(
    assessmentRows(tx)
      .select(['a.answers', 'a.co_worker_ids', 'a.remark', 'a.late_reason'])
      .where(e => e.or([e('a.worker_id', '=', tx.actor.account), e('r.worker_id', '=', tx.actor.account)]))
      .$if(after > 0, b =>
        b.where(
          sql<boolean>`exists (select from app.ledger l where l.county_id = ${tx.county} and l.id in (a.changed_by, r.changed_by) and l.seq > ${after})`,
        ),
      )
      .orderBy('a.assessed_on', 'desc')
      .orderBy('a.id', 'desc')
      .limit(KEPT),
  );
  const bodies = await bodiesOf(tx, rows);
  return rows.map(r => ({
    ...presentRow(tx.actor, r, bodies),
    written: r.worker_id === tx.actor.account ? writtenOf(r) : null,
  }));
}

/** Everything (`after` 0), or what changed since that number; instruments are always whole. */
export async function fieldPart(tx: Tx, after: number): Promise<z.input<typeof field.answer>> {
  const [head, late_days, instruments, assessments] = await Promise.all([
    headOf(tx),
    lateDays(tx),
    fieldInstruments(tx),
    fieldAssessments(tx, after),
  ]);
  return { head, late_days, instruments, assessments };
}
