// The demo county as a visitor meets it: most months inspected, something open, something overdue, a finished draw. M3.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoId, demoStart, foundDemoCounty } from '#domain/org/people.demo.ts';
import { exams } from '#domain/org/staffing.ts';
import { dayOf } from '#kernel/dates.ts';
import { modules } from '#modules';
import { type TestServer, testServer } from '#server/testing.ts';
import * as api from './inspections.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, demoStart(dayOf(house.clock())));
    for (const module of modules) await module.demo?.(house, () => {});
  });
}, 240_000);
afterAll(() => server?.stop());

it('has somebody at every station on the way to the certificate, and some who passed (U1)', async () => {
  const manager = await server.as(demoId('469030/xiangmu'));
  const { rows } = (await manager.read(exams)).body;
  expect(new Set(rows.map(r => r.station)).size).toBe(10);
  expect(new Set(rows.map(r => r.state))).toEqual(new Set(['passed', 'failed', 'registered', 'given_up', 'preparing']));
  expect(rows.filter(r => r.state === 'passed')).toHaveLength(4);
});

it('has believable months, findings in every state, and a draw that can be read', async () => {
  const officer = await server.as(demoId('469030/minzheng'));
  const grid = (await officer.read(api.grid)).body;
  const cells = grid.rows.flatMap(r => r.cells.map(c => c.state));
  expect(grid.rows).toHaveLength(10);
  expect(cells.filter(c => c === 'missed')).toHaveLength(1);
  expect(cells.filter(c => c === 'done').length).toBeGreaterThan(70);
  const findings = (await officer.read(api.findings, { limit: 200 })).body.rows;
  expect(new Set(findings.map(f => f.state))).toEqual(new Set(['open', 'answered', 'closed']));
  expect(findings.filter(f => f.overdue).length).toBeGreaterThan(0);
  expect(findings.filter(f => f.state === 'open' && !f.overdue).length).toBeGreaterThan(0);
  const draws = (await officer.read(api.draws)).body.rows;
  expect(draws.map(d => d.state).sort()).toEqual(['finished', 'open']);
  const draw = (await officer.read(api.drawn, { id: draws.find(d => d.state === 'finished')!.id })).body;
  expect(draw.total.entered).toBe(draw.items.length);
  expect(draw.items.some(i => i.replaced)).toBe(true);
});
