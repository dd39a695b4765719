// Fifty phones come back into reach at once with 1,000 queued records. Each sends one after the other, as the outbox does; every tenth
// record is sent twice under its id, as by a phone that gave the first sending up. What the database holds afterwards is counted.

import pg from 'pg';
import { STATION_WORDS } from '#domain/org/people.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { asker } from './asking.ts';
import { someResidents, visitInput } from './cases.ts';
import { COUNTY, STATIONS } from './fill.ts';
import { type Table, text } from './table.ts';
import { type County, sessionOf, type World } from './world.ts';

const PHONES = 50;
const RECORDS = 1_000;
const TWICE_EACH = 10;

/** Which of the ids stand in the visits and in the ledger, and how often. */
async function countOf(county: County, ids: readonly string[]): Promise<{ visits: number; ledger: number; most: number }> {
  const admin = new pg.Client({ connectionString: county.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ visits: number; ledger: number; most: number }>(
      `select (select count(*)::int from app.visits where county_id = $1 and id = any($2::text[]::uuid[])) as visits, count(*)::int as ledger,
         (select max(n)::int from (select count(*) as n from app.ledger where county_id = $1 and subject = any($2::text[]) group by subject) s) as most
         from app.ledger where county_id = $1 and subject = any($2::text[])`,
      [COUNTY, ids],
    );
    return rows[0]!;
  } finally {
    await admin.end();
  }
}

export async function measurePhones(world: World): Promise<Table> {
  const county = await world.filled();
  const server = await county.serve();
  try {
    const today = dayOf(county.house.clock());
    const workers = STATIONS.flatMap(station =>
      ['1', '2', 'zhanzhang'].map(n => ({ station, userName: `${STATION_WORDS[station]}.${n}` })),
    );
    const phones = await Promise.all(
      Array.from({ length: PHONES }, async (_, i) => {
        const { station, userName } = workers[i % workers.length]!;
        const residents = await someResidents(county, station, RECORDS / PHONES);
        const records = residents.map(resident => ({ id: newId(), key: newId(), resident }));
        return { me: asker(server.url, await sessionOf(county, userName, 'field')), records };
      }),
    );
    const times: number[] = [];
    let twice = 0;
    const begun = performance.now();
    await Promise.all(
      phones.map(async ({ me, records }, phone) => {
        for (const [i, { id, key, resident }] of records.entries()) {
          const input = { ...visitInput(resident, today), id };
          const sent = performance.now();
          const send = () => me.send('visits.record', input, key);
          if ((phone + i) % TWICE_EACH === 0) {
            // Both are under way at once: that is harder than one after the other.
            twice++;
            await Promise.all([send(), send()]);
          } else await send();
          times.push(performance.now() - sent);
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    const sorted = times.sort((a, b) => a - b);
    const held = await countOf(
      county,
      phones.flatMap(p => p.records.map(r => r.id)),
    );
    const once = held.visits === RECORDS && held.ledger === RECORDS && held.most === 1;
    return {
      title: `${PHONES} 部手机同时送出 ${RECORDS} 条离线记录`,
      head: ['测量', '结果'],
      lines: [
        {
          cells: [`库中探访 / 台账行数（其中 ${twice} 条送了两次），目标 都恰好一次`, `${held.visits} / ${held.ledger}`],
          met: once,
        },
        { cells: ['全部送完（秒）', text(seconds)], met: null },
        { cells: ['每条 p50（毫秒）', text(sorted[sorted.length >> 1]!)], met: null },
        { cells: ['每条 p99（毫秒）', text(sorted[Math.floor(sorted.length * 0.99)]!)], met: null },
      ],
    };
  } finally {
    await server.stop();
  }
}
