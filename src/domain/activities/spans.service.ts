// Time of activities: those that were held, and those planned. One span for each worker in charge or helping.

import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

const minutes = sql`case when a.held_end is not null then extract(epoch from a.held_end::time - a.held_start::time)::int / 60 end`;
const spans = (
  name: string,
  title: string,
  day: RawBuilder<unknown>,
  times: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
  settled: boolean,
): Spans => ({
  name,
  title,
  opens: '/activities/:id',
  rows: county => sql`select a.id, a.id as of_id, a.station_id, w.id as worker_id, null::uuid as client_id, ${day} as day, ${times},
      'professional' as work, a.name as title, a.place, ${sql.lit(settled)} as settled
    from app.activities a cross join lateral (select a.worker_id as id union select unnest(a.co_worker_ids)) w
    where a.county_id = ${county} and a.cancelled_on is null and ${which}`,
});

export const heldActivities = spans(
  'activities.activity',
  '乡镇活动',
  sql`a.held_on`,
  sql`a.held_start as started_at, a.held_end as ended_at, ${minutes} as minutes`,
  sql`a.held_on is not null`,
  true,
);
export const plannedActivities = spans(
  'activities.planned',
  '乡镇活动（计划）',
  sql`a.planned_on`,
  sql`a.planned_start as started_at, a.planned_end as ended_at, null::int as minutes`,
  sql`a.held_on is null`,
  false,
);
