// Time of group work: sessions held, as their records tell, and sessions planned.

import { recordSpans } from '#domain/records/spans.service.ts';
import { sql } from '#server/database/tables.ts';
import type { Spans } from '#server/spans.ts';

export const heldSessions = recordSpans('groups.session', '小组过程记录', '/groups/:of', 'professional', ['groups.session']);

/** A session that has not been held: the group's leading worker and those who help. */
export const plannedSessions: Spans = {
  name: 'groups.planned',
  title: '小组节次',
  opens: '/groups/:of',
  rows: county => sql`select s.id, s.group_id as of_id, s.station_id, w.id as worker_id, null::uuid as client_id, s.planned_on as day,
      s.started_at, null::text as ended_at, null::int as minutes, 'professional' as work, g.name || ' 第' || s.no || '节' as title,
      coalesce(s.place, g.place) as place, false as settled
    from app.group_sessions s join app.groups g on g.county_id = ${county} and g.id = s.group_id
      cross join lateral (select g.lead_id as id union select unnest(g.co_worker_ids)) w
    where s.county_id = ${county} and s.state = 'planned'`,
};
