// The phone's part of visits through HTTP: whole at first, then only what changed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import * as review from '#domain/records/records.ts';
import { newId } from '#kernel/ids.ts';
import type { TestServer } from '#server/testing.ts';
import { child, HONGMAO, homeVisit, photo, second, visitWorld, type World, worker } from './testing.ts';
import * as api from './visits.ts';

let world: World;
let server: TestServer;
let who: World['who'];
let recorded: World['recorded'];
beforeAll(async () => {
  world = await visitWorld(org);
  ({ server, who, recorded } = world);
});
afterAll(() => server?.stop());

describe('the phone', () => {
  it('gets its own visits and the last ones of its people, then only what changed', async () => {
    const phone = who('hongmao.2');
    await recorded('hongmao.1', homeVisit(second));
    const whole = (await phone.read(api.field)).body;
    expect(whole).toMatchObject({
      whole: true,
      settings: { late_days: 3 },
      stations: [{ station: HONGMAO, opened_on: '2026-03-01' }],
    });
    expect(whole.visits.every(v => v.worker === worker('hongmao.2'))).toBe(true);
    expect(whole.colleagues.length).toBeGreaterThan(20);
    expect((await phone.read(api.field, { after: whole.head })).body).toMatchObject({
      whole: false,
      visits: [],
      people: [],
      gone: [],
    });
    const section = { guardian: 'grandparents', guarding: 'good', schooling: 'primary' } as const;
    const first = homeVisit(child, {
      visited_on: '2026-11-20',
      content: { ...homeVisit(child).content, ...section },
      photos: [photo],
    });
    await recorded('hongmao.2', first);
    await recorded('hongmao.1', homeVisit(child, { visited_on: '2026-11-22', outcome: 'nobody', content: {} }));
    const more = (await phone.read(api.field, { after: whole.head })).body;
    expect(more.visits.map(v => v.id)).toEqual([first.id]);
    expect(more.people).toHaveLength(1);
    expect(more.people[0]).toMatchObject({
      resident: child,
      welfare_call: null,
      home_visit: { content: section, photos: [] },
      visits: [
        { outcome: 'nobody', visited_on: '2026-11-22' },
        { outcome: 'success', visited_on: '2026-11-20' },
      ],
    });
    expect(
      (
        await who('hongmao.zhanzhang').send(review.returnRecord, {
          what: 'visits',
          id: first.id,
          revision: 1,
          remark: '补充学校情况',
        })
      ).status,
    ).toBe(200);
    expect((await phone.read(api.field, { after: more.head })).body.visits).toMatchObject([
      { id: first.id, state: 'returned', remark: '补充学校情况' },
    ]);
  });
  it('forgets a withdrawn visit as the last one, and people who are somebody else’s now', async () => {
    const phone = who('hongmao.1');
    const { head } = (await phone.read(api.field)).body;
    const mistake = homeVisit(second, { visited_on: '2026-11-23' });
    await recorded('hongmao.1', mistake);
    expect((await phone.read(api.field, { after: head })).body.people[0]!.visits[0]!.visited_on).toBe('2026-11-23');
    const { head: later } = (await phone.read(api.field)).body;
    await phone.send(api.withdraw, { id: mistake.id, revision: 1, reason: '记错人' });
    const { people: mine, visits: own } = (await phone.read(api.field, { after: later })).body;
    expect(mine[0]!.visits[0]!.visited_on).toBe('2026-11-22');
    expect(own).toMatchObject([{ id: mistake.id, state: 'withdrawn' }]);
    const owner = await server.owner(469030);
    const command = newId();
    const { rows } = await owner.query(
      "select app.append_ledger(469030, $1, 'clients.assign', $2, $3, $4, '{}', null, now(), '\\x00', '{}') as seq",
      [command, worker('hongmao.zhanzhang'), HONGMAO, second],
    );
    await owner.query(
      "insert into app.assignments (county_id, id, station_id, resident_id, worker_id, from_on, to_on, changed_by) values (469030, $1, $2, $3, $4, '2026-03-01', '2026-11-23', $5)",
      [newId(), HONGMAO, second, worker('hongmao.1'), command],
    );
    await owner.query('update app.residents set worker_id = $1, changed_by = $2 where county_id = 469030 and id = $3', [
      worker('hongmao.2'),
      command,
      second,
    ]);
    await owner.end();
    expect((await phone.read(api.field, { after: Number(rows[0].seq) - 1 })).body).toMatchObject({ gone: [second], people: [] });
    expect((await who('hongmao.2').read(api.field, { after: Number(rows[0].seq) - 1 })).body).toMatchObject({
      gone: [],
      people: [{ resident: second, visits: [{ visited_on: '2026-11-22' }] }],
    });
  });
});
