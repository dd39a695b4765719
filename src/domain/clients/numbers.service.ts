// How many people there are (人数: distinct people in 在册), by station, village and category, for the workbench and the village sheet.

import type { z } from 'zod';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { CategoryCode } from './categories.ts';
import type { numbers } from './views.ts';

const people = (tx: Tx, station?: number) =>
  q
    .selectFrom('app.residents as r')
    .where('r.county_id', '=', tx.county)
    .where('r.state', '=', 'active')
    .$if(station !== undefined, b => b.where('r.station_id', '=', station!));

const withCategories = (tx: Tx, station?: number) =>
  people(tx, station)
    .innerJoin('app.resident_categories as c', j => j.onRef('c.resident_id', '=', 'r.id').on('c.county_id', '=', tx.county))
    .where(e => e.or([e('c.to_on', 'is', null), e('c.to_on', '>=', tx.today)]));

const distinct = sql<number>`count(distinct r.id)`.as('people');
const households = sql<number>`count(distinct r.household_id)`.as('households');
const inState = (state: string) => sql<number>`count(*) filter (where r.file_state = ${state})`;

/** Counts of what the actor may see; of one station on request. */
export async function residentNumbers(tx: Tx, station?: number): Promise<z.input<typeof numbers.answer>> {
  const [stations, villages, categories, cells] = await Promise.all([
    tx.all(
      people(tx, station)
        .select(['r.station_id as station', distinct, households])
        .select(sql<number>`count(*) filter (where r.worker_id is null)`.as('unassigned'))
        .select([
          inState('none').as('none'),
          inState('open').as('open'),
          inState('complete').as('complete'),
          inState('closed').as('closed'),
        ])
        .groupBy('r.station_id')
        .orderBy('r.station_id'),
    ),
    tx.all(
      people(tx, station)
        .leftJoin('app.villages as v', j => j.onRef('v.village_code', '=', 'r.village_code').on('v.county_id', '=', tx.county))
        .select(['r.station_id as station', 'r.village_code', 'v.name as village_name', distinct, households])
        .groupBy(['r.station_id', 'r.village_code', 'v.name'])
        .orderBy('r.station_id')
        .orderBy('r.village_code'),
    ),
    tx.all(
      withCategories(tx, station)
        .select(['r.station_id as station', 'c.category', distinct])
        .groupBy(['r.station_id', 'c.category'])
        .orderBy('r.station_id')
        .orderBy('c.category'),
    ),
    station === undefined
      ? []
      : tx.all(
          withCategories(tx, station)
            .select(['r.village_code', 'c.category', distinct])
            .groupBy(['r.village_code', 'c.category'])
            .orderBy('r.village_code')
            .orderBy('c.category'),
        ),
  ]);
  return {
    on: tx.today,
    stations: stations.map(({ none, open, complete, closed, ...s }) => ({ ...s, files: { none, open, complete, closed } })),
    villages,
    categories: categories.map(c => ({ ...c, category: c.category as CategoryCode })),
    cells: cells.map(c => ({ ...c, category: c.category as CategoryCode })),
  };
}
