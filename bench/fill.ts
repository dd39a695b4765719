// The county a benchmark runs on: the demo organisation, residents as a roster import would have written them (sealed numbers, search
// keys, categories), and a year of visits by every worker. Generated people only (演示数据).

import pg from 'pg';
import { generatePerson, type Random, seeded } from '#domain/clients/people.demo.ts';
import { columnsOf, keysOf } from '#domain/clients/persons.service.ts';
import { demoId, demoPeople, foundDemoCounty, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, addMonths, dayOf, daysBetween } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { House } from '#server/house.ts';
import divisions from '../db/seed/divisions-469030.json' with { type: 'json' };

export const COUNTY = 469030;
export const STATIONS: readonly number[] = Object.keys(STATION_WORDS).map(Number);
export type Size = { residents: number; visits: number };

/** The first day of the benchmark's year. */
export const yearStart = (today: string): string => addMonths(`${today.slice(0, 7)}-01`, -11);

const WORKERS = demoPeople().filter(p => p.roles.includes('resident_worker') && p.station !== null);
const workersOf = (station: number): string[] =>
  WORKERS.filter(p => p.station === station).map(p => demoId(`${COUNTY}/${p.userName}`));
const PER_STATEMENT = 2_000;
type Rows = readonly Record<string, unknown>[];

/** All rows in one parameter; a sealed value travels as PostgreSQL's text for bytes. */
async function insertRows(owner: pg.Client, table: string, rows: Rows): Promise<void> {
  const columns = Object.keys(rows[0]!).join(', ');
  const text = JSON.stringify(rows, (_, v) => (v?.type === 'Buffer' ? `\\x${Buffer.from(v.data).toString('hex')}` : v));
  await owner.query(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`, [
    text,
  ]);
}

async function insertAll(owner: pg.Client, tables: readonly [string, Rows][]): Promise<void> {
  for (const [table, rows] of tables) await insertRows(owner, table, rows);
}

/** Some people of one station, as rows of the four tables they are kept in. */
function peopleOf(
  house: House,
  station: number,
  first: number,
  count: number,
  taken: Set<string>,
  random: Random,
): [string, Rows][] {
  const villages = divisions.townships.find(t => Number(t.code) === station)!.villages;
  const workers = workersOf(station);
  const today = dayOf(house.clock());
  const common = { county_id: COUNTY, station_id: station, changed_by: demoId('bench') };
  const people = Array.from({ length: count }, (_, i) => {
    const village = villages[(first + i) % villages.length]!.code;
    const person = generatePerson(random, { villageCode: village, day: today, taken });
    return { id: newId(), household: newId(), worker: workers[(first + i) % workers.length]!, village, person };
  });
  return [
    [
      'app.households',
      people.map(p => ({
        ...common,
        id: p.household,
        village_code: p.village,
        number: p.person.householdNo,
        size: p.person.householdSize,
        revision: 1,
      })),
    ],
    [
      'app.residents',
      people.map((p, i) => ({
        ...common,
        id: p.id,
        household_id: p.household,
        worker_id: p.worker,
        source: 'roster',
        file_state: 'complete',
        file_no: p.id,
        filed_on: addDays(yearStart(today), (first + i) % 300),
        state: 'active',
        distinct_from: [],
        revision: 1,
        ...columnsOf(house.secrets, p.person),
      })),
    ],
    [
      'app.resident_keys',
      people.flatMap(p =>
        keysOf(house.secrets, p.person).map(key => ({ county_id: COUNTY, station_id: station, key, resident_id: p.id })),
      ),
    ],
    [
      'app.resident_categories',
      people.flatMap(p =>
        p.person.categories.map(category => ({
          ...common,
          id: newId(),
          resident_id: p.id,
          category,
          from_on: yearStart(today),
          revision: 1,
        })),
      ),
    ],
  ];
}

/** Everybody, station by station; while the database writes one piece the next is made. */
async function fillPeople(house: House, owner: pg.Client, count: number, say: (line: string) => void): Promise<void> {
  const taken = new Set<string>();
  const each = Math.round(count / STATIONS.length);
  let writing: Promise<unknown> = Promise.resolve();
  for (const [i, station] of STATIONS.entries()) {
    const random = seeded(station);
    for (let done = 0; done < each; done += PER_STATEMENT) {
      const tables = peopleOf(house, station, done, Math.min(PER_STATEMENT, each - done), taken, random);
      await writing;
      writing = insertAll(owner, tables);
      // A failure is thrown where it is waited for. The first statement leaves before this program is busy again.
      writing.catch(() => undefined);
      await new Promise(setImmediate);
    }
    say(`服务对象 ${(i + 1) * each}`);
  }
  await writing;
}

const FILLED = ['households', 'residents', 'resident_keys', 'resident_categories', 'visits'];

/**
 * Fills tables without their indexes, keys and references, and makes these again, as the migrations made them, when everything is in:
 * each index is built once from sorted values, and each reference is checked by one join over all rows. Checks and row security stay.
 */
async function withoutIndexes(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  const tables = FILLED.map(name => `app.${name}`);
  const { rows: constraints } = await owner.query<{ of: string; name: string; type: string; text: string }>(
    `select conrelid::regclass::text as of, conname as name, contype::text as type, pg_get_constraintdef(oid) as text from pg_constraint
       where contype in ('p', 'u', 'f') and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[])) order by contype <> 'f'`,
    [tables],
  );
  const { rows: indexes } = await owner.query<{ name: string; text: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
       where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`,
    [tables],
  );
  for (const { of, name } of constraints) await owner.query(`alter table ${of} drop constraint ${name}`);
  for (const { name } of indexes) await owner.query(`drop index ${name}`);
  await work();
  for (const { of, name, type, text } of constraints)
    if (type !== 'f') await owner.query(`alter table ${of} add constraint ${name} ${text}`);
  for (const { text } of indexes) await owner.query(text);
  for (const { of, name, type, text } of constraints)
    if (type === 'f') await owner.query(`alter table ${of} add constraint ${name} ${text}`);
}

