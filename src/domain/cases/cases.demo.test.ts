// The demo's year of cases: every station shows some, in different stages.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clients } from '#domain/clients/index.ts';
import { org } from '#domain/org/index.ts';
import { demoStart, foundDemoCounty } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { dayOf } from '#kernel/dates.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import * as api from './cases.ts';
import { cases } from './index.ts';
import { person } from './testing.ts';

let server: TestServer;
const said: string[] = [];
beforeAll(async () => {
  server = await testServer([org, clients, records, cases], async ({ house }) => {
    await foundDemoCounty(house, demoStart(dayOf(house.clock())));
    await clients.demo!(house, () => {});
    await cases.demo!(house, line => said.push(line));
  });
}, 120_000);
afterAll(() => server?.stop());

describe('the demo', () => {
  it('shows two or three cases at every station, in many stages, handed over and looked into', async () => {
    const officer = await server.as(person('minzheng'));
    const { rows } = (await officer.read(api.list, { limit: 200 })).body;
    const stations = Map.groupBy(rows, r => r.station);
    expect(stations.size).toBe(10);
    for (const [station, list] of stations) expect([station, list.length >= 2 && list.length <= 3]).toEqual([station, true]);
    const stages = new Set(rows.map(r => r.stage));
    for (const stage of ['declined', 'planning', 'intervention', 'follow_up'] as const) expect([...stages]).toContain(stage);
    expect(rows.some(r => r.emergency)).toBe(true);
    expect((await officer.read(api.glass, {})).body.rows).toHaveLength(1);
    expect((await officer.read(api.handovers, {})).body.rows.length).toBeGreaterThan(0);
    expect(said[0]).toContain('演示数据');
  });
});
