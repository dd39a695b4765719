// Review and correction through HTTP: nobody decides about his own work, and nothing is approved that was not read.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import * as review from '#domain/records/records.ts';
import { newId } from '#kernel/ids.ts';
import type { TestServer } from '#server/testing.ts';
import {
  approveTogether,
  call,
  child,
  correction,
  elder,
  HONGMAO,
  homeVisit,
  oneRow,
  photo,
  second,
  visitWorld,
  type World,
  worker,
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
  it('approval by author, companion, a colleague, the writer for another, another station, the county', async () => {
    const own = await recorded('hongmao.1', homeVisit(elder, { co_workers: [worker('hongmao.zhanzhang')] }));
    const dictated = await recorded('hongmao.zhanzhang', homeVisit(elder, { worker: worker('hongmao.1') }));
    const seen = { id: own, revision: 1 };
    expect((await who('hongmao.1').send(review.approve, { what: 'visits', ...seen })).body.code).toBe('forbidden');
    expect((await who('hongmao.zhanzhang').send(review.approve, { what: 'visits', ...seen })).body.code).toBe('own_work');
    expect((await who('hongmao.zhanzhang').send(review.approve, { what: 'visits', id: dictated, revision: 1 })).body.code).toBe(
      'own_work',
    );
    expect((await who('hongmao.zhanzhang').send(review.approveMany, { records: [{ what: 'visits', ...seen }] })).body.code).toBe(
      'own_work',
    );
    expect((await who('minzheng').send(review.approve, { what: 'visits', ...seen })).body.code).toBe('forbidden');
    expect((await who('yinggen.zhanzhang').send(review.approve, { what: 'visits', ...seen })).body.code).toBe('not_found');
    expect((await who('linxian').send(review.approve, { what: 'visits', ...seen })).body.code).toBe('not_found');
  });
  it('the project manager where a head can review', async () => {
    const id = await recorded('hongmao.1', homeVisit(elder));
    expect((await who('xiangmu').send(review.approve, { what: 'visits', id, revision: 1 })).body.code).toBe('reviewed_by_head');
  });
  it('sending back without a remark; reopening what is not approved; one of many that is stale', async () => {
    const id = await recorded('hongmao.1', homeVisit(elder));
    const fresh = await recorded('hongmao.1', homeVisit(elder));
    expect(
      (await who('hongmao.zhanzhang').send(review.returnRecord, { what: 'visits', id, revision: 1, remark: ' ' })).body
        .issues?.[0]?.path,
    ).toBe('remark');
    expect(
      (await who('hongmao.zhanzhang').send(review.reopen, { what: 'visits', id, revision: 1, reason: '误批' })).body.code,
    ).toBe('record_not_approved');
    expect(
      (
        await approveTogether(who('hongmao.zhanzhang'), [
          { id: fresh, revision: 1 },
          { id, revision: 2 },
        ])
      ).body.code,
    ).toBe('stale');
    expect((await who('hongmao.1').read(api.get, { id: fresh })).body.state).toBe('submitted');
  });
  it('several together of which one was not opened, or an older text of it; a module nobody knows', async () => {
    const head = who('hongmao.zhanzhang');
    const [id, unread] = [await recorded('hongmao.1', homeVisit(elder)), await recorded('hongmao.1', homeVisit(elder))];
    const both = [id, unread].map(one => ({ what: 'visits', id: one, revision: 1 }));
    await head.send(review.markRead, both[0]!);
    expect((await head.send(review.approveMany, { records: both })).body.code).toBe('record_not_read');
    expect((await who('hongmao.1').read(api.get, { id })).body.state).toBe('submitted');
    expect((await head.send(review.markRead, { ...both[0]!, revision: 2 })).body.code).toBe('stale');
    expect((await who('hongmao.1').send(review.markRead, both[0]!)).body.code).toBe('forbidden');
    expect((await head.send(review.approve, { ...both[0]!, what: 'nothing' })).body.code).toBe('not_found');
    expect((await head.read(review.toReview, { limit: 200 })).body.rows.filter(r => [id, unread].includes(r.id))).toMatchObject([
      { id, read: true, subject: '王亚妹', opens: `/visits/${id}` },
      { id: unread, read: false, kind_title: '入户探访' },
    ]);
  });
  it('a correction of a stale, approved, withdrawn or somebody else’s record, and another kind', async () => {
    const input = homeVisit(elder);
    await recorded('hongmao.1', input);
    expect((await who('hongmao.1').send(api.correct, correction(input))).body).toEqual({ id: input.id, revision: 2 });
    const stale = await who('hongmao.1').send(api.correct, correction(input));
    expect(stale.body).toMatchObject({
      code: 'stale',
      current: { id: input.id, revision: 2, state: 'submitted', written: { kind: 'home_visit', visited_on: '2026-11-22' } },
    });
    expect((await who('hongmao.2').send(api.correct, correction(input, 2))).body.code).toBe('not_author');
    const { type: _, content: __, place_reason: ___, outcome: ____, ...rest } = correction(input, 2);
    const asCall = { ...rest, kind: 'welfare_call' as const, outcome: 'connected' as const, content: call(elder).content };
    expect((await who('hongmao.1').send(api.correct, asCall)).body.issues?.[0]?.path).toBe('kind');
    expect((await who('hongmao.zhanzhang').send(review.approve, { what: 'visits', id: input.id, revision: 1 })).body.code).toBe(
      'stale',
    );
    expect((await who('hongmao.zhanzhang').send(review.approve, { what: 'visits', id: input.id, revision: 2 })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, correction(input, 2))).body.code).toBe('record_approved');
    expect((await who('hongmao.1').send(api.withdraw, { id: input.id, revision: 2, reason: '不要了' })).body.code).toBe(
      'record_approved',
    );
    const gone = homeVisit(elder);
    await recorded('hongmao.1', gone);
    expect((await who('hongmao.2').send(api.withdraw, { id: gone.id, revision: 1, reason: '重复' })).body.code).toBe(
      'not_author',
    );
    expect((await who('hongmao.1').send(api.withdraw, { id: gone.id, revision: 1, reason: '重复' })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, correction(gone))).body.code).toBe('record_withdrawn');
    expect((await who('hongmao.zhanzhang').send(review.approve, { what: 'visits', id: gone.id, revision: 1 })).body.code).toBe(
      'record_withdrawn',
    );
  });
});

