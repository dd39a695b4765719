// Random call-backs and checks of records through HTTP: independent of the worker, drawn once, anybody can draw again. M3, K1.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { withdraw } from '#domain/visits/visits.ts';
import { newId } from '#kernel/ids.ts';
import { q, sql } from '#server/database/tables.ts';
import { enterAs, inTransaction, Tx } from '#server/database/tx.ts';
import type { TestServer } from '#server/testing.ts';
import { measures } from './inspections.measures.ts';
import * as api from './inspections.ts';
import { drawing, HONGMAO, inspectionWorld, TODAY, type World, worker, YINGGEN } from './testing.ts';

let world: World;
let server: TestServer;
let who: World['who'];
beforeAll(async () => {
  world = await inspectionWorld();
  ({ server, who } = world);
});
afterAll(() => server?.stop());

type Result = z.input<typeof api.enterResult.input>['result'];
const reached = (change: object = {}): Result => ({
  kind: 'callback',
  reached: true,
  on: TODAY,
  way: 'phone',
  answered_by: 'self',
  confirmed: 'yes',
  agrees: 'yes',
  satisfaction: 5,
  ...change,
});
const missed: Result = { kind: 'callback', reached: false, on: TODAY, why: 'no_answer' };
const checked: Result = { kind: 'check', on: TODAY, complete: 'yes', true: 'yes' };

const read = async (id: string, by = 'minzheng') => (await who(by).read(api.drawn, { id })).body;
const enter = (id: string, result: Result, revision = 1, by = 'minzheng') =>
  who(by).send(api.enterResult, { id, revision, result });