const CONTENT = JSON.stringify({
  meeting_place: 'home',
  companions: ['cadre'],
  health: { level: 'watch', note: '血压偏高' },
  mood: { level: 'normal' },
  safety: { level: 'watch', note: '厨房电线老化，已提醒家属更换' },
  hygiene: { level: 'normal' },
  surroundings: { level: 'normal' },
  carer: 'self',
  meals: 'regular',
  medicine: 'regular',
  needs: ['company', 'medical'],
  services: ['policy', 'emotional_support'],
  notes: '独自在家，精神尚好，按时服药。子女在外务工，每周通话一次。已讲解高龄津贴政策，协助检查电器线路。',
});

/** An id as the phone would have made it at that moment: UUID v7. */
const ID_OF_DAY = `(lpad(to_hex((extract(epoch from x.day + time '09:00') * 1000)::bigint + x.n % 80000), 12, '0') || '7' || substr(md5(x.n::text || 'a'), 1, 3)
  || '8' || substr(md5(x.n::text || 'b'), 1, 15))::uuid`;

/**
 * Visits spread evenly over days, stations and workers: one in six a telephone call, one in twenty nobody at home, one in ten paired, a
 * few waiting, returned or withdrawn. As the owner, with row security of the county.
 */
async function fillVisits(owner: pg.Client, count: number, from: string, days: number): Promise<void> {
  await owner.query(
    `create temp table person as select id, station_id, worker_id, row_number() over (order by id)::int - 1 as i
       from app.residents where county_id = $1`,
    [COUNTY],
  );
  await owner.query('create index on person (i)');
  await owner.query('analyze person');
  const people = (await owner.query<{ n: number }>('select count(*)::int as n from person')).rows[0]!.n;
  const each = 50_000;
  for (let first = 0; first < count; first += each) {
    await owner.query(
      `insert into app.visits (county_id, id, station_id, resident_id, kind, type, outcome, visited_on, started_at, ended_at, worker_id, co_worker_ids, content,
         place_reason, recorded_at, received_at, late, late_reason, written_by, state, changed_by)
       select $1, ${ID_OF_DAY}, p.station_id, p.id, case when x.call then 'welfare_call' else 'home_visit' end, case when not x.call then 'routine' end,
         case when x.call then 'connected' when x.n % 20 = 7 then 'nobody' else 'success' end, x.day, '09:00', '09:30', p.worker_id,
         case when x.n % 10 = 3 then array[c.id] else '{}'::uuid[] end, $2::jsonb, 'no_signal', x.day + time '10:00', x.day + time '18:00',
         x.n % 25 = 4, case when x.n % 25 = 4 then '山路不通，回站后补录' end, p.worker_id,
         case x.n % 100 when 1 then 'submitted' when 51 then 'submitted' when 2 then 'returned' when 3 then 'withdrawn' else 'approved' end, gen_random_uuid()
       from (select n, n % 6 = 5 as call, ($3::date + (n::bigint * 7919 % $4)::int) as day, ((n::bigint * 7 + n / 100000) % $7)::int as person
               from generate_series($5::int, $6::int) n) x
         join person p on p.i = x.person
         join (select s.id, s.station_id, row_number() over (partition by s.station_id order by s.id) as place from app.staff s where s.county_id = $1) c
           on c.station_id = p.station_id and c.place = 1`,
      [COUNTY, CONTENT, from, days, first, Math.min(count, first + each) - 1, people],
    );
  }
}

/** Founds the demo county and fills it to the size. */
export async function fillCounty(house: House, ownerUrl: string, size: Size, say: (line: string) => void): Promise<void> {
  const today = dayOf(house.clock());
  const from = yearStart(today);
  const begun = performance.now();
  await foundDemoCounty(house, from);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(
      `select set_config('app.county', '${COUNTY}', false), set_config('app.stations', '{${STATIONS.join(',')}}', false),
         set_config('synchronous_commit', 'off', false), set_config('maintenance_work_mem', '512MB', false)`,
    );
    await withoutIndexes(owner, async () => {
      await fillPeople(house, owner, size.residents, say);
      await fillVisits(owner, size.visits, from, daysBetween(from, addDays(today, 1)));
      say(`探访 ${size.visits}，正在建索引`);
    });
    await owner.query('vacuum analyze');
    say(`数据已备好，用时 ${Math.round((performance.now() - begun) / 1000)} 秒`);
  } finally {
    await owner.end();
  }
}

/** Nothing but the organisation: for an import into an empty county. */
export const foundOnly = (house: House): Promise<void> => foundDemoCounty(house, yearStart(dayOf(house.clock())));
