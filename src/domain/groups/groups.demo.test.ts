// The demo's group work: what a visitor finds is there, in every stage, and counts as it should.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { clients } from '#domain/clients/index.ts';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import { type GroupRow, list } from './groups.ts';
import { groups } from './index.ts';
import { account } from './testing.ts';

let server: TestServer;
let rows: GroupRow[];
beforeAll(async () => {
  server = await testServer([clients, records, groups], ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T10:00:00+08:00');
  for (const module of [clients, groups]) await module.demo?.(server.house, () => undefined);
  rows = (await (await server.as(account('minzheng'))).read(list, { limit: 100 })).body.rows;
});
afterAll(() => server?.stop());

it('is a believable year: two groups a station, most of them complete, the others for a reason', () => {
  expect(rows).toHaveLength(20);
  const stages = Map.groupBy(rows, r => r.stage);
  expect([...stages.keys()].sort()).toEqual(['archived', 'cancelled', 'recruiting', 'running', 'submitted']);
  const archived = stages.get('archived')!;
  expect(archived.every(r => r.complete && r.held >= 4 && r.people <= r.attendances)).toBe(true);
  expect(archived.filter(r => r.attendances < 16).map(r => r.attendances)).toEqual([14]);
});
