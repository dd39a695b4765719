// Reading groups: the list, one group with everything, the phone's part. Who sees people masked reads no name, phone, photo or signature in
// any of it. Serves K4–K4c.

import type { z } from 'zod';
import { loadRecords, recordsOf, reviewsOf, textsOf } from '#domain/records/rows.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { seesNames } from './groups.policy.ts';
import {
  type Attendance,
  counts,
  type Filters,
  type FormRead,
  type field,
  type GroupFull,
  type GroupRow,
  groupGaps,
  type Mark,
  PlanContent,
  type SessionRow,
} from './groups.ts';
import { type MemberColumns, membersOf, presentMember } from './members.service.ts';
import { type FactsRow, factsOf, groupFacts, mayRun, presentGroup } from './rows.service.ts';
import { type SessionColumns, sessionsOf } from './sessions.service.ts';

/** The groups under these filters, the latest first; the ledger asks the same. */
const filtered = (county: number, f: Filters) => sql<FactsRow>`select * from (${groupFacts(county)}) g where true
  ${f.station === undefined ? sql`` : sql`and g.station_id = ${f.station}::int`}
  ${f.lead === undefined ? sql`` : sql`and g.lead_id = ${f.lead}::uuid`}
  ${f.kind === undefined ? sql`` : sql`and g.kind = any(${f.kind}::text[])`}
  ${f.stage === undefined ? sql`` : sql`and g.stage = any(${f.stage}::text[])`}
  ${f.from === undefined ? sql`` : sql`and g.to_on >= ${f.from}::date`}
  ${f.to === undefined ? sql`` : sql`and g.from_on <= ${f.to}::date`}`;

