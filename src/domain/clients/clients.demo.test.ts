// The demo county shows what possible duplicates are: pairs to merge, and one that is two people (K2).

import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoId, foundDemoCounty } from '#domain/org/people.demo.ts';
import { matchName } from '#kernel/names.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as api from './clients.ts';
import { clients } from './index.ts';

let server: TestServer;
let officer: Person;
beforeAll(async () => {
  server = await testServer([clients], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await clients.demo!({ ...house, clock: () => new Date('2026-11-23T02:00:00Z') }, () => {});
  });
  server.setTime('2026-11-23T02:00:00Z');
  officer = await server.as(demoId('469030/minzheng'));
}, 120_000);
afterAll(() => server?.stop());

const groups = async () => (await officer.read(api.twins, {})).body.rows.map(row => row.people);

it('shows pairs, which become one or are told apart', async () => {
  const found = await groups();
  expect(found.map(people => people.length)).toEqual([2, 2, 2]);
  const numbers = (people: (typeof found)[number]) => people.filter(p => p.identity !== null).length;
  expect(
    found.filter(([a, b]) => matchName(a!.name) !== matchName(b!.name)),
    'of one sound, written otherwise',
  ).toHaveLength(1);
  for (const people of found) {
    const [kept, other] = people[0]!.identity === null ? [people[1]!, people[0]!] : [people[0]!, people[1]!];
    const both = { id: kept.id, revision: kept.revision, other: other.id, other_revision: other.revision };
    const merged = await officer.send(api.merge, both);
    if (numbers(people) === 1) expect(merged.status).toBe(200);
    else {
      expect(merged.body.say).toContain('证件号不同');
      expect((await officer.send(api.distinguish, { id: kept.id, others: [other.id] })).status).toBe(200);
    }
  }
  expect(found.map(numbers).toSorted()).toEqual([1, 1, 2]);
  expect(await groups()).toEqual([]);
});
