// Sessions: planned with the plan, moved or dropped with a reason, held when the roll is called. Serves K4b, K4c.

import type { Insertable, Selectable } from 'kysely';
import type { z } from 'zod';
import { AppError, type Issue } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import {
  belongsOn,
  type Entry,
  type moveSession,
  type PlanContent,
  type Roll,
  rollOver,
  type Status,
  type Way,
} from './groups.ts';
import { type MemberColumns, membersOf } from './members.service.ts';
import { groupFor, mayRun, stale } from './rows.service.ts';

export type SessionColumns = Selectable<DB['app.group_sessions']>;
type Saved = { station: number; revision: number };

/** Sessions of a group in order. */
export const sessionsOf = (tx: Tx, group: string): Promise<SessionColumns[]> =>
  tx.all(
    q
      .selectFrom('app.group_sessions')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('group_id', '=', group)
      .orderBy('no')
      .orderBy('id'),
  );

/** @throws AppError `not_found` */
export async function loadSession(tx: Tx, id: string): Promise<SessionColumns> {
  const row = await tx.first(
    q.selectFrom('app.group_sessions').selectAll().where('county_id', '=', tx.county).where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  return row;
}

/** Changes a session as it was seen. @throws AppError `stale` */
export async function saveSession(
  tx: Tx,
  row: SessionColumns,
  values: Partial<Insertable<DB['app.group_sessions']>>,
): Promise<number> {
  const revision = row.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.group_sessions')
      .set({ ...values, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision),
  );
  if (changed === 0) throw stale(await loadSession(tx, row.id));
  return revision;
}

/** Brings the sessions in line with a plan: new ones are added, planned ones follow it, those it no longer names are dropped. Held ones stay. */
export async function followPlan(tx: Tx, group: { id: string; station_id: number }, plan: PlanContent): Promise<void> {
  const known = new Map((await sessionsOf(tx, group.id)).map(s => [s.id, s]));
  for (const s of plan.sessions) {
    const row = known.get(s.id);
    const values = {
      no: s.no,
      topic: s.topic,
      goal: s.goal,
      planned_on: s.planned_on,
      started_at: s.started_at ?? null,
      place: s.place ?? null,
    };
    if (!row)
      await tx.run(
        q.insertInto('app.group_sessions').values({
          county_id: tx.county,
          id: s.id,
          station_id: group.station_id,
          group_id: group.id,
          ...values,
          changed_by: tx.changedBy,
        }),
      );
    // What was moved since stays where it was moved to; what the plan leaves as it is keeps its revision, so that a roll on its way still fits.
    else if (row.state === 'planned') {
      const { no, topic, goal, ...day } = values;
      const wanted = (row.moves as unknown[]).length > 0 ? { no, topic, goal } : { no, topic, goal, ...day };
      if (Object.entries(wanted).some(([key, value]) => Reflect.get(row, key) !== value)) await saveSession(tx, row, wanted);
    }
    known.delete(s.id);
  }
  for (const row of known.values())
    if (row.state === 'planned') await saveSession(tx, row, { state: 'dropped', dropped_reason: '计划书修改后不再安排' });
}

/** Another day, or none; the day it had is kept. */
export async function moveOne(tx: Tx, input: z.output<typeof moveSession.input>): Promise<Saved> {
  const row = await loadSession(tx, input.id);
  const group = await groupFor(tx, row.group_id, may['groups.move_session']);
  if (row.state === 'held') throw new AppError('session_held');
  if (row.revision !== input.revision) throw stale(row);
  const { to, reason } = input;
  const move = { from: row.planned_on, to: to?.planned_on ?? null, reason, at: tx.now.toISOString() };
  const values = to
    ? {
        state: 'planned',
        planned_on: to.planned_on,
        started_at: to.started_at ?? row.started_at,
        place: to.place ?? row.place,
        dropped_reason: null,
      }
    : { state: 'dropped', dropped_reason: reason };
  const revision = await saveSession(tx, row, { ...values, moves: JSON.stringify([...(row.moves as unknown[]), move]) });
  return { station: group.station_id, revision };
}

/** Who is on the roll must belong to the group on that day. */
function mustBelong(members: readonly MemberColumns[], entries: readonly Entry[], day: string): void {
  const byId = new Map(members.map(m => [m.id, m]));
  const issues = entries.flatMap((e, i): Issue[] => {
    const m = byId.get(e.member);
    if (!m) return [{ path: `entries.${i}.member`, message: '名单里没有这位组员，请刷新后重新点名。' }];
    return belongsOn(m, day)
      ? []
      : [{ path: `entries.${i}.member`, message: `第 ${i + 1} 位当天不是组员（候补、未入组或已离开），请核对。` }];
  });
  if (issues.length) throw new AppError('invalid', { issues });
}

async function mustBeSent(tx: Tx, station: number, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  const rows = await tx.all(
    q
      .selectFrom('app.files')
      .select('hash')
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where('hash', 'in', [...hashes]),
  );
  if (rows.length < new Set(hashes).size) throw new AppError('file_not_sent');
}

const addGuests = (tx: Tx, row: SessionColumns, input: Roll): Promise<number> =>
  tx.run(
    q.insertInto('app.group_members').values(
      input.guests.map(g => ({
        county_id: tx.county,
        id: g.id,
        station_id: row.station_id,
        group_id: row.group_id,
        name: g.name,
        sex: g.sex ?? null,
        born_year: g.born_year ?? null,
        state: 'guest',
        joined_on: input.held_on,
        changed_by: tx.changedBy,
      })),
    ),
  );

export const attendanceOf = (tx: Tx, session: string) =>
  tx.all(
    q
      .selectFrom('app.group_attendances')
      .select(['member_id', 'status', 'how'])
      .where('county_id', '=', tx.county)
      .where('session_id', '=', session),
  );

/** Writes statuses; who has one already gets the new one, so that nobody is counted twice in a session. */
export async function writeStatuses(tx: Tx, row: SessionColumns, entries: readonly Entry[], how: Way): Promise<void> {
  if (entries.length === 0) return;
  const by = how === 'qr' ? null : tx.actor.account;
  await tx.run(
    q
      .insertInto('app.group_attendances')
      .values(
        entries.map(e => ({
          county_id: tx.county,
          session_id: row.id,
          member_id: e.member,
          id: newId(tx.now.getTime()),
          station_id: row.station_id,
          group_id: row.group_id,
          status: e.status,
          how,
          signed_for: e.signed_for,
          note: e.note ?? null,
          recorded_by: by,
          recorded_at: tx.now.toISOString(),
          changed_by: tx.changedBy,
        })),
      )
      .onConflict(c =>
        c.constraint('group_attendances_pk').doUpdateSet({
          status: sql`excluded.status`,
          // Who signed in by himself and is only confirmed keeps that way of signing in.
          how: sql`case when group_attendances.status = excluded.status then group_attendances.how else excluded.how end`,
          signed_for: sql`excluded.signed_for`,
          note: sql`excluded.note`,
          recorded_by: sql`excluded.recorded_by`,
          recorded_at: sql`excluded.recorded_at`,
          changed_by: sql`excluded.changed_by`,
        }),
      ),
  );
}

/** Calls the roll: the session was held that day, and these were there. Sent again with the session's revision it corrects. */
export async function callRoll(tx: Tx, input: Roll): Promise<Saved> {
  const row = await loadSession(tx, input.session);
  const group = await groupFor(tx, row.group_id, may['groups.roll_call']);
  if (row.state === 'dropped') throw new AppError('session_dropped');
  if (!mayRun(group)) throw new AppError('plan_not_approved');
  if (row.revision !== input.revision) throw stale(row);
  if (input.held_on > tx.today) throw new AppError('invalid', { issues: [{ path: 'held_on', message: '日期不能晚于今天。' }] });
  const [members, kept] = await Promise.all([
    membersOf(tx, row.group_id),
    attendanceOf(tx, row.id),
    mustBeSent(tx, row.station_id, input.paper),
  ]);
  mustBelong(members, input.entries, input.held_on);
  const first = row.state === 'planned';
  const known = kept.map(k => ({ member: k.member_id, status: k.status as Status, how: k.how as Way }));
  if (input.guests.length) await addGuests(tx, row, input);
  const guests = input.guests.map(g => ({ member: g.id, status: 'present' as const, signed_for: false }));
  await writeStatuses(tx, row, [...rollOver(known, input.entries, first), ...guests], input.how);
  const revision = await saveSession(tx, row, {
    state: 'held',
    held_on: input.held_on,
    started_at: input.started_at ?? row.started_at,
    how: input.how,
    counted: input.counted ?? null,
    paper_hashes: input.paper,
  });
  return { station: group.station_id, revision };
}
