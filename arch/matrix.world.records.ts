// A record of no module in particular: a draft of a worker's and of a head's, for the commands that all records have alike.

import { newId } from '#kernel/ids.ts';
import type { TestServer } from '#server/testing.ts';

export const RECORD_KINDS = {
  recordDraft: 'station',
  leadRecordDraft: 'station',
  entry: 'station',
  leadEntry: 'station',
} as const;
export type RecordThing = keyof typeof RECORD_KINDS;

type By = { account: string };
/** Puts a draft of this person's into the tables, as their owner. */
export async function draftOf(server: TestServer, county: number, station: number, by: By, mark: string): Promise<string> {
  const id = newId();
  const owner = await server.owner(county);
  await owner.query(
    `insert into app.records (county_id, id, station_id, kind, of_id, title, occurred_on, worker_id, recorded_at, received_at, late, written_by, state, changed_by)
     values ($1, $2, $3, 'matrix.draft', $2, $4, '2026-11-22', $5, now(), now(), false, $5, 'draft', $2)`,
    [county, id, station, `${mark}草稿`, by.account],
  );
  await owner.end();
  return id;
}
