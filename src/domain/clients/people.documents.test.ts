// The list of people as a file: the same people as the list under the same filters, masked alike, and on record (PRI-04, PRI-05).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty } from '#domain/org/people.demo.ts';
import { readSheets } from '#server/spreadsheets/read.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import type * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { HONGMAO, registered, SHIYUN } from './testing.ts';

let server: TestServer;
const who: Record<string, Person> = {};
const at = (word: string): string => demoId(`469030/${word}`);
const VILLAGE = `${HONGMAO}200`;

beforeAll(async () => {
  server = await testServer([clientsModule], ({ house }) => foundDemoCounty(house, '2026-03-01').then(() => {}));
  server.setTime('2026-11-23T02:00:00Z');
  for (const word of ['minzheng', 'pinggu', 'xitong', 'hongmao.1', 'shiyun.1']) who[word] = await server.as(at(word));
  for (let i = 0; i < 12; i++)
    await registered(who['hongmao.1']!, HONGMAO, {
      kind: i % 3 ? 'elder' : 'adult',
      village_code: i % 2 ? VILLAGE : `${HONGMAO}201`,
    });
  await registered(who['hongmao.1']!, HONGMAO, { name: '=1+1', village_code: VILLAGE });
  for (let i = 0; i < 3; i++) await registered(who['shiyun.1']!, SHIYUN, {});
});
afterAll(() => server?.stop());

const asked = (by: string, query = '') => who[by]!.get(`/api/clients.people?${query}`);
/** The lines of the file: those of people apart from what stands around them. */
async function fileOf(by: string, query = ''): Promise<{ people: string[][]; text: string }> {
  const response = await asked(by, query);
  expect(response.status).toBe(200);
  const all: string[][] = [];
  for await (const row of readSheets(Buffer.from(await response.arrayBuffer()), 'people.xlsx')) all.push([...row.cells]);
  return { people: all.filter(r => /^\d+$/.test(r[0]!)), text: all.map(r => r.join('|')).join('\n') };
}

describe('refuses', () => {
  it('whoever sees nobody, a station out of reach, a search by those who see people masked, unknown filters', async () => {
    expect((await asked('xitong')).status).toBe(403);
    expect((await asked('hongmao.1', `station=${SHIYUN}`)).status).toBe(404);
    expect((await asked('pinggu', `q=${encodeURIComponent('王')}`)).status).toBe(403);
    expect((await asked('minzheng', 'colour=red')).status).toBe(400);
    expect((await asked('minzheng', 'limit=5')).status).toBe(400);
  });
});

describe('works', () => {
  it.each(['', `village=${VILLAGE}`, `station=${HONGMAO}&age_from=60`, 'unassigned=true', 'category=lives_alone', 'state=died'])(
    'has exactly the people of the list, in its order, under %s',
    async query => {
      for (const by of ['hongmao.1', 'minzheng', 'pinggu']) {
        const list = (await (await who[by]!.get(`/api/clients.list?${query}&limit=200`)).json()) as {
          rows: clients.ResidentRow[];
        };
        const { people } = await fileOf(by, query);
        expect(people.map(r => [r[1], r[5]])).toEqual(list.rows.map(r => [r.name.replace(/^=/, "'="), r.identity ?? '无证件号']));
        expect(people.map(r => r[0])).toEqual(people.map((_, i) => String(i + 1)));
      }
    },
  );
  it('says how the people were chosen, and who took them out', async () => {
    const { text } = await fileOf('minzheng', `station=${HONGMAO}&village=${VILLAGE}&age_from=18&age_to=59&file_state=none`);
    expect(text).toMatch(/红毛镇社工站；\S+；未建档；18–59 岁；在册；截至 2026年11月23日/);
    expect(text).toContain('演示·民政专员 导出于 2026年11月23日');
  });
});

describe('counts', () => {
  it('numbers and telephones are masked for everybody, names and birth dates for those who see people masked', async () => {
    const open = await fileOf('minzheng');
    expect(open.people.length).toBe(16);
    expect(open.text).not.toMatch(/\d{17}[\dX]|1\d{10}/);
    const masked = await fileOf('pinggu');
    expect(masked.people.length).toBe(16);
    for (const row of masked.people) expect([row[1], row[4]]).toEqual([expect.stringMatching(/\*|'/), '']);
  });
  it('each file is a row of the ledger, with the filters it was made under', async () => {
    await fileOf('hongmao.1', `village=${VILLAGE}`);
    const owner = await server.owner(469030);
    const { rows } = await owner.query(
      "select fields from app.ledger where county_id = 469030 and command = 'clients.people' and actor_id = $1 order by seq desc limit 1",
      [at('hongmao.1')],
    );
    await owner.end();
    expect(rows).toEqual([{ fields: ['village', 'state'] }]);
  });
});
