// Time of home visits and telephone greetings, one span for each who took part.

import { sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

const minutes = sql`case when v.ended_at is not null then extract(epoch from v.ended_at::time - v.started_at::time)::int / 60 end`;
export const visitSpans: Spans = {
  name: 'visits.visit',
  title: '探访和问候',
  opens: '/visits/:id',
  rows: county => sql`select v.id, v.id as of_id, v.station_id, w.id as worker_id, v.resident_id as client_id, v.visited_on as day, v.started_at, v.ended_at, ${minutes} as minutes,
      'professional' as work, case v.kind when 'home_visit' then '入户探访' else '电话问候' end as title, null::text as place, true as settled
    from app.visits v cross join lateral (select v.worker_id as id union select unnest(v.co_worker_ids)) w
    where v.county_id = ${county} and v.state <> 'withdrawn'`,
};

/** The next visit that was agreed and has not come yet, of each person's last record. */
export const agreedVisits: Spans = {
  name: 'visits.agreed',
  title: '约定的下次探访',
  opens: '/people/:of',
  rows: county => sql`select v.id, v.resident_id as of_id, v.station_id, v.worker_id, v.resident_id as client_id, v.next_on as day,
      null::text as started_at, null::text as ended_at, null::int as minutes, 'professional' as work, '约定探访' as title, null::text as place,
      false as settled
    from app.visits v where v.county_id = ${county} and v.next_on is not null and v.state <> 'withdrawn'
      and not exists (select from app.visits n where n.county_id = ${county} and n.resident_id = v.resident_id and n.state <> 'withdrawn'
        and (n.visited_on, n.id) > (v.visited_on, v.id))`,
};
