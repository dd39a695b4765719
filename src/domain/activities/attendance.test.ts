// Who came, through HTTP: by list, by count, put right; a person counts once. Serves K5b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import * as a from './activities.ts';
import { activityWorld, elsewhere, HONGMAO, merged, people, photo, typedPeople, type World, YINGGEN } from './testing.ts';

let w: World;
beforeAll(async () => {
  w = await activityWorld();
});
afterAll(() => w?.server.stop());
const resident = (id: string, change: object = {}) => ({ id: newId(), resident: id, ...change });

describe('activities.attend', () => {
  it('refuses people of another station, strangers, a village elsewhere, who only reads', async () => {
    const id = await w.held();
    expect((await w.sign(id, [resident(elsewhere)])).body.code).toBe('missing_reference');
    expect((await w.sign(id, [resident(people[0]!)], 'yinggen.1')).body.code).toBe('not_found');
    expect((await w.sign(id, [resident(people[0]!)], 'minzheng')).body.code).toBe('forbidden');
    expect((await w.sign(id, [resident(people[0]!)], 'hongmao.zhuli')).body.code).toBe('forbidden');
    expect((await w.sign(id, [{ id: newId(), name: '王一', village: `${YINGGEN}200` }])).body.code).toBe('invalid');
    expect((await w.sign(id, [{ id: newId(), name: '王一', phone_end: '12' }])).body.code).toBe('invalid');
    expect((await w.sign(id, [])).body.code).toBe('invalid');
  });
  it('works before the activity is marked as held, by any worker of the station', async () => {
    const id = await w.plan();
    const answer = await w.sign(id, [resident(people[0]!), ...typedPeople(2)], 'hongmao.2');
    expect(answer.body).toMatchObject({ added: 3, known: 0 });
    expect((await w.get(id)).tally).toMatchObject({ named: 3, counted: 0, times: 3 });
  });
  it('counts nobody twice: ticked again, typed again, merged files', async () => {
    const id = await w.held();
    const typed = { id: newId(), name: '王 春花', village: `${HONGMAO}200`, volunteer: true };
    await w.sign(id, [resident(people[0]!), typed]);
    const again = await w.sign(id, [resident(merged), resident(people[0]!), { ...typed, id: newId(), name: '王春花' }]);
    expect(again.body).toMatchObject({ added: 0, known: 3 });
    expect((await w.get(id)).tally).toEqual({ named: 2, counted: 0, times: 2, volunteers: 1, signatures: 2 });
  });
  it('two phones at once with the same person: two signatures, one person', async () => {
    const id = await w.held();
    const sent = await Promise.all(['hongmao.1', 'hongmao.2'].map(by => w.sign(id, [resident(people[2]!)], by)));
    expect(sent.map(s => s.status)).toEqual([200, 200]);
    expect((await w.get(id)).tally).toMatchObject({ named: 1, times: 1 });
  });
  it('the same command again answers as before', async () => {
    const id = await w.held();
    const [command, input] = [newId(), { activity: id, people: typedPeople(3) }];
    const first = await w.who('hongmao.1').send(a.attend, input, { id: command });
    const second = await w.who('hongmao.1').send(a.attend, input, { id: command });
    expect(second).toMatchObject({ replayed: true, body: first.body });
    expect((await w.get(id)).tally.signatures).toBe(3);
    expect(
      (await w.who('hongmao.1').send(a.attend, { activity: id, people: [{ ...input.people[0]!, name: '别人' }] })).body.code,
    ).toBe('id_reused');
  });
});

describe('activities.count', () => {
  it('refuses no picture, a number that cannot be, strangers', async () => {
    const id = await w.held();
    const code = async (change: object, by = 'hongmao.1') =>
      (await w.who(by).send(a.count, { id: newId(), activity: id, people: 45, sheet: photo, ...change })).body.code;
    expect(await code({ sheet: 'e'.repeat(64) })).toBe('file_not_sent');
    expect(await code({ people: 0 })).toBe('invalid');
    expect(await code({ people: 100_000 })).toBe('invalid');
    expect(await code({}, 'yinggen.1')).toBe('not_found');
    expect(await code({}, 'pinggu')).toBe('forbidden');
  });
  it('counts apart from the names', async () => {
    const id = await w.held();
    await w.sign(id, typedPeople(12));
    await w.who('hongmao.1').send(a.count, { id: newId(), activity: id, people: 45, sheet: photo });
    const { tally } = await w.get(id);
    expect(tally).toMatchObject({ named: 12, counted: 45, times: 57 });
    const [row] = (await w.who('minzheng').read(a.list, { station: HONGMAO, limit: 200 })).body.rows.filter(r => r.id === id);
    expect(row!.tally).toEqual(tally);
  });
});

