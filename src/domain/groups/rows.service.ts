// A group's facts as rows: its stage, numbers and states, computed from its records, members, sessions and attendances in one statement that
// list, single group, ledger and measures share. Serves K4–K4c.

import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q, type RawBuilder, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { AboutGroup } from './groups.policy.ts';
import type { GroupRow } from './groups.ts';

/** One row of `groupFacts`. */
export type FactsRow = {
  id: string;
  revision: number;
  no: string;
  station_id: number;
  station_name: string;
  name: string;
  kind: GroupRow['kind'];
  openness: GroupRow['openness'];
  stage: GroupRow['stage'];
  planned_sessions: number;
  planned_members: number;
  from_on: string;
  to_on: string;
  place: string;
  lead_id: string;
  lead_name: string | null;
  co_worker_ids: string[];
  members: number;
  waiting: number;
  held: number;
  attendances: number;
  people: number;
  begun_on: string | null;
  plan: GroupRow['plan'];
  summary: GroupRow['summary'];
  complete: boolean;
  ended: AboutGroup['ended'];
  ended_on: string | null;
  ended_reason: string | null;
};

const CAME = sql`('present', 'late')`;

/**
 * A SELECT of every group of a county with its facts. Who attended is told apart by person: of people on file by the row that stands for
 * them, so that a merge does not count one person twice.
 */
export function groupFacts(county: number): RawBuilder<FactsRow> {
  const form = (
    kind: string,
  ) => sql`left join lateral (select r.state from app.records r where r.county_id = ${county} and r.of_id = g.id
      and r.kind = ${sql.lit(kind)} and r.state <> 'withdrawn' order by r.received_at desc, r.id desc limit 1)`;
  return sql<FactsRow>`select f.*,
      case when f.ended is not null then f.ended
        when f.summary in ('submitted', 'approved') then 'summarised'
        when f.held > 0 and f.open = 0 then 'finished'
        when f.held > 0 then 'running'
        when f.plan = 'approved' and f.members > 0 then 'recruiting'
        when f.plan = 'approved' then 'approved'
        when f.plan = 'submitted' then 'submitted'
        else 'draft' end as stage,
      coalesce(f.ended = 'archived' and f.plan = 'approved' and f.summary = 'approved' and f.open = 0 and f.held > 0
        and f.held = f.documented, false) as complete
    from (
      select g.id, g.revision, g.no, g.station_id, st.name as station_name, g.name, g.kind, g.openness, g.planned_sessions, g.planned_members,
        g.from_on, g.to_on, g.place, g.lead_id, w.name as lead_name, g.co_worker_ids, g.ended, g.ended_on, g.ended_reason,
        p.state as plan, z.state as summary, m.members, m.waiting, s.held, s.open, s.documented, s.begun_on,
        coalesce(a.attendances, 0)::int as attendances, coalesce(a.people, 0)::int as people
      from app.groups g
        join app.stations st on st.county_id = ${county} and st.station_id = g.station_id
        left join app.staff w on w.county_id = ${county} and w.id = g.lead_id
        ${form('groups.plan')} p on true
        ${form('groups.summary')} z on true
        cross join lateral (select count(*) filter (where m.state in ('joined', 'guest'))::int as members,
            count(*) filter (where m.state = 'waiting')::int as waiting
          from app.group_members m where m.county_id = ${county} and m.group_id = g.id) m
        cross join lateral (select count(*) filter (where s.state = 'held')::int as held, count(*) filter (where s.state = 'planned')::int as open,
            min(s.held_on) as begun_on,
            count(*) filter (where s.state = 'held' and exists (select from app.records r where r.county_id = ${county} and r.id = s.record_id and r.state = 'approved')
              and exists (select from app.group_attendances x where x.county_id = ${county} and x.session_id = s.id))::int as documented
          from app.group_sessions s where s.county_id = ${county} and s.group_id = g.id) s
        left join lateral (select count(*)::int as attendances, count(distinct coalesce(r.merged_into, m.resident_id, m.id))::int as people
          from app.group_attendances a
            join app.group_sessions s on s.county_id = ${county} and s.id = a.session_id and s.state = 'held'
            join app.group_members m on m.county_id = ${county} and m.id = a.member_id
            left join app.residents r on r.county_id = ${county} and r.id = m.resident_id
          where a.county_id = ${county} and a.group_id = g.id and a.status in ${CAME}) a on true
      where g.county_id = ${county}
    ) f`;
}

/** A group of a list. */
export const presentGroup = (r: FactsRow): GroupRow => ({
  id: r.id,
  revision: r.revision,
  no: r.no,
  station: r.station_id,
  station_name: r.station_name,
  name: r.name,
  kind: r.kind,
  openness: r.openness,
  stage: r.stage,
  planned_sessions: r.planned_sessions,
  planned_members: r.planned_members,
  from_on: r.from_on,
  to_on: r.to_on,
  place: r.place,
  lead: r.lead_id,
  lead_name: r.lead_name ?? '',
  co_workers: r.co_worker_ids,
  members: r.members,
  waiting: r.waiting,
  held: r.held,
  attendances: r.attendances,
  people: r.people,
  plan: r.plan,
  summary: r.summary,
  complete: r.complete,
  ended_on: r.ended_on,
  ended_reason: r.ended_reason,
});

/** One group with its facts. @throws AppError `not_found` for one out of reach */
export async function factsOf(tx: Tx, id: string): Promise<FactsRow> {
  const row = await tx.first(sql<FactsRow>`select * from (${groupFacts(tx.county)}) g where g.id = ${id}::uuid`.compile(q));
  if (!row) throw new AppError('not_found');
  return row;
}

const aboutGroup = (r: Pick<FactsRow, 'station_id' | 'lead_id' | 'co_worker_ids' | 'ended'>): AboutGroup => ({
  station: r.station_id,
  lead: r.lead_id,
  co_workers: r.co_worker_ids,
  ended: r.ended,
});

/** The group, for somebody who may do this with it. @throws AppError `not_found`, or the refusal of the rule */
export async function groupFor(tx: Tx, id: string, rule: Rule<AboutGroup>): Promise<FactsRow> {
  const row = await factsOf(tx, id);
  const refused = refusal(rule, tx.actor, aboutGroup(row));
  if (refused) throw new AppError(refused);
  return row;
}

/** A group may run when its plan was approved; one that has begun goes on while its plan is being corrected. */
export const mayRun = (g: Pick<FactsRow, 'plan' | 'held'>): boolean => g.plan === 'approved' || g.held > 0;

/** Somebody was quicker. */
export const stale = (row: { id: string; revision: number }): AppError =>
  new AppError('stale', { current: { id: row.id, revision: row.revision } });
