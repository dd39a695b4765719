// The demo year holds what the screens and the contract need to show. Serves K5, K5b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { demoStart, foundDemoCounty } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { dayOf } from '#kernel/dates.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import { activityReviewable } from './activities.routes.ts';
import * as a from './activities.ts';
import { activities } from './index.ts';
import { worker } from './testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer([org, records([activityReviewable]), activities], async ({ house }) => {
    await foundDemoCounty(house, demoStart(dayOf(house.clock())));
    await activities.demo!(house, () => {});
  });
});
afterAll(() => server?.stop());

describe('the demo year', () => {
  it('has three or four activities a station in different stages, both themes in most, one of nine people', async () => {
    const officer = await server.as(worker('minzheng'));
    const { rows } = (await officer.read(a.list, { limit: 200 })).body;
    const perStation = Map.groupBy(rows, r => r.station);
    expect(perStation.size).toBe(10);
    for (const own of perStation.values()) expect([3, 4]).toContain(own.length);
    expect(new Set(rows.map(r => r.stage)).size).toBeGreaterThanOrEqual(2);
    expect(rows.some(r => r.tally.times === 9)).toBe(true);
    const covered = [...perStation.values()].filter(own =>
      a.COMPULSORY_THEMES.every(theme => own.some(r => r.held_on && r.themes.includes(theme))),
    );
    expect(covered.length).toBeGreaterThanOrEqual(6);
  });
});
