// Visits through HTTP on a real database: recording, correcting, review, the list and the phone's part.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty, NEIGHBOUR } from '#domain/org/people.demo.ts';
import { org } from '#domain/org/index.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { visits } from './index.ts';
import { addFile, addPeople, call, HONGMAO, homeVisit, oneRow, worker, YINGGEN } from './testing.ts';
import * as api from './visits.ts';

let server: TestServer;
const people: Record<string, Person> = {};
const who = (word: string): Person => people[word]!;
const elder = newId();
const second = newId();
const child = newId();
const merged = newId();
const elsewhere = newId();
const neighbour = newId();
const photo = 'a'.repeat(64);

beforeAll(async () => {
  server = await testServer([org, visits], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T10:00:00+08:00');
  const owner = await server.owner(469030);
  await addPeople(owner, [
    { id: elder, name: '王亚妹', worker: worker('hongmao.1'), categories: ['lives_alone', 'dibao_recipient'] },
    { id: second, name: '符桂英', worker: worker('hongmao.1') },
    { id: child, name: '李子轩', born_on: '2016-02-03', worker: worker('hongmao.2') },
    { id: merged, name: '王亚妹', state: 'merged', merged_into: elder },
    { id: elsewhere, name: '陈月娥', station: YINGGEN, worker: worker('yinggen.1') },
  ]);
  await addFile(owner, photo);
  await owner.end();
  const other = await server.owner(NEIGHBOUR.county);
  await addPeople(other, [{ id: neighbour, name: '邻县老人', station: NEIGHBOUR.station }], NEIGHBOUR.county);
  await other.end();
  for (const word of ['minzheng', 'xiangmu', 'pinggu', 'xitong', 'hongmao.zhanzhang', 'hongmao.1', 'hongmao.2', 'hongmao.zhuli', 'yinggen.1', 'yinggen.zhanzhang']) people[word] = await server.as(worker(word));
  people.linxian = await server.as(demoId('469098/linxian.zhanzhang'), NEIGHBOUR.county);
});
afterAll(() => server?.stop());

/** Records and answers the visit's id. */
async function recorded(by: string, input: ReturnType<typeof homeVisit> | ReturnType<typeof call>): Promise<string> {
  const answer = await who(by).send(api.record, input);
  expect(answer.body).toEqual({ id: input.id, revision: 1 });
  return input.id;
}
const correction = (input: ReturnType<typeof homeVisit>, revision = 1) => {
  const { id, resident: _, ...rest } = input;
  return { ...rest, id, revision, reason: '写错了' };
};

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
    expect((await who('hongmao.1').send(api.record, homeVisit(elder, { photos: ['b'.repeat(64)] }))).body).toMatchObject({ code: 'file_not_sent', issues: [{ path: 'photos' }] });
    expect((await who('yinggen.1').send(api.record, homeVisit(elsewhere, { photos: [photo] }))).body.code).toBe('file_not_sent');
  });
  it('fields that are not the author’s: state, review, revision, county', async () => {
    for (const field of ['state', 'reviewed_by', 'revision', 'county_id', 'station', 'late', '__proto__']) {
      const input = JSON.parse(JSON.stringify(homeVisit(elder)).replace('{', `{"${field}":"approved",`)) as ReturnType<typeof homeVisit>;
      expect((await who('hongmao.1').send(api.record, input)).status).toBe(400);
    }
  });
  it('a person of another station, another county, or nobody: with the same words', async () => {
    const answers = await Promise.all([elsewhere, neighbour, newId()].map(id => who('hongmao.1').send(api.record, homeVisit(id))));
    for (const answer of answers) expect(answer).toEqual({ status: 404, body: { code: 'not_found', say: answers[2]!.body.say }, replayed: false });
  });
  it('recording by those who visit nobody, and for a colleague by anybody but the head', async () => {
    for (const word of ['minzheng', 'xiangmu', 'pinggu', 'xitong', 'hongmao.zhuli']) expect((await who(word).send(api.record, homeVisit(elder))).body.code).toBe('forbidden');
    expect((await who('hongmao.1').send(api.record, homeVisit(elder, { worker: worker('hongmao.2') }))).body.code).toBe('not_author');
    expect((await who('hongmao.zhanzhang').send(api.record, homeVisit(elder, { worker: worker('yinggen.1') }))).body.issues?.[0]?.path).toBe('worker');
  });
  it('approval by author, companion, a colleague, the writer for another, another station, the county', async () => {
    const own = await recorded('hongmao.1', homeVisit(elder, { co_workers: [worker('hongmao.zhanzhang')] }));
    const dictated = await recorded('hongmao.zhanzhang', homeVisit(elder, { worker: worker('hongmao.1') }));
    const seen = { id: own, revision: 1 };
    expect((await who('hongmao.1').send(api.approve, seen)).body.code).toBe('forbidden');
    expect((await who('hongmao.zhanzhang').send(api.approve, seen)).body.code).toBe('own_work');
    expect((await who('hongmao.zhanzhang').send(api.approve, { id: dictated, revision: 1 })).body.code).toBe('own_work');
    expect((await who('hongmao.zhanzhang').send(api.approveMany, { visits: [seen] })).body.code).toBe('own_work');
    expect((await who('minzheng').send(api.approve, seen)).body.code).toBe('forbidden');
    expect((await who('yinggen.zhanzhang').send(api.approve, seen)).body.code).toBe('not_found');
    expect((await who('linxian').send(api.approve, seen)).body.code).toBe('not_found');
  });
  it('the project manager where a head can review', async () => {
    const id = await recorded('hongmao.1', homeVisit(elder));
    expect((await who('xiangmu').send(api.approve, { id, revision: 1 })).body.code).toBe('reviewed_by_head');
  });
  it('sending back without a remark; reopening what is not approved; one of many that is stale', async () => {
    const id = await recorded('hongmao.1', homeVisit(elder));
    const fresh = await recorded('hongmao.1', homeVisit(elder));
    expect((await who('hongmao.zhanzhang').send(api.returnVisit, { id, revision: 1, remark: ' ' })).body.issues?.[0]?.path).toBe('remark');
    expect((await who('hongmao.zhanzhang').send(api.reopen, { id, revision: 1, reason: '误批' })).body.code).toBe('visit_not_approved');
    expect((await who('hongmao.zhanzhang').send(api.approveMany, { visits: [{ id: fresh, revision: 1 }, { id, revision: 2 }] })).body.code).toBe('stale');
    expect((await who('hongmao.1').read(api.get, { id: fresh })).body.state).toBe('submitted');
  });
  it('a correction of a stale, approved, withdrawn or somebody else’s record, and another kind', async () => {
    const input = homeVisit(elder);
    await recorded('hongmao.1', input);
    expect((await who('hongmao.1').send(api.correct, correction(input))).body).toEqual({ id: input.id, revision: 2 });
    const stale = await who('hongmao.1').send(api.correct, correction(input));
    expect(stale.body).toMatchObject({ code: 'stale', current: { id: input.id, revision: 2, state: 'submitted', written: { kind: 'home_visit', visited_on: '2026-11-22' } } });
    expect((await who('hongmao.2').send(api.correct, correction(input, 2))).body.code).toBe('not_author');
    const { type: _, content: __, place_reason: ___, outcome: ____, ...rest } = correction(input, 2);
    const asCall = { ...rest, kind: 'welfare_call' as const, outcome: 'connected' as const, content: call(elder).content };
    expect((await who('hongmao.1').send(api.correct, asCall)).body.issues?.[0]?.path).toBe('kind');
    expect((await who('hongmao.zhanzhang').send(api.approve, { id: input.id, revision: 1 })).body.code).toBe('stale');
    expect((await who('hongmao.zhanzhang').send(api.approve, { id: input.id, revision: 2 })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, correction(input, 2))).body.code).toBe('visit_approved');
    expect((await who('hongmao.1').send(api.withdraw, { id: input.id, revision: 2, reason: '不要了' })).body.code).toBe('visit_approved');
    const gone = homeVisit(elder);
    await recorded('hongmao.1', gone);
    expect((await who('hongmao.2').send(api.withdraw, { id: gone.id, revision: 1, reason: '重复' })).body.code).toBe('not_author');
    expect((await who('hongmao.1').send(api.withdraw, { id: gone.id, revision: 1, reason: '重复' })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, correction(gone))).body.code).toBe('visit_withdrawn');
    expect((await who('hongmao.zhanzhang').send(api.approve, { id: gone.id, revision: 1 })).body.code).toBe('visit_withdrawn');
  });
  it('an unknown filter, a broken cursor, a limit beyond', async () => {
    for (const query of [{ colour: 'red' }, { cursor: 'x' }, { limit: 1000 }, { from: '2026-02-30' }, { state: 'secret' }, { unusual: 'yes' }]) expect((await who('hongmao.1').read(api.list, query as never)).body.code).toBe('unknown_parameter');
  });
});

