// What is counted of people served: numbers by village and category, the ledger, masking. Beside clients.test.ts.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { HONGMAO, registered, SHIYUN } from './testing.ts';

let server: TestServer;
let officer: Person;
let lead: Person;
let worker: Person;
let elsewhere: Person;
const at = (word: string): string => demoId(`469030/${word}`);

beforeAll(async () => {
  server = await testServer([clientsModule], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T02:00:00Z');
  [officer, lead, worker, elsewhere] = (await Promise.all(
    ['minzheng', 'hongmao.zhanzhang', 'hongmao.1', 'shiyun.1'].map(word => server.as(at(word))),
  )) as [Person, Person, Person, Person];
});
afterAll(() => server?.stop());

const get = async (who: Person, id: string) => (await who.read(clients.get, { id })).body;
const revisionOf = async (id: string): Promise<number> => (await get(officer, id)).revision;

describe('counts', () => {
  it('assigns many at once with their history', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => registered(worker, HONGMAO)));
    const residents = people.map(p => p.id);
    expect(
      (await lead.send(clients.assign, { station: HONGMAO, residents, worker: at('hongmao.1'), from_on: '2026-05-01' })).body
        .assigned,
    ).toBe(5);
    expect(
      (await lead.send(clients.assign, { station: HONGMAO, residents, worker: at('hongmao.1'), from_on: '2026-05-01' })).body
        .assigned,
    ).toBe(0);
    expect(
      (
        await lead.send(clients.assign, {
          station: HONGMAO,
          residents: residents.slice(0, 2),
          worker: at('hongmao.2'),
          from_on: '2026-09-01',
        })
      ).body.assigned,
    ).toBe(2);
    expect((await get(lead, residents[0]!)).assignments.map(a => [a.worker.id, a.from_on, a.to_on])).toEqual([
      [at('hongmao.2'), '2026-09-01', null],
      [at('hongmao.1'), '2026-05-01', '2026-08-31'],
    ]);
    const mine = (await worker.read(clients.list, { worker: at('hongmao.2') })).body.rows.map(r => r.id);
    expect(mine.sort()).toEqual(residents.slice(0, 2).sort());
    expect(
      (await worker.read(clients.list, { unassigned: 'true' as never, limit: 200 })).body.rows.some(r =>
        residents.includes(r.id),
      ),
    ).toBe(false);
  });
  it('people by station, village and category, each person once', async () => {
    const before = (await lead.read(clients.numbers, { station: HONGMAO })).body;
    const { id } = await registered(worker, HONGMAO, { kind: 'elder', village_code: `${HONGMAO}206` });
    for (const category of ['lives_alone', 'dibao_recipient'] as const)
      await worker.send(clients.categorise, { id: newId(), resident: id, category });
    const now = (await lead.read(clients.numbers, { station: HONGMAO })).body;
    expect(now.stations[0]!.people).toBe((before.stations[0]?.people ?? 0) + 1);
    expect(now.villages.find(v => v.village_code === `${HONGMAO}206`)).toMatchObject({ people: 1, households: 1 });
    expect(now.cells.filter(c => c.village_code === `${HONGMAO}206`)).toEqual([
      { village_code: `${HONGMAO}206`, category: 'dibao_recipient', people: 1 },
      { village_code: `${HONGMAO}206`, category: 'lives_alone', people: 1 },
    ]);
    await registered(elsewhere, SHIYUN);
    expect((await elsewhere.read(clients.numbers, { station: HONGMAO })).body.stations).toEqual([]);
    expect((await officer.read(clients.numbers)).body.stations.map(s => s.station)).toEqual([HONGMAO, SHIYUN]);
  });
  it('file numbers without a gap, and once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => registered(elsewhere, SHIYUN)));
    await Promise.all(people.map(p => elsewhere.send(clients.openFile, { id: p.id, revision: 1, filed_on: '2026-11-20' })));
    const numbers = await Promise.all(people.map(async p => (await get(elsewhere, p.id)).file.no));
    expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5, 6].map(n => `QZ-SY-D2026-000${n}`));
    expect(await revisionOf(people[0]!.id)).toBe(2);
  });
});