/** Enters the same result everywhere and finishes. */
async function finished(id: string, result: Result): Promise<void> {
  for (const item of (await read(id)).items) await enter(item.id, result);
  const answer = await who('minzheng').send(api.finishDraw, { id, revision: 1 });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

describe('refuses', () => {
  it('drawing by the contractor’s people', async () => {
    for (const word of ['xiangmu', 'hongmao.zhanzhang', 'hongmao.1', 'xitong'])
      expect((await who(word).send(api.draw, drawing())).body.code).toBe('forbidden');
  });
  it('a period that is to come, too long or empty; a station of nobody; the same station twice', async () => {
    const send = (change: object) => who('minzheng').send(api.draw, drawing(change));
    expect((await send({ to: '2026-11-24' })).body.issues?.[0]?.path).toBe('to');
    expect((await send({ from: '2025-11-01' })).body.issues?.[0]?.path).toBe('to');
    expect((await send({ to: '2026-11-20' })).body.code).toBe('draw_empty');
    expect((await send({ stations: [{ station: 469030999, size: 1 }] })).body.code).toBe('not_found');
    const twice = { station: HONGMAO, size: 1 };
    expect((await send({ stations: [twice, twice] })).body.code).toBe('invalid');
  });
  it('showing who was drawn before it is finished, to the worker, her head and the manager', async () => {
    const id = await world.drawn();
    const [item] = (await read(id)).items;
    for (const word of ['hongmao.1', 'hongmao.zhanzhang', 'xiangmu']) {
      expect((await who(word).read(api.drawn, { id })).body.code).toBe('not_found');
      expect((await who(word).read(api.frame, { id, station: HONGMAO })).body.code).toBe('not_found');
      expect((await who(word).read(api.drawnItem, { id: item!.id })).body.code).toBe('not_found');
      expect((await who(word).get(`/api/inspections.statement?id=${id}`)).status).toBe(404);
      expect((await who(word).read(api.draws, { limit: 200 })).body.rows.map(r => r.id)).not.toContain(id);
    }
    expect((await who('linxian').read(api.drawn, { id })).body.code).toBe('not_found');
  });
  it('a doubt without words, a result of the other kind, a stale one, any by the contractor', async () => {
    const [item] = (await read(await world.drawn())).items;
    expect((await enter(item!.id, reached({ confirmed: 'no' }))).body.issues?.[0]?.path).toBe('result.remark');
    expect((await enter(item!.id, checked)).body.issues?.[0]?.path).toBe('result.kind');
    expect((await enter(item!.id, reached(), 2)).body.code).toBe('stale');
    expect((await enter(item!.id, reached(), 1, 'xiangmu')).body.code).toBe('forbidden');
    expect((await enter(newId(), reached())).body.code).toBe('not_found');
  });
  it('finishing with results missing; any change of what is finished, replaced or abandoned', async () => {
    const id = await world.drawn({ stations: [{ station: HONGMAO, size: 1 }] });
    const finish = { id, revision: 1 };
    expect((await who('minzheng').send(api.finishDraw, finish)).body.code).toBe('draw_pending');
    const [item] = (await read(id)).items;
    expect((await enter(item!.id, missed)).status).toBe(200);
    expect((await enter(item!.id, reached(), 2)).body.code).toBe('draw_replaced');
    const second = (await read(id)).items[1]!;
    await enter(second.id, reached());
    expect((await who('minzheng').send(api.finishDraw, finish)).status).toBe(200);
    expect((await enter(second.id, reached(), 2)).body.code).toBe('draw_closed');
    expect((await who('minzheng').send(api.abandonDraw, { id, revision: 2, reason: '重抽' })).body.code).toBe('draw_closed');
    const other = await world.drawn();
    expect((await who('minzheng').send(api.abandonDraw, { id: other, revision: 1, reason: '期间选错' })).status).toBe(200);
    expect((await who('minzheng').send(api.finishDraw, { id: other, revision: 2 })).body.code).toBe('draw_closed');
    expect((await read(other)).state_reason).toBe('期间选错');
    expect((await who('hongmao.zhanzhang').read(api.drawn, { id: other })).body.code).toBe('not_found');
  });
});

describe('works', () => {
  it('anybody draws again from seed and frame, by the published method', async () => {
    const id = await world.drawn({ seed: 'dice-6-1-3-4', stations: [HONGMAO, YINGGEN].map(station => ({ station, size: 3 })) });
    await finished(id, reached());
    const draw = await read(id, 'pinggu');
    expect([draw.seed, draw.seed_source]).toEqual(['dice-6-1-3-4', 'given']);
    for (const { station, hash, frame } of draw.frames) {
      const { ids } = (await who('pinggu').read(api.frame, { id, station })).body;
      expect(ids.length).toBe(frame);
      const sha = (text: string) => createHash('sha256').update(text).digest('hex');
      expect(sha([station, ...ids].join('\n'))).toBe(hash);
      const again = [...ids].sort((a, b) =>
        sha(`${draw.seed}\n${station}\n${a}`) < sha(`${draw.seed}\n${station}\n${b}`) ? -1 : 1,
      );
      expect(draw.items.filter(i => i.station === station).map(i => i.visit)).toEqual(again.slice(0, 3));
    }
  });
  it('the frame of call-backs holds each person once, who was met; that of checks every record', async () => {
    const calls = await read(await world.drawn({ stations: [{ station: HONGMAO, size: 50 }] }));
    expect([calls.frames[0]!.frame, calls.items.length]).toEqual([7, 7]);
    expect(new Set(calls.items.map(i => i.resident)).size).toBe(7);
    expect(calls.items.every(i => i.visited_on === '2026-11-22')).toBe(true);
    const checks = await read(await world.drawn({ kind: 'check', stations: [{ station: HONGMAO, size: 50 }] }));
    expect(checks.items.length).toBe(16);
  });
  it('who cannot be reached is replaced by the next of the drawn order, nobody twice, until the frame is used up', async () => {
    const id = await world.drawn({ stations: [{ station: YINGGEN, size: 2 }] });
    for (let round = 0; round < 7; round++) {
      const next = (await read(id)).items.find(i => i.result === null)!;
      expect((await enter(next.id, missed)).status).toBe(200);
    }
    const draw = await read(id);
    expect(draw.items.map(i => i.place)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(draw.items.map(i => i.visit)).size).toBe(7);
    expect(draw.items.slice(2).map(i => i.replaces)).toEqual([1, 2, 3, 4, 5]);
    expect((await who('minzheng').send(api.finishDraw, { id, revision: 1 })).status).toBe(200);
  });
  it('two who cannot be reached at once get two others', async () => {
    const id = await world.drawn({ stations: [{ station: YINGGEN, size: 3 }] });
    const { items } = await read(id);
    const all = await Promise.all(items.map(i => enter(i.id, missed)));
    expect(all.map(a => a.status)).toEqual([200, 200, 200]);
    expect((await read(id)).items.map(i => i.place)).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it('a record that is written or withdrawn later changes nothing of what was drawn', async () => {
    const id = await world.drawn({ kind: 'check', stations: [{ station: HONGMAO, size: 16 }] });
    const before = (await who('minzheng').read(api.frame, { id, station: HONGMAO })).body;
    const visit = (await read(id)).items[0]!.visit;
    expect((await who('hongmao.1').send(withdraw, { id: visit, revision: 1, reason: '重复登记' })).status).toBe(200);
    expect((await who('minzheng').read(api.frame, { id, station: HONGMAO })).body).toEqual(before);
    expect((await read(id)).items.map(i => i.visit)).toContain(visit);
  });
  it('a result is corrected while the draw is open', async () => {
    const id = await world.drawn({ stations: [{ station: HONGMAO, size: 1 }] });
    const [item] = (await read(id)).items;
    await enter(item!.id, reached({ satisfaction: 4 }));
    expect((await enter(item!.id, reached({ satisfaction: 3 }), 2, 'pinggu')).status).toBe(200);
    const [after] = (await read(id)).items;
    expect(after).toMatchObject({ revision: 3, result: { satisfaction: 3 }, entered_by: '演示·评估员' });
  });
  it('the same draw command twice draws once', async () => {
    const input = drawing();
    const command = newId();
    await who('minzheng').send(api.draw, input, { id: command });
    expect((await who('minzheng').send(api.draw, input, { id: command })).replayed).toBe(true);
    expect((await who('minzheng').send(api.draw, input)).body.code).toBe('id_reused');
  });
  it('the finished draw is read by the station for itself, and masked where people are masked', async () => {
    const id = await world.drawn({ stations: [HONGMAO, YINGGEN].map(station => ({ station, size: 2 })) });
    const [first] = (await read(id)).items;
    await enter(first!.id, reached({ agrees: 'partly', remark: `${first!.resident_name}说时间短` }));
    await finished(id, reached());
    const own = await read(id, 'hongmao.1');
    expect(own.frames.map(f => f.station)).toEqual([HONGMAO]);
    expect(own.items.every(i => i.resident_name.startsWith('王阿'))).toBe(true);
    for (const word of ['pinggu', 'xiangmu']) {
      const masked = await read(id, word);
      expect(JSON.stringify(masked)).not.toContain('王阿');
      expect(masked.items).toHaveLength(4);
    }
  });
});

describe('counts', () => {
  it('the statement by station and together', async () => {
    const id = await world.drawn({ stations: [{ station: HONGMAO, size: 2 }] });
    const [a, b] = (await read(id)).items;
    await enter(a!.id, reached({ satisfaction: 4 }));
    await enter(b!.id, missed);
    const third = (await read(id)).items[2]!;
    await enter(third.id, reached({ confirmed: 'no', agrees: 'no', satisfaction: 1, remark: '说没有来过' }));
    const { statement, total } = await read(id);
    expect(statement[0]).toMatchObject({ drawn: 3, entered: 3, reached: 2, confirmed: 1, satisfaction: 2.5, satisfied: 1 });
    expect(total).toEqual({ ...statement[0], station: 0 });
  });
  it('evidence of measures: finished draws only', async () => {
    const rows = async (name: string) => {
      const measure = measures.find(m => m.name === name)!;
      const stations = [HONGMAO, YINGGEN];
      return inTransaction(
        server.house.pool,
        'read',
        line => enterAs(line, { county: 469030, stations }),
        line =>
          new Tx(line, { county: 469030, account: worker('minzheng'), name: '', grants: [], stations }, new Date(), null).all(
            sql<
              Record<string, unknown>
            >`select e.*, (${measure.exclusions[0]?.when ?? sql`false`}) as out from (${measure.evidence(469030, '2026-11-23')}) e`.compile(
              q,
            ),
          ),
      );
    };
    const before = (await rows('inspections.check')).length;
    const id = await world.drawn({ kind: 'check', stations: [{ station: YINGGEN, size: 2 }] });
    for (const item of (await read(id)).items) await enter(item.id, checked);
    expect((await rows('inspections.check')).length).toBe(before);
    await who('minzheng').send(api.finishDraw, { id, revision: 1 });
    const after = await rows('inspections.check');
    expect(after.length).toBe(before + 2);
    expect(after.at(-1)).toMatchObject({
      truth: 'yes',
      complete: 'yes',
      visit_kind: 'home_visit',
      month: '2026-11',
      station_id: YINGGEN,
    });
    const calls = await rows('inspections.callback');
    expect(calls.filter(r => r.out).every(r => r.reached === false && r.unreached === 'no_answer')).toBe(true);
    expect(calls.find(r => r.reached)).toMatchObject({ confirmed: 'yes', occurred_on: TODAY });
    const inspected = await world.inspected({ inspected_on: '2026-11-02' });
    expect((await rows('inspections.inspection')).find(r => r.id === inspected)).toMatchObject({
      occurred_on: '2026-11-02',
      month: '2026-11',
      state: 'recorded',
      out: false,
    });
  });
});
