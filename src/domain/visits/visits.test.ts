// Visits through HTTP on a real database: recording, withdrawing, the list, the figures, and who reaches what.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import * as review from '#domain/records/records.ts';
import { addDays, addMonths } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { TestServer } from '#server/testing.ts';
import {
  approveTogether,
  call,
  child,
  correction,
  elder,
  elsewhere,
  HONGMAO,
  homeVisit,
  merged,
  neighbour,
  oneRow,
  photo,
  second,
  visitWorld,
  type World,
  worker,
  YINGGEN,
} from './testing.ts';
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

describe('refuses', () => {
  it.each<[string, Parameters<typeof homeVisit>[1], string]>([
    ['a day to come', { visited_on: '2026-11-24' }, 'visited_on'],
    ['a day before the station opened', { visited_on: '2026-02-27', late_reason: '纸质补录' }, 'visited_on'],
    ['a late record without a reason', { visited_on: '2026-11-10' }, 'late_reason'],
    ['a visit without observations', { content: { notes: '好' } }, 'content.health'],
    ['a companion who is no colleague', { co_workers: [elder] }, 'co_workers'],
    ['the lead as his own companion', { co_workers: [worker('hongmao.1')] }, 'co_workers'],
    ['a person of another station as present', { present: [elsewhere] }, 'present'],
    ['the person visited as also present', { present: [elder] }, 'present'],
  ])('%s', async (_, change, path) => {
    const answer = await who('hongmao.1').send(api.record, homeVisit(elder, change));
    expect(answer.body.code).toBe('invalid');
    expect(answer.body.issues?.map(i => i.path)).toContain(path);
  });
  it('a child’s visit without the child section', async () => {
    const answer = await who('hongmao.2').send(api.record, homeVisit(child));
    expect(answer.body.issues?.map(i => i.path)).toEqual(['content.guardian', 'content.guarding', 'content.schooling']);
  });
  it('a photo that was not sent, or was sent to another station', async () => {
    expect((await who('hongmao.1').send(api.record, homeVisit(elder, { photos: ['b'.repeat(64)] }))).body).toMatchObject({
      code: 'file_not_sent',
      issues: [{ path: 'photos' }],
    });
    expect((await who('yinggen.1').send(api.record, homeVisit(elsewhere, { photos: [photo] }))).body.code).toBe('file_not_sent');
  });
  it('fields that are not the author’s: state, review, revision, county', async () => {
    for (const field of ['state', 'reviewed_by', 'revision', 'county_id', 'station', 'late', '__proto__']) {
      const input = JSON.parse(JSON.stringify(homeVisit(elder)).replace('{', `{"${field}":"approved",`)) as ReturnType<
        typeof homeVisit
      >;
      expect((await who('hongmao.1').send(api.record, input)).status).toBe(400);
    }
  });
  it('a person of another station, another county, or nobody: with the same words', async () => {
    const answers = await Promise.all(
      [elsewhere, neighbour, newId()].map(id => who('hongmao.1').send(api.record, homeVisit(id))),
    );
    for (const answer of answers)
      expect(answer).toEqual({ status: 404, body: { code: 'not_found', say: answers[2]!.body.say }, replayed: false });
  });
  it('recording by those who visit nobody, and for a colleague by anybody but the head', async () => {
    for (const word of ['minzheng', 'xiangmu', 'pinggu', 'xitong', 'hongmao.zhuli'])
      expect((await who(word).send(api.record, homeVisit(elder))).body.code).toBe('forbidden');
    expect((await who('hongmao.1').send(api.record, homeVisit(elder, { worker: worker('hongmao.2') }))).body.code).toBe(
      'not_author',
    );
    expect(
      (await who('hongmao.zhanzhang').send(api.record, homeVisit(elder, { worker: worker('yinggen.1') }))).body.issues?.[0]?.path,
    ).toBe('worker');
  });
  it('an unknown filter, a broken cursor, a limit beyond', async () => {
    for (const query of [
      { colour: 'red' },
      { cursor: 'x' },
      { limit: 1000 },
      { from: '2026-02-30' },
      { state: 'secret' },
      { unusual: 'yes' },
    ])
      expect((await who('hongmao.1').read(api.list, query as never)).body.code).toBe('unknown_parameter');
  });
});

