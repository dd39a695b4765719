// Time of trainings: the hours of each person who took part, on the day the training ended.

import { sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

export const trainingSpans: Spans = {
  name: 'org.training',
  title: '培训',
  opens: '/staff/:of',
  rows: county => sql`select t.id, t.staff_id as of_id, s.station_id, t.staff_id as worker_id, null::uuid as client_id, t.ended_on as day, null::text as started_at,
      null::text as ended_at, (t.hours * 60)::int as minutes, 'training' as work, t.title, null::text as place, true as settled
    from app.staff_trainings t join app.staff s on s.county_id = ${county} and s.id = t.staff_id
    where t.county_id = ${county} and s.station_id is not null`,
};
