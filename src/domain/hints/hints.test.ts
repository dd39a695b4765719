// Hints through HTTP: found from real records, looked into with a remark, by whom they do not concern. K1, M3.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { addFile, elder, HONGMAO, homeVisit, photo, second, visitWorld, type World, worker } from '#domain/visits/testing.ts';
import { newId } from '#kernel/ids.ts';
import * as api from './hints.ts';
import { hints } from './index.ts';

const NOTES = '老人今天精神尚好，血压药按时服用，屋里用电线路老化已提醒其子更换，约定下周五再来看望并带来量血压的仪器。';
let world: World;
let who: World['who'];
let first: string;
let again: string;
let telling: string;
beforeAll(async () => {
  world = await visitWorld(org, hints);
  who = world.who;
  const owner = await world.server.owner(469030);
  await addFile(owner, 'b'.repeat(64));
  await owner.query("update app.files set look = 'ff00ff00ff00ff00' where county_id = 469030 and hash = $1", [photo]);
  await owner.query("update app.files set look = 'ff00ff00ff00ff01' where county_id = 469030 and hash = $1", ['b'.repeat(64)]);
  await owner.end();
  const visit = (resident: string, more: object) =>
    homeVisit(resident, { content: { ...homeVisit(resident).content, notes: NOTES }, ...more });
  first = await world.recorded(
    'hongmao.1',
    visit(elder, { visited_on: '2026-11-20', photos: [photo], started_at: '09:00', ended_at: '10:00' }),
  );
  again = await world.recorded(
    'hongmao.1',
    visit(second, { visited_on: '2026-11-20', photos: ['b'.repeat(64)], started_at: '09:30', ended_at: '10:30' }),
  );
  const own = homeVisit(elder, { visited_on: '2026-11-21', photos: [photo] });
  telling = await world.recorded('hongmao.zhanzhang', own);
});
afterAll(() => world?.server.stop());

const open = async (by: string, more: object = {}) => (await who(by).read(api.list, { station: HONGMAO, ...more })).body;

describe('refuses', () => {
  it('workers, other stations, what concerns the reader himself, records that are not there', async () => {
    expect((await who('hongmao.1').read(api.list, {})).body).toMatchObject({ code: 'forbidden' });
    expect((await who('yinggen.zhanzhang').read(api.list, {})).body.rows).toEqual([]);
    const remark = { kind: 'same_photo' as const, records: [first, telling], remark: '已核实' };
    expect((await who('hongmao.zhanzhang').send(api.remark, remark)).body.code).toBe('own_work');
    expect((await who('yinggen.zhanzhang').send(api.remark, remark)).body.code).toBe('not_found');
    expect((await who('minzheng').send(api.remark, { ...remark, records: [first, newId()] })).body.code).toBe('not_found');
    expect((await who('pinggu').send(api.remark, remark)).body.code).toBe('forbidden');
    expect((await who('minzheng').read(api.list, { from: '2020-01-01' })).body).toMatchObject({ code: 'invalid' });
  });
});

describe('works', () => {
  it('finds what is alike, with its reason and records; nobody’s name of those served is in it', async () => {
    const { rows, looked_at } = await open('xiangmu');
    expect(looked_at).toBe(3);
    expect(rows.map(r => [r.kind, [...r.records].sort()])).toEqual(
      expect.arrayContaining([
        ['same_photo', [first, telling].sort()],
        ['like_photo', [first, again].sort()],
        ['like_text', [first, again].sort()],
        ['same_time', [first, again].sort()],
      ]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/王亚妹|符桂英/);
    expect(rows.find(r => r.kind === 'same_time')).toMatchObject({ worker: worker('hongmao.1'), station: HONGMAO, remark: null });
  });
  it('what somebody looked into is no longer open; a second remark is refused', async () => {
    const remark = { kind: 'like_text' as const, records: [again, first], remark: '两户情况相近，已当面核实' };
    expect((await who('minzheng').send(api.remark, remark)).status).toBe(200);
    expect((await who('xiangmu').send(api.remark, { ...remark, records: [first, again] })).body.code).toBe('hint_known');
    expect((await open('xiangmu')).rows.map(r => r.kind)).not.toContain('like_text');
    const all = (await open('xiangmu', { state: 'all' })).rows.find(r => r.kind === 'like_text')!;
    expect(all.remark).toMatchObject({ text: '两户情况相近，已当面核实', by: '演示·民政专员' });
  });
});

describe('counts', () => {
  it('a hint changes no record', async () => {
    const owner = await world.server.owner(469030);
    const { rows } = await owner.query('select state, revision from app.visits where county_id = 469030');
    await owner.end();
    expect(rows).toEqual(Array.from({ length: 3 }, () => ({ state: 'submitted', revision: 1 })));
  });
});
