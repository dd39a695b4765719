// Time of home visits and telephone greetings, one span for each who took part.

import { sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

const minutes = sql`case when v.ended_at is not null then extract(epoch from v.ended_at::time - v.started_at::time)::int / 60 end`;
export const visitSpans: Spans = {
  name: 'visits.visit',
  title: '探访和问候',
  opens: '/visits/:id',
  rows: county => sql`select v.id, v.id as of_id, v.station_id, w.id as worker_id, v.visited_on as day, v.started_at, v.ended_at, ${minutes} as minutes,
      'professional' as work, case v.kind when 'home_visit' then '入户探访' else '电话问候' end as title, true as settled
    from app.visits v cross join lateral (select v.worker_id as id union select unnest(v.co_worker_ids)) w
    where v.county_id = ${county} and v.state <> 'withdrawn'`,
};
