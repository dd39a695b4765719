// What of visits is reviewed: the standing text of each, what waits, and whom it is about. The review itself is the records module's.
// Serves K1, E6.

import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Reviewable } from '#server/reviewing.ts';
import { loadVisits } from './rows.service.ts';
import { seesNames } from './visits.policy.ts';
import { currentOf } from './visits.service.ts';
import { KINDS } from './visits.ts';

async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.all(
    q
      .selectFrom('app.visits as v')
      .innerJoin('app.residents as r', j => j.on('r.county_id', '=', tx.county).onRef('r.id', '=', 'v.resident_id'))
      .select(['v.id', 'v.station_id', 'r.name'])
      .where('v.county_id', '=', tx.county)
      .where('v.id', 'in', [...ids]),
  );
  return new Map(rows.map(r => [r.id, seesNames(tx.actor, r.station_id) ? r.name : maskName(r.name)]));
}

export const visitReviewable: Reviewable = {
  name: 'visits',
  title: '探访记录',
  table: 'app.visits',
  keepsRemark: true,
  kinds: KINDS,
  opens: { home_visit: '/visits/:id', welfare_call: '/visits/:id' },
  standing: async (tx, ids) =>
    (await loadVisits(tx, ids)).map(({ row, about }) => ({
      id: row.id,
      revision: row.revision,
      station: row.station_id,
      kind: 'visits',
      about,
      current: currentOf(tx, row),
    })),
  waiting: county => sql`select v.id, v.id as of_id, v.kind, v.revision, v.station_id,
      concat_ws(' · ', case when v.unusual then '有异常' end, case when v.photo_hashes <> '{}' then cardinality(v.photo_hashes) || ' 张照片' end) as title,
      v.visited_on as occurred_on, v.received_at, v.worker_id, v.written_by, v.co_worker_ids, v.late, null::uuid[] as supervisor_ids
    from app.visits v where v.county_id = ${county} and v.state = 'submitted'`,
  subjects: namesOf,
};