describe('activities.identify and activities.strike', () => {
  it('a typed name is somebody on file: ticked as well she still counts once', async () => {
    const id = await w.held();
    const typed = { id: newId(), name: '符阿四' };
    await w.sign(id, [typed, resident(people[3]!)]);
    const before = await w.get(id);
    expect(before.tally.named).toBe(2);
    expect(before.twins).toHaveLength(1);
    expect(before.missing.map(m => m.gap)).toContain('twins');
    const link = { id: typed.id, revision: 1, resident: people[3]! };
    expect((await w.who('hongmao.1').send(a.identify, { ...link, resident: elsewhere })).body.code).toBe('missing_reference');
    expect((await w.who('yinggen.1').send(a.identify, link)).body.code).toBe('not_found');
    expect((await w.who('hongmao.1').send(a.identify, link)).body.revision).toBe(2);
    expect((await w.who('hongmao.1').send(a.identify, link)).body.code).toBe('stale');
    expect(await w.get(id)).toMatchObject({ tally: { named: 1, signatures: 2 }, twins: [] });
  });
  it('what is struck counts no more and stays with its reason; it may sign again', async () => {
    const id = await w.held();
    const [one] = typedPeople(1);
    await w.sign(id, [one!]);
    const strike = { id: one!.id, revision: 1, reason: '写错了' };
    expect((await w.who('yinggen.1').send(a.strike, strike)).body.code).toBe('not_found');
    expect((await w.who('hongmao.2').send(a.strike, strike)).status).toBe(200);
    expect((await w.who('hongmao.2').send(a.strike, strike)).body.code).toBe('stale');
    expect(await w.get(id)).toMatchObject({ tally: { named: 0, times: 0 }, attendance: [{ struck_because: '写错了' }] });
    expect((await w.sign(id, [{ ...one!, id: newId() }])).body.added).toBe(1);
  });
});

describe('reading', () => {
  it('lists by theme, stage, days and station, page by page', async () => {
    const ids = [await w.plan({ themes: ['child_safety'] }), await w.held({ themes: ['child_safety', 'other'] })];
    const list = async (query: object) => (await w.who('hongmao.1').read(a.list, { theme: ['child_safety'], ...query })).body;
    expect((await list({})).rows.map(r => r.id).sort()).toEqual([...ids].sort());
    expect((await list({ stage: ['held'] })).rows.map(r => r.id)).toEqual([ids[1]]);
    expect((await list({ from: '2026-11-23' })).rows).toEqual([]);
    const first = await list({ limit: 1 });
    const second = await list({ limit: 1, cursor: first.next });
    expect([...first.rows, ...second.rows].map(r => r.id).sort()).toEqual([...ids].sort());
    expect((await w.who('hongmao.1').read(a.list, { cursor: 'x' })).body.code).toBe('unknown_parameter');
    expect((await w.who('yinggen.1').read(a.list, {})).body.rows).toEqual([]);
  });
  it('the stage in the list is the stage of the rules', async () => {
    const { rows } = (await w.who('hongmao.1').read(a.list, { limit: 200 })).body;
    for (const stage of Object.keys(a.STAGES) as a.Stage[]) {
      const found = (await w.who('hongmao.1').read(a.list, { stage: [stage], limit: 200 })).body.rows;
      expect(found.map(r => r.id)).toEqual(rows.filter(r => r.stage === stage).map(r => r.id));
    }
  });
  it('a year says which themes are covered; the phone keeps its station’s', async () => {
    const { rows } = (await w.who('minzheng').read(a.year, {})).body;
    const own = rows.find(r => r.station === HONGMAO)!;
    expect(own.themes.social_work_publicity).toBeGreaterThan(0);
    expect(own.themes.volunteering_advocacy).toBeUndefined();
    expect(rows).toHaveLength(10);
    expect((await w.who('hongmao.1').read(a.year, { station: YINGGEN })).body.code).toBe('not_found');
    const field = (await w.who('hongmao.2').read(a.field)).body;
    expect(field.activities.every(r => r.station === HONGMAO && !r.mine)).toBe(true);
    expect(field.villages.every(v => v.station === HONGMAO)).toBe(true);
  });
  it('the ledger is an Excel file under the same filters', async () => {
    const answer = await w.who('hongmao.1').get(`/api/activities.ledger?station=${HONGMAO}`);
    expect(answer.status).toBe(200);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await w.who('hongmao.1').get(`/api/activities.ledger?station=${YINGGEN}`)).status).toBe(404);
  });
});
