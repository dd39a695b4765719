// The demo county's contract as a visitor meets it: who is on the way to the certificate. U1.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoId } from '#domain/org/people.demo.ts';
import { exams } from '#domain/org/staffing.ts';
import { modules } from '#modules';
import { type TestServer, testServer } from '#server/testing.ts';
import { DEMO_CONTRACT } from './contract.demo.ts';
import * as contract from './contract.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer(modules, 'founded');
});
afterAll(() => server?.stop());

it('has somebody at every station on the way to the certificate, and some who passed in the term (U1)', async () => {
  const manager = await server.as(demoId('469030/xiangmu'));
  const { rows } = (await manager.read(exams)).body;
  expect(new Set(rows.map(r => r.station)).size).toBe(10);
  expect(new Set(rows.map(r => r.state))).toEqual(new Set(['passed', 'failed', 'registered', 'given_up', 'preparing']));
  const standing = (await manager.read(contract.standing, { id: DEMO_CONTRACT })).body;
  const u1 = standing.clauses.find(c => c.code === 'U1')!.indicators[0]!;
  expect(u1.stations.filter(s => s.status === 'met')).toHaveLength(4);
});
