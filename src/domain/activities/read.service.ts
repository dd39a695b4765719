// Reading activities: the list, one in full with its people, pictures and answers, a year's themes, what the phone keeps. Serves K5, K5b.

import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import {
  type ActivityRow,
  type Filters,
  likelyTwins,
  type Missing,
  missingOf,
  type Scores,
  type SHOWS,
  stageOf,
  type Tally,
  type Theme,
  tallyOf,
} from './activities.ts';
import type { AttendanceColumns } from './attendance.service.ts';
import { photosOf } from './photos.service.ts';
import { activityRows, type Found, stageSql, tallySql } from './rows.service.ts';

type TallyColumns = Omit<Tally, 'times'>;
export type Listed = Found & TallyColumns & { answers: number; worker_name: string | null };

const rows = (tx: Tx) => {
  const { named, counted, volunteers, signatures } = tallySql(tx.county);
  return activityRows(tx)
    .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'a.worker_id'))
    .select([
      's.name as worker_name',
      named.as('named'),
      counted.as('counted'),
      volunteers.as('volunteers'),
      signatures.as('signatures'),
      sql<number>`(select count(*)::int from app.satisfaction_answers f where f.county_id = ${tx.county} and f.subject_id = a.id)`.as(
        'answers',
      ),
    ]);
};

/** The list under its filters, the latest first; the ledger uses the same. */
export const filtered = (tx: Tx, f: Filters) =>
  rows(tx)
    .$if(f.station !== undefined, b => b.where('a.station_id', '=', f.station!))
    .$if(f.from !== undefined, b => b.where(sql<boolean>`coalesce(a.held_on, a.planned_on) >= ${f.from}::date`))
    .$if(f.to !== undefined, b => b.where(sql<boolean>`coalesce(a.held_on, a.planned_on) <= ${f.to}::date`))
    .$if(f.theme !== undefined, b => b.where(sql<boolean>`a.themes && ${f.theme as string[]}::text[]`))
    .$if(f.stage !== undefined, b => b.where(sql<boolean>`${stageSql} = any(${f.stage as string[]}::text[])`));

const tallyFrom = ({ named, counted, volunteers, signatures }: TallyColumns): Tally => ({
  named,
  counted,
  times: named + counted,
  volunteers,
  signatures,
});

export const presentRow = (r: Listed): ActivityRow => ({
  id: r.id,
  revision: r.revision,
  station: r.station_id,
  number: r.number,
  name: r.name,
  themes: r.themes as Theme[],
  planned_on: r.planned_on,
  held_on: r.held_on,
  place: r.place,
  worker: { id: r.worker_id, name: r.worker_name ?? '' },
  stage: stageOf(r),
  expected: r.expected,
  tally: tallyFrom(r),
  answers: r.answers,
});

function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of the list, by the planned day, the latest first. */
export async function listActivities(
  tx: Tx,
  { cursor, limit, ...f }: Filters & { cursor?: string; limit: number },
): Promise<{ rows: ActivityRow[]; next: string | null }> {
  const from = cursor === undefined ? null : after(cursor);
  const found = (await tx.all(
    filtered(tx, f)
      .$if(from !== null, b => b.where(sql<boolean>`(a.planned_on, a.id) < (${from?.[0]}::date, ${from?.[1]}::uuid)`))
      .orderBy('a.planned_on', 'desc')
      .orderBy('a.id', 'desc')
      .limit(sql.lit(limit + 1)),
  )) as Listed[];
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page.map(presentRow), next: found.length > limit && last ? `${last.planned_on}.${last.id}` : null };
}

/** All activities under the list's filters, the oldest first, with the names of their stations: for the ledger. */
export async function ledgerRows(tx: Tx, f: Filters): Promise<{ row: ActivityRow; station_name: string; held: string | null }[]> {
  if (f.station !== undefined && !tx.actor.stations.includes(f.station)) throw new AppError('not_found');
  const [found, stations] = await Promise.all([
    tx.all(filtered(tx, f).orderBy('a.planned_on').orderBy('a.id')) as Promise<Listed[]>,
    tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county)),
  ]);
  const names = new Map(stations.map(s => [s.station_id, s.name]));
  return found.map(r => ({
    row: presentRow(r),
    station_name: names.get(r.station_id) ?? '',
    held: r.held_start && r.held_end ? `${r.held_start}–${r.held_end}` : null,
  }));
}

export const listedActivity = async (tx: Tx, id: string): Promise<Listed> => {
  const row = (await tx.first(rows(tx).where('a.id', '=', id))) as Listed | undefined;
  if (!row) throw new AppError('not_found');
  return row;
};

export type SignedRow = AttendanceColumns & { resident_name: string | null; merged_into: string | null };
/** Signatures and counts of some activities, the earliest first. */
export const signedRows = (tx: Tx, activities: readonly string[]): Promise<SignedRow[]> =>
  activities.length === 0
    ? Promise.resolve([])
    : tx.all(
        q
          .selectFrom('app.activity_attendances as t')
          .leftJoin('app.residents as r', j => j.on('r.county_id', '=', tx.county).onRef('r.id', '=', 't.resident_id'))
          .selectAll('t')
          .select(['r.name as resident_name', 'r.merged_into'])
          .where('t.county_id', '=', tx.county)
          .where('t.activity_id', 'in', [...activities])
          .orderBy('t.signed_at')
          .orderBy('t.id'),
      );

/** The name somebody goes by in an attendance; of a person who has moved away what she signed. */
export const nameOf = (r: Pick<SignedRow, 'resident_name' | 'name' | 'how'>): string | null =>
  r.how === 'count' ? null : (r.resident_name ?? r.name ?? '已不在本站');

/** Pairs that may be the same person, among those that stand. */
export const twinsIn = (signed: readonly SignedRow[]): [SignedRow, SignedRow][] =>
  likelyTwins(
    signed
      .filter(r => r.struck_because === null && r.person !== null)
      .map(r => ({
        row: r,
        id: r.id,
        name: nameOf(r) ?? '',
        village: r.village_code,
        phone_end: r.phone_end,
        person: r.merged_into ?? r.person!,
      })),
  ).map(([a, b]) => [a.row, b.row]);

/** The figures of some attendance rows. */
export const figuresOf = (signed: readonly SignedRow[]): Tally =>
  tallyOf(
    signed.map(r => ({
      how: r.how as 'qr' | 'list' | 'count',
      person: r.merged_into ?? r.person,
      people: r.people,
      struck: r.struck_because !== null,
      volunteer: r.volunteer,
    })),
  );

export const answersOf = (tx: Tx, activity: string): Promise<{ scores: Scores; words: string | null }[]> =>
  tx.all(
    q
      .selectFrom('app.satisfaction_answers')
      .select(['scores', 'words'])
      .where('county_id', '=', tx.county)
      .where('subject_id', '=', activity)
      .orderBy('answered_on')
      .orderBy('id'),
  ) as Promise<{ scores: Scores; words: string | null }[]>;

/** What an activity still lacks. */
export async function gapsOf(tx: Tx, row: Found): Promise<Missing[]> {
  const [signed, photos, answers] = await Promise.all([signedRows(tx, [row.id]), photosOf(tx, row.id), answersOf(tx, row.id)]);
  return missingOf({
    plan: row.plan,
    summary: row.summary,
    held_on: row.held_on,
    archived_on: row.archived_on,
    cancelled_on: row.cancelled_on,
    people: figuresOf(signed).times,
    twins: twinsIn(signed).length,
    photos: photos.map(p => p.shows as keyof typeof SHOWS),
    answers: answers.length,
  });
}
