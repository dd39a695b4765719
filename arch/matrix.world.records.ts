// A record of no module in particular, an entry of working time and one of the calendar: of a worker's and of a head's.

import * as calendar from '#domain/calendar/calendar.ts';
import * as worktime from '#domain/worktime/worktime.ts';
import { newId } from '#kernel/ids.ts';
import type { Person, TestServer } from '#server/testing.ts';
import { must } from './matrix.files.ts';

export const RECORD_KINDS = {
  recordDraft: 'station',
  leadRecordDraft: 'station',
  entry: 'station',
  leadEntry: 'station',
  planned: 'station',
} as const;

type At = { server: TestServer; county: number; station: number; worker: Person; lead: Person };
const DAY = '2026-11-23';

/** Puts a draft of this person's into the tables, as their owner. */
async function draftOf({ server, county, station }: At, by: Person, mark: string): Promise<string> {
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

async function worked(by: Person, mark: string): Promise<string> {
  const id = newId();
  await must(by.send(worktime.record, { id, day: DAY, work: 'admin', minutes: 60, what: `${mark}登记` }));
  return id;
}

async function planned({ station, worker }: At, mark: string): Promise<string> {
  const id = newId();
  const entry = { station, title: `${mark}例会`, day: DAY, workers: [worker.account] };
  await must(worker.send(calendar.put, { id, ...entry }));
  return id;
}

/** How each of them is made at a place. */
export const recordMakers = {
  recordDraft: (at: At, mark: string) => draftOf(at, at.worker, mark),
  leadRecordDraft: (at: At, mark: string) => draftOf(at, at.lead, mark),
  entry: (at: At, mark: string) => worked(at.worker, mark),
  leadEntry: (at: At, mark: string) => worked(at.lead, mark),
  planned,
} satisfies Record<keyof typeof RECORD_KINDS, (at: At, mark: string) => Promise<string>>;