describe('works', () => {
  it('two corrections of one revision at once: one stands, the other gets it back', async () => {
    const input = homeVisit(elder);
    await recorded('hongmao.1', input);
    const words = ['甲', '乙', '丙', '丁'];
    const all = await Promise.all(
      words.map(notes => who('hongmao.1').send(api.correct, { ...correction(input), content: { ...input.content, notes } })),
    );
    expect(all.map(a => a.status).sort()).toEqual([200, 409, 409, 409]);
    const stands = words[all.findIndex(a => a.status === 200)];
    for (const refused of all.filter(a => a.status === 409))
      expect(refused.body).toMatchObject({ code: 'stale', current: { revision: 2, written: { content: { notes: stands } } } });
    expect(
      await oneRow(server, 'select count(*)::int as n from app.visit_revisions where county_id = 469030 and visit_id = $1', [
        input.id,
      ]),
    ).toEqual({ n: 1 });
  });
  it('approving and correcting at once: never an approval of a text that was not read', async () => {
    for (let round = 0; round < 5; round++) {
      const input = homeVisit(elder);
      await recorded('hongmao.1', input);
      const [approved, corrected] = await Promise.all([
        who('hongmao.zhanzhang').send(review.approve, { what: 'visits', id: input.id, revision: 1 }),
        who('hongmao.1').send(api.correct, { ...correction(input), content: { ...input.content, notes: '另写' } }),
      ]);
      expect([approved.status, corrected.status].sort()).toEqual([200, 409]);
      const row = await oneRow(server, 'select state, revision from app.visits where county_id = 469030 and id = $1', [input.id]);
      expect(row).toEqual(approved.status === 200 ? { state: 'approved', revision: 1 } : { state: 'submitted', revision: 2 });
    }
  });
  it('the journey: returned with a remark, corrected, approved, reopened, corrected, approved; every step readable', async () => {
    const input = homeVisit(second, {
      photos: [photo],
      started_at: '09:10',
      ended_at: '09:40',
      co_workers: [worker('hongmao.2')],
      present: [child],
      next_on: '2026-12-20',
    });
    const id = await recorded('hongmao.1', input);
    const head = who('hongmao.zhanzhang');
    expect((await head.read(review.toReview, { limit: 200 })).body.rows.map(r => r.id)).toContain(id);
    expect((await head.send(review.returnRecord, { what: 'visits', id, revision: 1, remark: '请写明用药情况' })).status).toBe(
      200,
    );
    expect((await who('hongmao.1').read(api.list, { state: ['returned'] })).body.rows[0]).toMatchObject({
      id,
      remark: '请写明用药情况',
      resident_name: '符桂英',
      worker: worker('hongmao.1'),
      photos: 1,
    });
    expect((await head.send(review.approve, { what: 'visits', id, revision: 1 })).body.code).toBe('record_not_submitted');
    const better = { ...correction(input), content: { ...input.content, medicine: 'regular' as const, notes: '按时服降压药。' } };
    expect((await who('hongmao.1').send(api.correct, better)).body.revision).toBe(2);
    expect((await head.send(review.approve, { what: 'visits', id, revision: 2, remark: '很好' })).status).toBe(200);
    expect((await head.send(review.reopen, { what: 'visits', id, revision: 2, reason: '日期需核对' })).status).toBe(200);
    expect(
      (await who('hongmao.1').send(api.correct, { ...better, revision: 2, visited_on: '2026-11-21', reason: '日期改正' })).body
        .revision,
    ).toBe(3);
    expect((await head.send(review.approve, { what: 'visits', id, revision: 3 })).status).toBe(200);
    const { body } = await who('minzheng').read(api.get, { id });
    expect(body).toMatchObject({
      state: 'approved',
      revision: 3,
      masked: false,
      resident_name: '符桂英',
      present_names: ['李子轩'],
      written: { photos: [photo], visited_on: '2026-11-21' },
    });
    expect(body.reviews.map(r => [r.revision, r.verdict, r.remark])).toEqual([
      [1, 'returned', '请写明用药情况'],
      [2, 'approved', '很好'],
      [2, 'reopened', '日期需核对'],
      [3, 'approved', null],
    ]);
    expect(body.revisions.map(r => [r.revision, r.reason, r.changes.map(c => c.label)])).toEqual([
      [1, '写错了', ['用药', '访谈摘要']],
      [2, '日期改正', ['日期']],
    ]);
    expect(body.reviews[0]!.by.name).not.toBe('');
  });
  it('the differences to the visit before, of the same person and kind', async () => {
    const person = newId();
    await world.people([{ id: person, name: '黄玉梅' }]);
    const first = homeVisit(person, { visited_on: '2026-11-20' });
    await recorded('hongmao.1', first);
    await recorded('hongmao.1', call(person, { visited_on: '2026-11-21' }));
    await recorded('hongmao.1', homeVisit(person, { visited_on: '2026-11-21', outcome: 'nobody', content: {} }));
    const id = await recorded(
      'hongmao.2',
      homeVisit(person, { content: { ...first.content, health: { level: 'abnormal', note: '发热' } } }),
    );
    const { body } = await who('hongmao.1').read(api.get, { id });
    expect(body.previous).toEqual({ id: first.id, visited_on: '2026-11-20' });
    expect(body.differences).toEqual([{ path: 'content.health', label: '健康', before: '正常', after: '异常（发热）' }]);
    expect(body.hints.join()).toContain('有异常');
  });
  it('a head records for his worker; his own visits go to the project manager, masked', async () => {
    const dictated = await recorded('hongmao.zhanzhang', homeVisit(elder, { worker: worker('hongmao.2') }));
    expect((await who('hongmao.2').read(api.get, { id: dictated })).body).toMatchObject({
      worker: worker('hongmao.2'),
      about: { written_by: worker('hongmao.zhanzhang'), manager_reviews: true },
    });
    const mine = homeVisit(elder, { content: { ...homeVisit(elder).content, notes: '王亚妹独自在家。' }, photos: [photo] });
    const own = await recorded('hongmao.zhanzhang', mine);
    const { rows } = (await who('xiangmu').read(review.toReview, { station: HONGMAO, limit: 200 })).body;
    expect(rows.map(r => r.id)).toEqual(expect.arrayContaining([dictated, own]));
    expect(JSON.stringify(rows)).not.toContain('王亚妹');
    expect((await who('hongmao.zhanzhang').read(review.toReview, { limit: 200 })).body.rows.map(r => r.id)).not.toContain(own);
    const { body } = await who('xiangmu').read(api.get, { id: own });
    expect(body).toMatchObject({
      masked: true,
      resident_name: '王**',
      photos: 1,
      written: { photos: [], content: { notes: '王**独自在家。' } },
    });
    expect(JSON.stringify(body)).not.toContain('王亚妹');
    expect((await who('xiangmu').send(review.remark, { what: 'visits', id: own, revision: 1, remark: '已阅' })).status).toBe(200);
    expect((await who('hongmao.zhanzhang').read(api.get, { id: own })).body).toMatchObject({
      state: 'submitted',
      reviews: [{ verdict: 'remarked', remark: '已阅' }],
    });
    const stale = (await who('xiangmu').send(review.approve, { what: 'visits', id: own, revision: 9 })).body;
    expect(stale).toMatchObject({ code: 'stale', current: { id: own, revision: 1, state: 'submitted' } });
    expect(Object.keys(stale.current as object)).toEqual(['id', 'revision', 'state']);
    expect(
      (await who('xiangmu').send(review.returnRecord, { what: 'visits', id: own, revision: 1, remark: '王亚妹的用药请写明' }))
        .status,
    ).toBe(200);
    expect(JSON.stringify((await who('xiangmu').read(api.get, { id: own })).body)).not.toContain('王亚妹');
    expect(JSON.stringify((await who('pinggu').read(api.list, { resident: elder })).body)).not.toContain('王亚妹');
    const again = { ...correction(mine), reason: '王亚妹用药已补' };
    expect((await who('hongmao.zhanzhang').send(api.correct, again)).body.revision).toBe(2);
    expect(JSON.stringify((await who('xiangmu').read(api.get, { id: own })).body)).not.toContain('王亚妹');
    expect(
      (
        await approveTogether(who('xiangmu'), [
          { id: own, revision: 2 },
          { id: dictated, revision: 1 },
        ])
      ).status,
    ).toBe(200);
  });
});