describe('works', () => {
  it('one id is one visit, however often and at once it is sent', async () => {
    const input = homeVisit(elder);
    const id = newId();
    const all = await Promise.all(Array.from({ length: 8 }, () => who('hongmao.1').send(api.record, input, { id })));
    expect(all.map(a => a.status)).toEqual(Array(8).fill(200));
    expect(all.filter(a => !a.replayed)).toHaveLength(1);
    expect(
      await oneRow(server, 'select count(*)::int as n from app.visits where county_id = 469030 and id = $1', [input.id]),
    ).toEqual({ n: 1 });
    expect((await who('hongmao.1').send(api.record, input)).body.code).toBe('id_reused');
  });
  it('a merged person leads to the one who stands for her', async () => {
    const id = await recorded('hongmao.1', homeVisit(merged));
    expect((await who('hongmao.1').read(api.get, { id })).body.resident).toBe(elder);
    expect((await who('hongmao.1').read(api.list, { resident: merged, limit: 200 })).body.rows.map(r => r.id)).toContain(id);
  });
  it('a late record says so; a correction does not make an old one late', async () => {
    const late = await recorded(
      'hongmao.1',
      homeVisit(elder, { visited_on: '2026-11-10', late_reason: '山里停电，纸上先记', recorded_at: '2026-11-10T18:00:00+08:00' }),
    );
    expect((await who('hongmao.1').read(api.list, { late: 'true', resident: elder })).body.rows.map(r => r.id)).toEqual([late]);
    const timely = homeVisit(elder);
    await recorded('hongmao.1', timely);
    server.setTime('2026-11-30T10:00:00+08:00');
    const corrected = await (await server.as(worker('hongmao.1'))).send(api.correct, correction(timely));
    server.setTime('2026-11-23T10:00:00+08:00');
    expect(corrected.body).toEqual({ id: timely.id, revision: 2 });
    expect((await who('hongmao.1').read(api.get, { id: timely.id })).body).toMatchObject({
      late: false,
      corrected_at: '2026-11-30T02:00:00.000Z',
      received_at: '2026-11-23T02:00:00.000Z',
    });
  });
  it('a death is recorded and hinted at; the person’s file stays as it is', async () => {
    const id = await recorded('hongmao.1', homeVisit(second, { outcome: 'died', content: {}, place_reason: undefined }));
    expect((await who('hongmao.1').read(api.get, { id })).body.hints[0]).toContain('登记去世');
    expect(await oneRow(server, 'select state from app.residents where county_id = 469030 and id = $1', [second])).toEqual({
      state: 'active',
    });
  });
});

