// Time that records tell of, one span for each who took part. What kind of work a kind of record is, its module says.

import { sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

const minutes = sql`case when r.ended_at is not null then extract(epoch from r.ended_at::time - r.started_at::time)::int / 60 end`;
/** @param kinds which kinds of records are work done at a time (a session, not a plan) */
export const recordSpans = (
  name: string,
  title: string,
  opens: string,
  work: 'professional' | 'supervision',
  kinds: readonly string[],
): Spans => ({
  name,
  title,
  opens,
  rows: county => sql`select r.id, r.of_id, r.station_id, w.id as worker_id, null::uuid as client_id, r.occurred_on as day, r.started_at, r.ended_at, ${minutes} as minutes,
      ${work}::text as work, r.title, null::text as place, r.state <> 'draft' as settled
    from app.records r cross join lateral (select r.worker_id as id union select unnest(r.co_worker_ids)) w
    where r.county_id = ${county} and r.kind = any(${[...kinds]}::text[]) and r.state <> 'withdrawn'`,
});
