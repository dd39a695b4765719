// A believable year of visits for the demo county (演示数据), sent day by day through the same commands as a worker's phone and a head's
// desk. What happens when is planned in plan.demo.ts.

import { DUE_TODAY, demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { type CategoryCode, comesFirst } from '#domain/clients/clients.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { inCounty } from '#server/auth/sessions.ts';
import { as, carryOut } from '#server/command.ts';
import { q, sql } from '#server/database/tables.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { DEFAULT_SETTINGS, rhythmOf } from './due.ts';
import { type Station, yearOf } from './plan.demo.ts';

const COUNTY = 469030;
const MANAGER = demoId(`${COUNTY}/xiangmu`);

/** A station with its workers and the people they are responsible for. */
async function stationOf(house: House, id: number, nth: number, today: string): Promise<Station> {
  const rows = await as(house, { actor: demoHead(id) }, 'read', null, ({ tx }) =>
    tx.all(
      q
        .selectFrom('app.residents as r')
        .select(['r.id', 'r.worker_id', 'r.born_on'])
        .select(
          sql<CategoryCode[]>`array(select c.category from app.resident_categories c
            where c.county_id = ${tx.county} and c.resident_id = r.id and c.to_on is null)`.as('categories'),
        )
        .where('r.county_id', '=', tx.county)
        .where('r.station_id', '=', id)
        .where('r.state', '=', 'active')
        .where('r.worker_id', 'is not', null)
        .orderBy('r.id'),
    ),
  );
  const people = rows.map(({ id: person, worker_id, born_on, categories }) => ({
    id: person,
    worker: worker_id!,
    born_on,
    monthly: rhythmOf({ categories, born_on }, today, DEFAULT_SETTINGS).every_months === 1 && comesFirst(categories),
  }));
  return { nth, id, head: demoHead(id).account, workers: demoWorkers(id), people };
}

/** Everybody who sends a command in the year. */
function actors(stations: readonly Station[]): Map<string, Actor> {
  const all = new Map<string, Actor>();
  for (const s of stations) {
    for (const worker of s.workers)
      all.set(worker, {
        county: COUNTY,
        account: worker,
        name: '演示·社工',
        grants: [{ role: 'resident_worker', station: s.id }],
        stations: [s.id],
      });
    all.set(s.head, demoHead(s.id));
  }
  const grants = [{ role: 'project_manager' as const, station: null }];
  all.set(MANAGER, { county: COUNTY, account: MANAGER, name: '演示·项目经理', grants, stations: stations.map(s => s.id) });
  return all;
}

/** This county counts an answered greeting as having been in touch (never for the contract); others may decide otherwise. */
const settle = (house: House): Promise<unknown> =>
  inCounty(house, COUNTY, tx =>
    tx.run(
      q
        .updateTable('app.counties')
        .set({ settings: JSON.stringify({ visits: { calls_count: true } }) })
        .where('county_id', '=', tx.county),
    ),
  );

/** Fills the demo county with visits. */
export const demoVisits =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const from = demoStart(today);
    await settle(house);
    const stations: Station[] = [];
    for (const [nth, id] of Object.keys(STATION_WORDS).entries()) stations.push(await stationOf(house, Number(id), nth, today));
    const who = actors(stations);
    const bound = new Map(commands.map(c => [c.def.name, c]));
    const steps = stations
      .flatMap(s => yearOf(s, from, today, MANAGER, s.people.some(p => p.id === DUE_TODAY) ? DUE_TODAY : null))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const { at, by, command, input } of steps) {
      const now = new Date(`${at}:00+08:00`);
      const request = { id: newId(now.getTime()), madeAt: null, input };
      await carryOut({ ...house, clock: () => now }, bound.get(command)!, { actor: who.get(by)! }, request, {});
    }
    say(`探访、电话问候和审核：${steps.length} 次登记（演示数据）`);
  };