describe('counts', () => {
  beforeAll(async () => {
    for (let n = 0; n < 24; n++) {
      const visited_on = addDays('2026-11-23', -n * 7);
      const late = n > 0 && { late_reason: '纸质记录补录' };
      const by = `hongmao.${1 + (n % 2)}`;
      await recorded(
        by,
        n % 3 === 2 ? call(elder, { visited_on, ...late }) : homeVisit(elder, { visited_on, ...late, unusual: n % 5 === 0 }),
      );
    }
    const { rows } = (await who('hongmao.zhanzhang').read(review.toReview, { limit: 200 })).body;
    await approveTogether(who('hongmao.zhanzhang'), rows.slice(0, 8));
  });
  it('the list is newest first, in pages, without a gap or a double, under every filter', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await who('hongmao.1').read(api.list, { limit: 7, ...(cursor && { cursor }) });
      all.push(...body.rows.map(r => `${r.visited_on} ${r.id}`));
      cursor = body.next ?? undefined;
    } while (cursor);
    expect(all.length).toBeGreaterThan(20);
    expect(all).toEqual(all.toSorted().reverse());
    expect(new Set(all).size).toBe(all.length);
    const count = async (query: object) =>
      (await who('hongmao.1').read(api.list, { limit: 200, ...query } as never)).body.rows.length;
    expect(await count({})).toBe(all.length);
    expect((await count({ kind: 'home_visit' })) + (await count({ kind: 'welfare_call' }))).toBe(all.length);
    expect((await count({ late: 'true' })) + (await count({ late: 'false' }))).toBe(all.length);
    expect(await count({ state: ['submitted', 'returned', 'approved', 'withdrawn'] })).toBe(all.length);
    expect(await count({ from: '2026-11-22', to: '2026-11-22' })).toBe(all.filter(r => r.startsWith('2026-11-22')).length);
    expect(await count({ station: YINGGEN })).toBe(0);
  });
  it('figures per worker and month are the length of the list', async () => {
    const { body } = await who('xiangmu').read(api.numbers, { station: HONGMAO, from: '2026-03-01' });
    expect(body.to).toBe('2027-02-28');
    for (const row of body.rows) {
      const { rows } = (
        await who('minzheng').read(api.list, {
          worker: row.worker,
          from: `${row.month}-01`,
          to: addDays(addMonths(`${row.month}-01`, 1), -1),
          limit: 200,
        })
      ).body;
      const own = rows.filter(r => r.state !== 'withdrawn');
      expect(row.home_visits).toBe(own.filter(r => r.kind === 'home_visit').length);
      expect(row.calls).toBe(own.filter(r => r.kind === 'welfare_call').length);
      expect(row.approved).toBe(own.filter(r => r.kind === 'home_visit' && r.state === 'approved').length);
    }
    expect(body.rows.length).toBeGreaterThan(10);
    expect(body.rows.some(r => r.calls > 0) && body.rows.some(r => r.approved > 0)).toBe(true);
  });
  it('nothing of another station or county is reached on any way', async () => {
    const secret = homeVisit(elsewhere);
    await recorded('yinggen.1', secret);
    for (const word of ['hongmao.1', 'hongmao.zhanzhang', 'linxian']) {
      const person = who(word);
      const missing = (await person.read(api.get, { id: newId() })).body;
      expect((await person.read(api.get, { id: secret.id })).body).toEqual(missing);
      const texts = await Promise.all([
        person.read(api.list, { limit: 200 }),
        person.read(api.list, { station: YINGGEN }),
        person.read(api.list, { worker: worker('yinggen.1') }),
        person.read(api.list, { resident: elsewhere }),
        person.read(review.toReview, { limit: 200 }),
        person.read(api.numbers, { station: YINGGEN, from: '2026-03-01' }),
        person.read(api.field),
      ]);
      for (const { body } of texts) expect(JSON.stringify(body)).not.toContain(secret.id);
      for (const { body } of texts) expect(JSON.stringify(body)).not.toContain('陈月娥');
      expect((await person.read(api.numbers, { station: YINGGEN, from: '2026-03-01' })).body.rows).toEqual([]);
      const seen = { id: secret.id, revision: 1 };
      const reviewed = { what: 'visits', ...seen };
      for (const [command, input] of [
        [review.approve, reviewed],
        [review.returnRecord, { ...reviewed, remark: '看看' }],
        [review.remark, { ...reviewed, remark: '看看' }],
        [review.markRead, reviewed],
        [review.reopen, { ...reviewed, reason: '看看' }],
        [api.withdraw, { ...seen, reason: '看看' }],
        [api.correct, correction(secret)],
        [review.approveMany, { records: [reviewed] }],
      ] as const) {
        const refused = await person.send(command as typeof review.approve, input as never);
        expect([404, 403]).toContain(refused.status);
        expect(['not_found', 'forbidden']).toContain(refused.body.code);
      }
    }
    expect(
      await oneRow(server, 'select state, revision from app.visits where county_id = 469030 and id = $1', [secret.id]),
    ).toEqual({ state: 'submitted', revision: 1 });
  });
  it('administrators and the township’s assistant read no visit', async () => {
    for (const word of ['xitong', 'hongmao.zhuli'])
      for (const read of [api.list, api.get, review.toReview, api.numbers, api.field])
        expect((await who(word).read(read as typeof api.list)).body.code).toBe('forbidden');
  });
});