describe('works', () => {
  it('one id is one visit, however often and at once it is sent', async () => {
    const input = homeVisit(elder);
    const id = newId();
    const all = await Promise.all(Array.from({ length: 8 }, () => who('hongmao.1').send(api.record, input, { id })));
    expect(all.map(a => a.status)).toEqual(Array(8).fill(200));
    expect(all.filter(a => !a.replayed)).toHaveLength(1);
    expect(await oneRow(server, 'select count(*)::int as n from app.visits where county_id = 469030 and id = $1', [input.id])).toEqual({ n: 1 });
    expect((await who('hongmao.1').send(api.record, input)).body.code).toBe('id_reused');
  });
  it('two corrections of one revision at once: one stands, the other gets it back', async () => {
    const input = homeVisit(elder);
    await recorded('hongmao.1', input);
    const words = ['甲', '乙', '丙', '丁'];
    const all = await Promise.all(words.map(notes => who('hongmao.1').send(api.correct, { ...correction(input), content: { ...input.content, notes } })));
    expect(all.map(a => a.status).sort()).toEqual([200, 409, 409, 409]);
    const stands = words[all.findIndex(a => a.status === 200)];
    for (const refused of all.filter(a => a.status === 409)) expect(refused.body).toMatchObject({ code: 'stale', current: { revision: 2, written: { content: { notes: stands } } } });
    expect(await oneRow(server, 'select count(*)::int as n from app.visit_revisions where county_id = 469030 and visit_id = $1', [input.id])).toEqual({ n: 1 });
  });
  it('approving and correcting at once: never an approval of a text that was not read', async () => {
    for (let round = 0; round < 5; round++) {
      const input = homeVisit(elder);
      await recorded('hongmao.1', input);
      const [approved, corrected] = await Promise.all([
        who('hongmao.zhanzhang').send(api.approve, { id: input.id, revision: 1 }),
        who('hongmao.1').send(api.correct, { ...correction(input), content: { ...input.content, notes: '另写' } }),
      ]);
      expect([approved.status, corrected.status].sort()).toEqual([200, 409]);
      const row = await oneRow(server, 'select state, revision from app.visits where county_id = 469030 and id = $1', [input.id]);
      expect(row).toEqual(approved.status === 200 ? { state: 'approved', revision: 1 } : { state: 'submitted', revision: 2 });
    }
  });
  it('the journey: returned with a remark, corrected, approved, reopened, corrected, approved; every step readable', async () => {
    const input = homeVisit(second, { photos: [photo], started_at: '09:10', ended_at: '09:40', co_workers: [worker('hongmao.2')], present: [child], next_on: '2026-12-20' });
    const id = await recorded('hongmao.1', input);
    const head = who('hongmao.zhanzhang');
    expect((await head.read(api.toReview, { limit: 200 })).body.rows.map(r => r.id)).toContain(id);
    expect((await head.send(api.returnVisit, { id, revision: 1, remark: '请写明用药情况' })).status).toBe(200);
    expect((await who('hongmao.1').read(api.list, { state: ['returned'] })).body.rows[0]).toMatchObject({ id, remark: '请写明用药情况', resident_name: '符桂英', worker: worker('hongmao.1'), photos: 1 });
    expect((await head.send(api.approve, { id, revision: 1 })).body.code).toBe('visit_not_submitted');
    const better = { ...correction(input), content: { ...input.content, medicine: 'regular' as const, notes: '按时服降压药。' } };
    expect((await who('hongmao.1').send(api.correct, better)).body.revision).toBe(2);
    expect((await head.send(api.approve, { id, revision: 2, remark: '很好' })).status).toBe(200);
    expect((await head.send(api.reopen, { id, revision: 2, reason: '日期需核对' })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, { ...better, revision: 2, visited_on: '2026-11-21', reason: '日期改正' })).body.revision).toBe(3);
    expect((await head.send(api.approve, { id, revision: 3 })).status).toBe(200);
    const { body } = await who('minzheng').read(api.get, { id });
    expect(body).toMatchObject({ state: 'approved', revision: 3, masked: false, resident_name: '符桂英', present_names: ['李子轩'], written: { photos: [photo], visited_on: '2026-11-21' } });
    expect(body.reviews.map(r => [r.revision, r.verdict, r.remark])).toEqual([[1, 'returned', '请写明用药情况'], [2, 'approved', '很好'], [2, 'reopened', '日期需核对'], [3, 'approved', null]]);
    expect(body.revisions.map(r => [r.revision, r.reason, r.changes.map(c => c.label)])).toEqual([[1, '写错了', ['用药', '访谈摘要']], [2, '日期改正', ['日期']]]);
    expect(body.reviews[0]!.by.name).not.toBe('');
  });
  it('the differences to the visit before, of the same person and kind', async () => {
    const person = newId();
    const owner = await server.owner(469030);
    await addPeople(owner, [{ id: person, name: '黄玉梅' }]);
    await owner.end();
    const first = homeVisit(person, { visited_on: '2026-11-20' });
    await recorded('hongmao.1', first);
    await recorded('hongmao.1', call(person, { visited_on: '2026-11-21' }));
    await recorded('hongmao.1', homeVisit(person, { visited_on: '2026-11-21', outcome: 'nobody', content: {} }));
    const id = await recorded('hongmao.2', homeVisit(person, { content: { ...first.content, health: { level: 'abnormal', note: '发热' } } }));
    const { body } = await who('hongmao.1').read(api.get, { id });
    expect(body.previous).toEqual({ id: first.id, visited_on: '2026-11-20' });
    expect(body.differences).toEqual([{ path: 'content.health', label: '健康', before: '正常', after: '异常(发热)' }]);
    expect(body.hints.join()).toContain('有异常');
  });
  it('a merged person leads to the one who stands for her', async () => {
    const id = await recorded('hongmao.1', homeVisit(merged));
    expect((await who('hongmao.1').read(api.get, { id })).body.resident).toBe(elder);
    expect((await who('hongmao.1').read(api.list, { resident: merged, limit: 200 })).body.rows.map(r => r.id)).toContain(id);
  });
  it('a head records for his worker; his own visits go to the project manager, masked', async () => {
    const dictated = await recorded('hongmao.zhanzhang', homeVisit(elder, { worker: worker('hongmao.2') }));
    expect((await who('hongmao.2').read(api.get, { id: dictated })).body).toMatchObject({ worker: worker('hongmao.2'), about: { written_by: worker('hongmao.zhanzhang'), manager_reviews: true } });
    const own = await recorded('hongmao.zhanzhang', homeVisit(elder, { content: { ...homeVisit(elder).content, notes: '王亚妹独自在家。' }, photos: [photo] }));
    const { rows } = (await who('xiangmu').read(api.toReview, { station: HONGMAO, limit: 200 })).body;
    expect(rows.map(r => r.id)).toEqual(expect.arrayContaining([dictated, own]));
    expect((await who('hongmao.zhanzhang').read(api.toReview, { limit: 200 })).body.rows.map(r => r.id)).not.toContain(own);
    const { body } = await who('xiangmu').read(api.get, { id: own });
    expect(body).toMatchObject({ masked: true, resident_name: '王**', photos: 1, written: { photos: [], content: { notes: '王**独自在家。' } } });
    expect(JSON.stringify(body)).not.toContain('王亚妹');
    expect((await who('xiangmu').send(api.approveMany, { visits: [{ id: own, revision: 1 }, { id: dictated, revision: 1 }] })).status).toBe(200);
  });
  it('a late record says so; a correction does not make an old one late', async () => {
    const late = await recorded('hongmao.1', homeVisit(elder, { visited_on: '2026-11-10', late_reason: '山里停电,纸上先记', recorded_at: '2026-11-10T18:00:00+08:00' }));
    expect((await who('hongmao.1').read(api.list, { late: 'true', resident: elder })).body.rows.map(r => r.id)).toEqual([late]);
    const timely = homeVisit(elder);
    await recorded('hongmao.1', timely);
    server.setTime('2026-11-30T10:00:00+08:00');
    const corrected = await (await server.as(worker('hongmao.1'))).send(api.correct, correction(timely));
    server.setTime('2026-11-23T10:00:00+08:00');
    expect(corrected.body).toEqual({ id: timely.id, revision: 2 });
    expect((await who('hongmao.1').read(api.get, { id: timely.id })).body).toMatchObject({ late: false, corrected_at: '2026-11-30T02:00:00.000Z', received_at: '2026-11-23T02:00:00.000Z' });
  });
  it('a death is recorded and hinted at; the person’s file stays as it is', async () => {
    const id = await recorded('hongmao.1', homeVisit(second, { outcome: 'died', content: {}, place_reason: undefined }));
    expect((await who('hongmao.1').read(api.get, { id })).body.hints[0]).toContain('登记去世');
    expect(await oneRow(server, 'select state from app.residents where county_id = 469030 and id = $1', [second])).toEqual({ state: 'active' });
  });
});

