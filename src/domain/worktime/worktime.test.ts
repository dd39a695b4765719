// Working time through HTTP: what is entered, who sees whose, and that a sum is the sum of the pieces behind it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { train } from '#domain/org/org.ts';
import { visits } from '#domain/visits/index.ts';
import { elder, HONGMAO, homeVisit, oneRow, visitWorld, type World, worker } from '#domain/visits/testing.ts';
import { newId } from '#kernel/ids.ts';
import { worktime } from './index.ts';
import * as api from './worktime.ts';

let world: World;
let who: World['who'];
beforeAll(async () => {
  world = await visitWorld(org, worktime([...(org.spans ?? []), ...(visits.spans ?? [])]));
  who = world.who;
});
afterAll(() => world?.server.stop());

const entry = (change: object = {}) => ({
  id: newId(),
  day: '2026-11-20',
  work: 'admin' as const,
  minutes: 90,
  what: '协助核对名单',
  asked_by: '镇民政办',
  ...change,
});
const november = { from: '2026-11-01', to: '2026-11-30' };

describe('refuses', () => {
  it('a day to come, no time at all, more than a day has, a kind that records tell of', async () => {
    const send = async (change: object) => (await who('hongmao.1').send(api.record, entry(change) as never)).body;
    expect((await send({ day: '2026-11-24' })).issues?.[0]?.path).toBe('day');
    expect((await send({ minutes: 0 })).issues?.[0]?.path).toBe('minutes');
    expect((await send({ minutes: 1000 })).issues?.[0]?.path).toBe('minutes');
    expect((await send({ work: 'professional' })).issues?.[0]?.path).toBe('work');
    expect((await send({ what: ' ' })).issues?.[0]?.path).toBe('what');
  });
  it('another’s time, but by the head of the station; an entry of another station', async () => {
    expect((await who('hongmao.1').send(api.record, entry({ worker: worker('hongmao.2') }))).body.code).toBe('not_author');
    expect((await who('yinggen.zhanzhang').send(api.record, entry({ worker: worker('hongmao.2') }))).body.issues?.[0]?.path).toBe(
      'worker',
    );
    expect((await who('minzheng').send(api.record, entry())).body.code).toBe('forbidden');
    const own = entry();
    await who('hongmao.1').send(api.record, own);
    const { id: _, ...change } = own;
    expect((await who('hongmao.2').send(api.correct, { id: own.id, revision: 1, ...change })).body.code).toBe('not_author');
    expect((await who('yinggen.zhanzhang').send(api.withdraw, { id: own.id, revision: 1 })).body.code).toBe('not_found');
  });
  it('a stale correction, and one of what was withdrawn', async () => {
    const { id, ...rest } = entry();
    await who('hongmao.1').send(api.record, { id, ...rest });
    expect((await who('hongmao.1').send(api.correct, { id, revision: 1, ...rest, minutes: 60 })).body).toEqual({
      id,
      revision: 2,
    });
    expect((await who('hongmao.1').send(api.correct, { id, revision: 1, ...rest })).body.code).toBe('stale');
    expect((await who('hongmao.zhanzhang').send(api.withdraw, { id, revision: 2 })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, { id, revision: 3, ...rest })).body.code).toBe('record_withdrawn');
  });
});

describe('works', () => {
  it('sent twice it is one; it is kept with who wrote it', async () => {
    const input = entry({ worker: worker('hongmao.2') });
    const id = newId();
    for (const replayed of [false, true])
      expect((await who('hongmao.zhanzhang').send(api.record, input, { id })).replayed).toBe(replayed);
    const row = await oneRow(
      world.server,
      'select worker_id, written_by, minutes from app.work_entries where county_id = 469030 and id = $1',
      [input.id],
    );
    expect(row).toEqual({ worker_id: worker('hongmao.2'), written_by: worker('hongmao.zhanzhang'), minutes: 90 });
  });
});

describe('counts', () => {
  beforeAll(async () => {
    await world.recorded(
      'hongmao.1',
      homeVisit(elder, { started_at: '09:10', ended_at: '09:50', co_workers: [worker('hongmao.2')] }),
    );
    await world.recorded('hongmao.1', homeVisit(elder));
    const training = { id: newId(), staff: worker('hongmao.1'), title: '个案管理', organiser: '县民政局' };
    const done = { ...training, organiser_kind: 'civil_affairs' as const, hours: 8, ended_on: '2026-11-10' };
    expect((await who('minzheng').send(train, done)).status).toBe(200);
  });
  it('a visit for each who took part, a training by its hours; without times it is counted beside, never estimated', async () => {
    const { rows } = (await who('hongmao.1').read(api.summary, november)).body;
    expect(new Set(rows.map(r => r.worker))).toEqual(new Set([worker('hongmao.1')]));
    const of = (work: string) => rows.find(r => r.work === work);
    expect(of('professional')).toMatchObject({ minutes: 40, count: 1, unmeasured: 1 });
    expect(of('training')!.minutes).toBeGreaterThanOrEqual(480);
    const companion = (await who('hongmao.2').read(api.summary, november)).body.rows.find(r => r.work === 'professional');
    expect(companion).toMatchObject({ worker: worker('hongmao.2'), minutes: 40 });
  });
  it('every sum is the sum of its pieces, in pages; who may see it all sees it all', async () => {
    for (const word of ['hongmao.1', 'hongmao.zhanzhang', 'xiangmu', 'minzheng']) {
      const { rows } = (await who(word).read(api.summary, { ...november, station: HONGMAO })).body;
      for (const sum of rows) {
        const pieces: api.Piece[] = [];
        let cursor: string | undefined;
        do {
          const page = await who(word).read(api.list, {
            ...november,
            station: HONGMAO,
            worker: sum.worker,
            work: sum.work,
            limit: 2,
            ...(cursor && { cursor }),
          });
          pieces.push(...page.body.rows);
          cursor = page.body.next ?? undefined;
        } while (cursor);
        expect(pieces.reduce((all, p) => all + (p.minutes ?? 0), 0)).toBe(sum.minutes);
        expect(pieces.filter(p => p.minutes === null)).toHaveLength(sum.unmeasured);
        expect(pieces).toHaveLength(sum.count + sum.unmeasured);
      }
      expect(rows.some(r => r.worker === worker('hongmao.2'))).toBe(word !== 'hongmao.1');
    }
  });
  it('nothing of another station', async () => {
    expect((await who('yinggen.1').read(api.summary, { ...november, station: HONGMAO })).body.rows).toEqual([]);
  });
});

describe('rules', () => {
  it('hours and shares in words', () => {
    expect([5, 60, 90].map(api.inHours)).toEqual(['5 分', '1 小时', '1 小时 30 分']);
    const rows = [
      { work: 'admin', minutes: 60 },
      { work: 'professional', minutes: 180 },
    ] as const;
    expect(api.shareOf(rows, 'admin')).toBe(25);
    expect(api.shareOf([], 'admin')).toBeNull();
  });
});
