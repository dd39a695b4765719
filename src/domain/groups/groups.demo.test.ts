// The demo's group work: what a visitor finds is there, in every stage, and counts as it should.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { foundDemoCounty, STATION_WORDS } from '#domain/org/people.demo.ts';
import { records } from '#domain/records/index.ts';
import { newId } from '#kernel/ids.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import { groupReviewable } from './forms.service.ts';
import { type GroupRow, list } from './groups.ts';
import { groups } from './index.ts';
import { account } from './testing.ts';

let server: TestServer;
let rows: GroupRow[];
beforeAll(async () => {
  server = await testServer([records([groupReviewable]), groups], ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T10:00:00+08:00');
  const owner = await server.owner(469030);
  for (const station of Object.keys(STATION_WORDS).map(Number))
    for (let i = 0; i < 14; i++) {
      const id = newId();
      await owner.query(
        'insert into app.households (county_id, id, station_id, village_code, changed_by) values (469030, $1, $2, $3, $1)',
        [id, station, `${station}200`],
      );
      await owner.query(
        `insert into app.residents (county_id, id, station_id, household_id, village_code, name, name_key, sex, born_on, identity_kind, source, changed_by)
         values (469030, $1, $2, $1, $3, $4, 'key', '2', '1950-01-01', 'none', 'worker', $1)`,
        [id, station, `${station}200`, `王${'甲乙丙丁戊己庚辛壬癸子丑寅卯'[i]}`],
      );
    }
  await owner.end();
  await groups.demo?.(server.house, () => undefined);
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