describe('counts', () => {
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
    const count = async (query: object) => (await who('hongmao.1').read(api.list, { limit: 200, ...query } as never)).body.rows.length;
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
      const { rows } = (await who('minzheng').read(api.list, { worker: row.worker, from: `${row.month}-01`, to: `${row.month}-30`, limit: 200 })).body;
      const own = rows.filter(r => r.state !== 'withdrawn');
      expect(row.home_visits).toBe(own.filter(r => r.kind === 'home_visit').length);
      expect(row.calls).toBe(own.filter(r => r.kind === 'welfare_call').length);
      expect(row.approved).toBe(own.filter(r => r.kind === 'home_visit' && r.state === 'approved').length);
    }
    expect(body.rows.length).toBeGreaterThanOrEqual(3);
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
        person.read(api.toReview, { limit: 200 }),
        person.read(api.numbers, { station: YINGGEN, from: '2026-03-01' }),
        person.read(api.field),
      ]);
      for (const { body } of texts) expect(JSON.stringify(body)).not.toContain(secret.id);
      for (const { body } of texts) expect(JSON.stringify(body)).not.toContain('陈月娥');
      expect((await person.read(api.numbers, { station: YINGGEN, from: '2026-03-01' })).body.rows).toEqual([]);
      const seen = { id: secret.id, revision: 1 };
      for (const [command, input] of [
        [api.approve, seen],
        [api.returnVisit, { ...seen, remark: '看看' }],
        [api.reopen, { ...seen, reason: '看看' }],
        [api.withdraw, { ...seen, reason: '看看' }],
        [api.correct, correction(secret)],
        [api.approveMany, { visits: [seen] }],
      ] as const) {
        const refused = await person.send(command as typeof api.approve, input as never);
        expect([404, 403]).toContain(refused.status);
        expect(['not_found', 'forbidden']).toContain(refused.body.code);
      }
    }
    expect(await oneRow(server, 'select state, revision from app.visits where county_id = 469030 and id = $1', [secret.id])).toEqual({ state: 'submitted', revision: 1 });
  });
  it('administrators and the township’s assistant read no visit', async () => {
    for (const word of ['xitong', 'hongmao.zhuli'])
      for (const read of [api.list, api.get, api.toReview, api.numbers, api.field]) expect((await who(word).read(read as typeof api.list)).body.code).toBe('forbidden');
  });
});

