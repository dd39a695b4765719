// A case's head with what follows from its records: how many of each kind, services, the next agreed day, the stage. One query for the list, one
// case and the commands, so that all of them see the same. Serves K3, K3b.

import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import type { Actor } from '#kernel/roles.ts';
import { q, type RawBuilder, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesName } from './cases.policy.ts';
import {
  type CaseFacts,
  type CaseRow,
  type CloseType,
  type Decision,
  type Halt,
  type HaltReason,
  type Have,
  KIND_CODES,
  type Kind,
  kindCode,
  type Stage,
} from './cases.ts';

export type FoundCase = {
  id: string;
  revision: number;
  station_id: number;
  case_no: string;
  resident_id: string;
  resident_name: string | null;
  worker_id: string;
  worker_name: string | null;
  reopens_id: string | null;
  source: string;
  problem_types: string[];
  urgency: string;
  opened_on: string;
  decision: string;
  halted: string | null;
  halted_on: string | null;
  halted_why: string | null;
  close_type: string | null;
  have: Record<string, [number, number]> | null;
  consent: boolean;
  closed_on: string | null;
  follow_up_on: string | null;
  last_on: string | null;
  waiting: number;
  services: number;
  next_on: string | null;
  stage: string;
  open: boolean;
};

const STANDS = sql`x.state not in ('draft', 'withdrawn')`;
const last = (...kinds: Kind[]) => sql`max(k.last_on) filter (where k.kind = any(${kinds.map(kindCode)}::text[]))`;
const has = (kind: Kind) => sql`f.have ? ${sql.lit(kindCode(kind))}`;

/** The stage in SQL, the same as `stageOf` (a test compares them). */
export const stage = sql`case when c.decision in ('declined', 'referred') then 'declined'
    when ${has('closure')} then case when ${has('follow_up')} then 'follow_up' else 'closed' end
    when not f.consent and c.decision <> 'emergency' then 'intake'
    when ${has('review')} then 'evaluation' when ${has('plan')} then 'intervention' when ${has('assessment')} then 'planning'
    else 'assessment' end`;

/** Cases aliased `c`, with `f` (records) and `v` (services) beside them. */
export const casesWithFacts = (county: number): RawBuilder<unknown> => sql`app.cases c
  left join app.residents r on r.county_id = ${county} and r.id = c.resident_id
  left join app.staff s on s.county_id = ${county} and s.id = c.worker_id
  left join lateral (select coalesce(jsonb_object_agg(k.kind, k.n), '{}') as have, ${last('closure')} as closed_on, ${last('follow_up')} as follow_up_on,
      ${last('session', 'follow_up')} as last_on, coalesce(sum(k.waiting), 0)::int as waiting,
      coalesce(${last('consent')} > coalesce(c.consent_withdrawn_on, '1900-01-01'::date), false) as consent
    from (select x.kind, jsonb_build_array(count(*), count(*) filter (where x.state = 'approved')) as n, max(x.occurred_on) as last_on,
        count(*) filter (where x.state = 'submitted') as waiting
      from app.records x where x.county_id = ${county} and x.of_id = c.id and ${STANDS} group by x.kind) k) f on true
  left join lateral (select (count(*) filter (where w.met))::int as services,
      (array_agg(w.next_on order by x.occurred_on desc, x.id desc))[1] as next_on
    from app.case_services w join app.records x on x.county_id = ${county} and x.id = w.record_id
    where w.county_id = ${county} and w.case_id = c.id and ${STANDS}) v on true`;

/** Cases of the county with everything about them that is no content; `only` continues the condition. */
export const caseRows = (tx: Tx, only: RawBuilder<unknown>): Promise<FoundCase[]> =>
  tx.all(
    sql<FoundCase>`select z.* from (select c.id, c.revision, c.station_id, c.case_no, c.resident_id, r.name as resident_name, c.worker_id,
        s.name as worker_name, c.reopens_id, c.source, c.problem_types, c.urgency, c.opened_on, c.decision, c.halted, c.halted_on, c.halted_why,
        c.close_type, f.have, f.consent, f.closed_on, f.follow_up_on, f.last_on, f.waiting, v.services, v.next_on, ${stage} as stage,
        c.id = any(app.my_shelves()) as open
      from ${casesWithFacts(tx.county)} where c.county_id = ${tx.county}) z where true ${only}`.compile(q),
  );

/** One case; a hidden or unknown one is `not_found`. */
export async function loadCase(tx: Tx, id: string): Promise<FoundCase> {
  const [row] = await caseRows(tx, sql`and z.id = ${id}::uuid`);
  if (!row) throw new AppError('not_found');
  return row;
}

const haveOf = (r: FoundCase): Record<Kind, Have> =>
  Object.fromEntries(
    KIND_CODES.map(kind => {
      const [written, approved] = r.have?.[kindCode(kind)] ?? [0, 0];
      return [kind, { written, approved }];
    }),
  ) as Record<Kind, Have>;

/** What the rules of the way ask. */
export const factsOf = (r: FoundCase): CaseFacts => ({
  decision: r.decision as Decision,
  halted: r.halted as Halt | null,
  consent: r.consent,
  have: haveOf(r),
  services: r.services,
  closed_on: r.closed_on,
  last_follow_up_on: r.follow_up_on,
});

const GONE = '已转出本站';
/** The person's name as this reader may see it. */
export const nameFor = (actor: Actor, r: Pick<FoundCase, 'resident_name' | 'station_id' | 'open'>): string =>
  r.resident_name === null ? GONE : seesName(actor, r.station_id, r.open) ? r.resident_name : maskName(r.resident_name);
/** A case as it leaves the server. */
export const presentRow = (actor: Actor, r: FoundCase): CaseRow => ({
  id: r.id,
  revision: r.revision,
  station: r.station_id,
  case_no: r.case_no,
  resident: r.open ? r.resident_id : null,
  resident_name: nameFor(actor, r),
  worker: r.worker_id,
  worker_name: r.worker_name ?? '',
  opened_on: r.opened_on,
  decision: r.decision as Decision,
  source: r.source as CaseRow['source'],
  urgency: r.urgency as CaseRow['urgency'],
  stage: r.stage as Stage,
  halted: r.halted as Halt | null,
  emergency: r.decision === 'emergency' && !r.consent,
  services: r.services,
  sessions: r.have?.[kindCode('session')]?.[0] ?? 0,
  last_on: r.last_on,
  next_on: r.next_on,
  closed_on: r.closed_on,
  close_type: r.closed_on === null ? null : (r.close_type as CloseType | null),
  waiting: r.waiting,
  open: r.open,
  problem_types: r.open ? (r.problem_types as CaseRow['problem_types']) : [],
});
export const haltReasonOf = (r: FoundCase): HaltReason | null => r.halted_why as HaltReason | null;
