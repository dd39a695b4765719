// One activity in full: its papers with every revision, people, pictures, answers, what it lacks. Who sees people masked gets no names and
// no pictures. Serves K5, K5b.

import { loadRecords, recordsOf, reviewsOf, textsOf } from '#domain/records/rows.service.ts';
import { maskName } from '#kernel/masks.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesNames } from './activities.policy.ts';
import {
  type ActivityFull,
  type Attendance,
  missingOf,
  type Paper,
  type Photo,
  PLAN,
  resultOf,
  SUMMARY,
  SummaryContent,
} from './activities.ts';
import { type PhotoColumns, photosOf } from './photos.service.ts';
import { answersOf, figuresOf, listedActivity, nameOf, presentRow, type SignedRow, signedRows, twinsIn } from './read.service.ts';
import { aboutOf } from './rows.service.ts';

const presentSigned = (r: SignedRow, masked: boolean): Attendance => {
  const name = nameOf(r);
  return {
    id: r.id,
    revision: r.revision,
    how: r.how as Attendance['how'],
    resident: masked ? null : r.resident_id,
    name: masked && name !== null ? maskName(name) : name,
    sex: r.sex as Attendance['sex'],
    age_group: r.age_group as Attendance['age_group'],
    village: r.village_code,
    phone_end: masked ? null : r.phone_end,
    people: r.people,
    sheet: masked ? null : r.sheet_hash,
    remark: masked ? null : r.remark,
    volunteer: r.volunteer,
    by_other: r.by_other,
    signed_at: r.signed_at,
    struck_because: masked ? null : r.struck_because,
  };
};
const presentPhoto = (p: PhotoColumns, masked: boolean): Photo => ({
  id: p.id,
  revision: p.revision,
  hash: masked ? null : p.hash,
  shows: p.shows as Photo['shows'],
  consent: p.consent as Photo['consent'],
  caption: p.caption,
});

/** The papers of an activity: plan, and the summary that stands. */
async function papersOf(tx: Tx, id: string): Promise<{ plan: Paper; summary: Paper | null }> {
  const records = await recordsOf(tx, id, [PLAN.kind, SUMMARY.kind]);
  const ids = records.map(r => r.id);
  const [loaded, texts, reviews] = await Promise.all([loadRecords(tx, ids), textsOf(tx, ids), reviewsOf(tx, ids)]);
  const papers = records.map((record, i) => ({
    record,
    about: loaded[i]!.about,
    texts: texts.get(record.id) ?? [],
    reviews: reviews.get(record.id) ?? [],
  }));
  return {
    plan: papers.find(p => p.record.kind === PLAN.kind)!,
    summary: papers.find(p => p.record.kind === SUMMARY.kind && p.record.state !== 'withdrawn') ?? null,
  };
}

const people = async (tx: Tx, table: 'app.staff' | 'app.residents', ids: readonly string[]) =>
  ids.length === 0
    ? []
    : tx.all(
        q
          .selectFrom(table)
          .select(['id', 'name'])
          .where('county_id', '=', tx.county)
          .where('id', 'in', [...ids]),
      );

/** The activity that is meant: by its own id, or by that of a signature, which is what evidence names. */
async function activityIdOf(tx: Tx, any: string): Promise<string> {
  const signed = await tx.first(
    q.selectFrom('app.activity_attendances').select('activity_id').where('county_id', '=', tx.county).where('id', '=', any),
  );
  return signed?.activity_id ?? any;
}

/** One activity. @throws AppError `not_found` when there is none within reach */
export async function readActivity(tx: Tx, any: string): Promise<ActivityFull> {
  const id = await activityIdOf(tx, any);
  const row = await listedActivity(tx, id);
  const masked = !seesNames(tx.actor, row.station_id);
  const [papers, signed, photos, answers, station, co] = await Promise.all([
    papersOf(tx, id),
    signedRows(tx, [id]),
    photosOf(tx, id),
    answersOf(tx, id),
    tx.first(
      q.selectFrom('app.stations').select('name').where('county_id', '=', tx.county).where('station_id', '=', row.station_id),
    ),
    people(tx, 'app.staff', row.co_worker_ids),
  ]);
  const summary = papers.summary?.texts[0] && SummaryContent.parse(papers.summary.texts[0].content);
  const named = await people(tx, 'app.residents', [...new Set(summary?.needs.flatMap(n => n.resident ?? []) ?? [])]);
  const twins = twinsIn(signed);
  const missing = missingOf({
    ...row,
    people: figuresOf(signed).times,
    twins: twins.length,
    photos: photos.map(p => p.shows as Photo['shows']),
    answers: answers.length,
  });
  return {
    ...presentRow(row),
    station_name: station?.name ?? '',
    planned_start: row.planned_start,
    planned_end: row.planned_end,
    held_start: row.held_start,
    held_end: row.held_end,
    archived_on: row.archived_on,
    cancelled_on: row.cancelled_on,
    cancelled_because: row.cancelled_because,
    partners: row.partners,
    co_workers: row.co_worker_ids.map(who => ({ id: who, name: co.find(c => c.id === who)?.name ?? '' })),
    masked,
    about: aboutOf(row),
    ...papers,
    attendance: signed.map(r => presentSigned(r, masked)),
    twins: twins.map(([a, b]) => [a.id, b.id]),
    photos: photos.map(p => presentPhoto(p, masked)),
    satisfaction: resultOf(answers.map(a => a.scores)),
    words: masked ? [] : answers.flatMap(a => a.words ?? []),
    missing,
    named: named.map(n => ({ id: n.id, name: masked ? maskName(n.name) : n.name })),
  };
}