describe('the phone', () => {
  it('gets its own visits and the last ones of its people, then only what changed', async () => {
    const phone = who('hongmao.2');
    const whole = (await phone.read(api.field)).body;
    expect(whole).toMatchObject({ whole: true, settings: { late_days: 3 }, stations: [{ station: HONGMAO, opened_on: '2026-03-01' }] });
    expect(whole.visits.every(v => v.worker === worker('hongmao.2'))).toBe(true);
    expect(whole.colleagues.length).toBeGreaterThan(20);
    expect((await phone.read(api.field, { after: whole.head })).body).toMatchObject({ whole: false, visits: [], people: [], gone: [] });
    const section = { guardian: 'grandparents', guarding: 'good', schooling: 'primary' } as const;
    const first = homeVisit(child, { visited_on: '2026-11-20', content: { ...homeVisit(child).content, ...section }, photos: [photo] });
    await recorded('hongmao.2', first);
    await recorded('hongmao.1', homeVisit(child, { visited_on: '2026-11-22', outcome: 'nobody', content: {} }));
    const more = (await phone.read(api.field, { after: whole.head })).body;
    expect(more.visits.map(v => v.id)).toEqual([first.id]);
    expect(more.people).toHaveLength(1);
    expect(more.people[0]).toMatchObject({ resident: child, welfare_call: null, home_visit: { content: section, photos: [] }, visits: [{ outcome: 'nobody', visited_on: '2026-11-22' }, { outcome: 'success', visited_on: '2026-11-20' }] });
    expect((await who('hongmao.zhanzhang').send(api.returnVisit, { id: first.id, revision: 1, remark: '补充学校情况' })).status).toBe(200);
    expect((await phone.read(api.field, { after: more.head })).body.visits).toMatchObject([{ id: first.id, state: 'returned', remark: '补充学校情况' }]);
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
  });
});
