// Stations, villages and colleagues: what every other module asks of the organisation.

import type { z } from 'zod';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { colleagues, stations } from './org.ts';
import { staffRows } from './staff.service.ts';

/** Stations of the county with how many of their workers are eligible today. */
export async function listStations(tx: Tx): Promise<z.input<typeof stations.answer>['rows']> {
  const [rows, staff] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.stations')
        .select(['station_id', 'name', 'sign', 'opened_on', 'revision'])
        .where('county_id', '=', tx.county)
        .where('closed_on', 'is', null)
        .orderBy('station_id'),
    ),
    staffRows(tx, { on: tx.today, left: 'no' }),
  ]);
  return rows.map(s => {
    const own = staff.filter(p => p.station === s.station_id);
    const lead = own.find(p => p.post === 'station_lead');
    return {
      id: s.station_id,
      name: s.name,
      sign: s.sign,
      opened_on: s.opened_on,
      workers: own.length,
      eligible: own.filter(p => p.eligible).length,
      lead_certified: Boolean(lead?.checks.some(c => c.code === 'national_certificate' && c.met)),
      revision: s.revision,
    };
  });
}

/** Villages and communities of the county or of one station. */
export const listVillages = (tx: Tx, station?: number) =>
  tx.all(
    q
      .selectFrom('app.villages')
      .select(['village_code as code', 'name', 'kind', 'station_id as station'])
      .where('county_id', '=', tx.county)
      .$if(station !== undefined, b => b.where('station_id', '=', station!))
      .orderBy('village_code'),
  );

/** Staff in post today, whom a record may name. */
export async function listColleagues(tx: Tx, station?: number): Promise<z.input<typeof colleagues.answer>['rows']> {
  const rows = await tx.all(
    q
      .selectFrom('app.staff')
      .select(['id', 'name', 'station_id as station', 'post'])
      .where('county_id', '=', tx.county)
      .where(e => e.or([e('left_on', 'is', null), e('left_on', '>=', tx.today)]))
      .$if(station !== undefined, b => b.where('station_id', '=', station!))
      .orderBy('station_id')
      .orderBy('name'),
  );
  return rows as z.input<typeof colleagues.answer>['rows'];
}

/** Which of these people were in post on a day (at any station of the county); a record may only name those. */
export async function inPost(tx: Tx, ids: readonly string[], day: string): Promise<Map<string, { station: number | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.staff')
      .select(['id', 'station_id as station'])
      .where('county_id', '=', tx.county)
      .where('id', 'in', [...ids])
      .where('entered_on', '<=', day)
      .where(e => e.or([e('left_on', 'is', null), e('left_on', '>=', day)])),
  );
  return new Map(rows.map(r => [r.id, { station: r.station }]));
}

/** The heads of the stations today, by station. */
export async function headsOfStations(tx: Tx): Promise<Map<number, string[]>> {
  const rows = await tx.all(
    q
      .selectFrom('app.role_grants')
      .select(['account_id', 'station_id'])
      .where('county_id', '=', tx.county)
      .where('role', '=', 'station_lead')
      .where('from_on', '<=', tx.today)
      .where(e => e.or([e('to_on', 'is', null), e('to_on', '>=', tx.today)])),
  );
  const heads = new Map<number, string[]>();
  for (const { account_id, station_id } of rows)
    if (station_id !== null) heads.set(station_id, [...(heads.get(station_id) ?? []), account_id]);
  return heads;
}

export type PlaceNames = {
  stations: ReadonlyMap<number, string>;
  villages: ReadonlyMap<string, string>;
  workers: ReadonlyMap<string, string>;
};
/** What the county's stations and staff are called, also those that were closed or left, and the villages within the actor's reach. */
export async function placeNames(tx: Tx): Promise<PlaceNames> {
  const [stations, villages, workers] = await Promise.all([
    tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county)),
    listVillages(tx),
    tx.all(q.selectFrom('app.staff').select(['id', 'name']).where('county_id', '=', tx.county)),
  ]);
  return {
    stations: new Map(stations.map(s => [s.station_id, s.name])),
    villages: new Map(villages.filter(v => tx.actor.stations.includes(v.station)).map(v => [v.code, v.name])),
    workers: new Map(workers.map(w => [w.id, w.name])),
  };
}