function afterRow(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of the list. */
export async function listGroups(
  tx: Tx,
  { cursor, limit, ...f }: Filters & { cursor?: string; limit: number },
): Promise<{ rows: GroupRow[]; next: string | null }> {
  const after = cursor === undefined ? null : afterRow(cursor);
  const rows = await tx.all(
    sql<FactsRow>`${filtered(tx.county, f)} ${after ? sql`and (g.from_on, g.id) < (${after[0]}::date, ${after[1]}::uuid)` : sql``}
      order by g.from_on desc, g.id desc limit ${limit + 1}`.compile(q),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page.map(presentGroup), next: rows.length > limit && last ? `${last.from_on}.${last.id}` : null };
}

/** All groups under these filters, the earliest first. */
export const allGroups = async (tx: Tx, f: Filters): Promise<GroupRow[]> =>
  (await tx.all(sql<FactsRow>`${filtered(tx.county, f)} order by g.from_on, g.id`.compile(q))).map(presentGroup);

/** The group that an id belongs to: its own, one of its sessions' or of an attendance. @throws AppError `not_found` */
async function groupIdOf(tx: Tx, id: string): Promise<string> {
  const row = await tx.first(
    sql<{ id: string }>`select g.id from app.groups g where g.county_id = ${tx.county} and g.id = ${id}::uuid
      union all select s.group_id from app.group_sessions s where s.county_id = ${tx.county} and s.id = ${id}::uuid
      union all select a.group_id from app.group_attendances a where a.county_id = ${tx.county} and a.id = ${id}::uuid limit 1`.compile(
      q,
    ),
  );
  if (!row) throw new AppError('not_found');
  return row.id;
}

type Seat = Attendance & { person: string };
const seatsOf = async (tx: Tx, groups: readonly string[]): Promise<(Seat & { group: string })[]> =>
  groups.length === 0
    ? []
    : tx.all(
        sql<
          Seat & { group: string }
        >`select a.group_id as "group", a.session_id as session, a.member_id as member, a.status, a.how, a.signed_for, a.note,
          coalesce(r.merged_into, m.resident_id, m.id) as person
        from app.group_attendances a
          join app.group_members m on m.county_id = ${tx.county} and m.id = a.member_id
          left join app.residents r on r.county_id = ${tx.county} and r.id = m.resident_id
        where a.county_id = ${tx.county} and a.group_id = any(${[...groups]}::uuid[]) order by a.session_id, a.member_id`.compile(
          q,
        ),
      );
const presentSeat = ({ session, member, status, how, signed_for, note }: Seat): Attendance => ({
  session,
  member,
  status,
  how,
  signed_for,
  note,
});

const presentSession = (
  s: SessionColumns,
  records: ReadonlyMap<string, Pick<FormRead, 'state'>>,
  named: boolean,
): SessionRow => ({
  id: s.id,
  revision: s.revision,
  no: s.no,
  topic: s.topic,
  goal: s.goal,
  planned_on: s.planned_on,
  started_at: s.started_at,
  place: s.place,
  moves: s.moves as SessionRow['moves'],
  state: s.state as SessionRow['state'],
  held_on: s.held_on,
  how: s.how as SessionRow['how'],
  counted: s.counted,
  paper: named ? s.paper_hashes : [],
  dropped_reason: s.dropped_reason,
  record: s.record_id,
  record_state: (s.record_id && records.get(s.record_id)?.state) || null,
});

/** A value with every member's name masked wherever it stands in a text. */
function maskedIn<T>(value: T, members: readonly MemberColumns[]): T {
  let text = JSON.stringify(value);
  // The longest first: 王小 within 王小花 must not leave 花 behind.
  for (const { name } of [...members].sort((a, b) => b.name.length - a.name.length))
    text = text.replaceAll(JSON.stringify(name).slice(1, -1), maskName(name));
  return JSON.parse(text) as T;
}

/** Every form of a group with its texts and reviews; for who may not know people: names masked, no file, no signature. */
async function formsOf(tx: Tx, group: string, members: readonly MemberColumns[], named: boolean): Promise<FormRead[]> {
  const rows = await recordsOf(tx, group);
  const ids = rows.map(r => r.id);
  if (ids.length === 0) return [];
  const [texts, reviews, about] = await Promise.all([textsOf(tx, ids), reviewsOf(tx, ids), loadRecords(tx, ids)]);
  const forms = rows.map((r, i) => ({
    ...r,
    texts: texts.get(r.id) ?? [],
    reviews: reviews.get(r.id) ?? [],
    about: about[i]!.about,
  }));
  if (named) return forms;
  return maskedIn(forms, members).map(f => ({ ...f, texts: f.texts.map(t => ({ ...t, files: [], signatures: [] })) }));
}

const namesOf = async (tx: Tx, ids: readonly string[]): Promise<string[]> =>
  ids.length === 0
    ? []
    : (
        await tx.all(
          q
            .selectFrom('app.staff')
            .select('name')
            .where('county_id', '=', tx.county)
            .where('id', 'in', [...ids])
            .orderBy('name'),
        )
      ).map(r => r.name);

/** One group in full. */
export async function readGroup(c: Context, any: string): Promise<GroupFull> {
  const { tx } = c;
  const facts = await factsOf(tx, await groupIdOf(tx, any));
  const named = seesNames(tx.actor, facts.station_id);
  const [members, sessions, seats, co_worker_names] = await Promise.all([
    membersOf(tx, facts.id),
    sessionsOf(tx, facts.id),
    seatsOf(tx, [facts.id]),
    namesOf(tx, facts.co_worker_ids),
  ]);
  const forms = await formsOf(tx, facts.id, members, named);
  const byId = new Map(forms.map(f => [f.id, f]));
  const rows = sessions.map(s => presentSession(s, byId, named));
  const held = new Set(rows.filter(s => s.state === 'held').map(s => s.id));
  const marks: Mark[] = seats.filter(s => held.has(s.session));
  const signed = Map.groupBy(seats, s => s.session);
  const full = {
    ...presentGroup(facts),
    co_worker_names,
    masked: !named,
    member_rows: members.map(m => presentMember(c, m, named)),
    sessions: rows,
    attendance: seats.map(presentSeat),
    forms,
    figures: { sessions: held.size, ...counts(marks) },
    gaps: groupGaps({
      plan: facts.plan,
      summary: facts.summary,
      archived: facts.ended === 'archived',
      sessions: rows.map(s => ({
        id: s.id,
        no: s.no,
        state: s.state,
        record: s.record_state,
        signed: signed.get(s.id)?.length ?? 0,
      })),
    }),
  };
  if (named) return full;
  const plain = { sessions: full.sessions, attendance: full.attendance, ended_reason: full.ended_reason };
  return { ...full, ...maskedIn(plain, members) };
}

/** The phone's part: the worker's groups that are not ended. */
export async function fieldPart(c: Context): Promise<z.input<typeof field.answer>> {
  const { tx } = c;
  const mine = await tx.all(
    sql<FactsRow>`select * from (${groupFacts(tx.county)}) g where g.ended is null and (g.lead_id = ${tx.actor.account}::uuid
      or ${tx.actor.account}::uuid = any(g.co_worker_ids)) order by g.from_on, g.id limit 40`.compile(q),
  );
  const seats = await seatsOf(
    tx,
    mine.map(g => g.id),
  );
  const groups = await Promise.all(
    mine.map(async g => {
      const [members, sessions, records] = await Promise.all([membersOf(tx, g.id), sessionsOf(tx, g.id), recordsOf(tx, g.id)]);
      const plan = records.findLast(r => r.kind === 'groups.plan' && r.state !== 'withdrawn');
      const content = plan ? PlanContent.safeParse((await textsOf(tx, [plan.id])).get(plan.id)?.[0]?.content) : null;
      return {
        id: g.id,
        name: g.name,
        station: g.station_id,
        stage: g.stage,
        place: g.place,
        ready: mayRun(g),
        goals: content?.success ? content.data.goals.map(({ key, words }) => ({ key, words })) : [],
        members: members
          .map(m => presentMember(c, m, true))
          .map(({ id, name, state, joined_on, left_on }) => ({ id, name, state, joined_on, left_on })),
        sessions: sessions.map(s => presentSession(s, new Map(records.map(r => [r.id, r])), true)),
        attendance: seats.filter(s => s.group === g.id).map(presentSeat),
      };
    }),
  );
  return { groups };
}
