// The posts people of the county held, over time: for whoever counts what somebody did while in post (K1, M4).

import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type Held, postsOf } from './presence.ts';

/** Every person of the staff with each post held from a day to a day, the earliest first; ordered by station, day of entry and id. */
export async function heldPosts(tx: Tx): Promise<{ id: string; name: string; posts: Held[] }[]> {
  const [people, moves] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.staff')
        .select(['id', 'name', 'station_id as station', 'post', 'entered_on', 'left_on'])
        .where('county_id', '=', tx.county)
        .orderBy('station_id')
        .orderBy('entered_on')
        .orderBy('id'),
    ),
    tx.all(
      q
        .selectFrom('app.staff_moves')
        .select(['staff_id', 'from_on', 'station_before', 'post_before'])
        .where('county_id', '=', tx.county),
    ),
  ]);
  const moved = Map.groupBy(moves, m => m.staff_id);
  return people.map(p => ({
    id: p.id,
    name: p.name,
    posts: postsOf(
      { ...p, post: p.post as Held['post'] },
      (moved.get(p.id) ?? []).map(m => ({ ...m, post_before: m.post_before as Held['post'] })),
    ),
  }));
}
