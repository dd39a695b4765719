// Activities through HTTP: planned, held, cancelled, summed up, archived. Serves K5, K5b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submit } from '#domain/records/records.ts';
import { newId } from '#kernel/ids.ts';
import * as a from './activities.ts';
import {
  activityWorld,
  elsewhere,
  people,
  photo,
  planned,
  summary,
  typedPeople,
  type World,
  worker,
  YINGGEN,
} from './testing.ts';

let w: World;
beforeAll(async () => {
  w = await activityWorld();
});
afterAll(() => w?.server.stop());

describe('activities.plan', () => {
  it('refuses a plan for another station, another worker, a day before it was made, no theme', async () => {
    const code = async (by: string, change: object) => (await w.who(by).send(a.plan, planned(change))).body.code;
    expect(await code('hongmao.1', { station: YINGGEN })).toBe('not_found');
    expect(await code('hongmao.1', { worker: worker('hongmao.2') })).toBe('not_author');
    expect(await code('minzheng', {})).toBe('forbidden');
    expect(await code('linxian', {})).toBe('not_found');
    expect(await code('hongmao.1', { planned_on: '2026-11-19' })).toBe('invalid');
    expect(await code('hongmao.1', { themes: [] })).toBe('invalid');
    expect(await code('hongmao.1', { themes: ['other', 'other'] })).toBe('invalid');
    expect(await code('hongmao.1', { made_on: '2026-11-01' })).toBe('invalid');
  });
  it('works: numbered in the station’s series of the year, summed by fen, read again', async () => {
    const first = await w.get(await w.plan());
    const second = await w.get(await w.plan({ co_workers: [worker('hongmao.2')], partners: '镇文化站' }));
    expect(first.number).toBe('QZ-HM-E2026-001');
    expect(second).toMatchObject({ number: 'QZ-HM-E2026-002', stage: 'submitted', co_workers: [{ id: worker('hongmao.2') }] });
    expect(a.yuan(a.totalOf(a.PlanContent.parse(first.plan.texts[0]!.content).budget))).toBe('198.50');
    expect(first.missing.map(m => m.gap)).toEqual(['plan', 'held', 'attendance', 'photos', 'satisfaction', 'summary']);
  });
  it('the head of station plans for a worker; a draft is handed in later', async () => {
    const id = newId();
    const head = w.who('hongmao.zhanzhang');
    expect((await head.send(a.plan, planned({ id, worker: worker('hongmao.2'), draft: true }))).status).toBe(200);
    expect((await w.get(id)).stage).toBe('draft');
    expect((await w.sign(id, typedPeople(1))).body.code).toBe('activity_not_planned');
    expect((await w.who('hongmao.2').send(submit, { id, revision: 1 })).status).toBe(200);
    expect((await w.get(id)).stage).toBe('submitted');
  });
});

describe('activities.replan', () => {
  const again = (id: string, change: object = {}) => {
    const { station: _, ...rest } = planned({ id });
    return { ...rest, revision: 1, reason: '改时间', name: '改名的活动', ...change };
  };
  it('refuses what is approved, what was seen before, a stranger', async () => {
    const id = await w.plan();
    expect((await w.who('hongmao.2').send(a.replan, again(id))).body.code).toBe('not_author');
    expect((await w.who('yinggen.1').send(a.replan, again(id))).body.code).toBe('not_found');
    expect((await w.who('hongmao.1').send(a.replan, again(id, { revision: 7 }))).body.code).toBe('stale');
    expect((await w.who('hongmao.1').send(a.replan, again(id, { reason: undefined }))).body.code).toBe('invalid');
    await w.verdict(id, 'approved');
    expect((await w.who('hongmao.1').send(a.replan, again(id))).body.code).toBe('record_approved');
  });
  it('works on what was returned: head and text change, the old text stays', async () => {
    const id = await w.plan();
    await w.verdict(id, 'returned');
    expect((await w.get(id)).stage).toBe('draft');
    expect((await w.who('hongmao.1').send(a.replan, again(id))).body.revision).toBe(2);
    const now = await w.get(id);
    expect(now).toMatchObject({ name: '改名的活动', stage: 'submitted', plan: { record: { title: '改名的活动' } } });
    expect(now.plan.texts.map(t => t.revision)).toEqual([2, 1]);
  });
});

describe('activities.hold and activities.cancel', () => {
  const day = { held_on: '2026-11-22', held_start: '09:00', held_end: '11:00' };
  it('refuses days to come, ends before the beginning, strangers, what was seen before', async () => {
    const id = await w.plan();
    const code = async (by: string, change: object = {}) =>
      (await w.who(by).send(a.hold, { id, revision: 1, ...day, ...change })).body.code;
    expect(await code('hongmao.1', { held_on: '2026-11-24' })).toBe('invalid');
    expect(await code('hongmao.1', { held_end: '09:00' })).toBe('invalid');
    expect(await code('hongmao.2')).toBe('not_author');
    expect(await code('yinggen.1')).toBe('not_found');
    expect(await code('minzheng')).toBe('forbidden');
    expect(await code('hongmao.1', { revision: 2 })).toBe('stale');
  });
  it('works, and may be put right; then it is no longer cancelled', async () => {
    const id = await w.plan();
    const head = w.who('hongmao.zhanzhang');
    expect((await head.send(a.hold, { id, revision: 1, ...day })).body.revision).toBe(2);
    expect((await w.who('hongmao.1').send(a.hold, { id, revision: 2, ...day, held_end: '11:30' })).body.revision).toBe(3);
    expect(await w.get(id)).toMatchObject({ stage: 'held', held_end: '11:30' });
    expect((await head.send(a.cancel, { id, revision: 3, reason: '台风' })).body.code).toBe('activity_closed');
  });
  it('a cancelled one takes no signature any more and lacks nothing', async () => {
    const id = await w.plan();
    expect((await w.who('hongmao.2').send(a.cancel, { id, revision: 1, reason: '台风' })).body.code).toBe('not_author');
    expect((await w.who('hongmao.1').send(a.cancel, { id, revision: 1, reason: '台风' })).status).toBe(200);
    expect(await w.get(id)).toMatchObject({ stage: 'cancelled', cancelled_because: '台风', missing: [] });
    expect((await w.sign(id, typedPeople(1))).body.code).toBe('activity_closed');
  });
});

describe('activities.summarise, resummarise, archive', () => {
  it('refuses before it was held, a second one, a person of another station, a stranger', async () => {
    const planned = await w.plan();
    const send = (activity: string, change: object = {}, by = 'hongmao.1') =>
      w.who(by).send(a.summarise, { id: newId(), activity, activity_revision: 2, content: summary(), ...change });
    expect((await send(planned, { activity_revision: 1 })).body.code).toBe('activity_not_held');
    const id = await w.held();
    expect((await send(id, {}, 'hongmao.2')).body.code).toBe('not_author');
    expect((await send(id, {}, 'yinggen.1')).body.code).toBe('not_found');
    expect((await send(id, { activity_revision: 1 })).body.code).toBe('stale');
    const needs = [{ what: '想学电脑', resident: elsewhere }];
    expect((await send(id, { content: summary({ needs }) })).body.code).toBe('missing_reference');
    expect((await send(id, { content: summary({ needs: [{ what: '屋顶漏雨', resident: people[1] }] }) })).status).toBe(200);
    expect((await send(id)).body.code).toBe('summary_exists');
    expect(await w.get(id)).toMatchObject({ stage: 'summarised', named: [{ id: people[1] }] });
  });
  it('two at once: one is kept', async () => {
    const id = await w.held();
    const both = await Promise.all(
      [1, 2].map(() =>
        w.who('hongmao.1').send(a.summarise, { id: newId(), activity: id, activity_revision: 2, content: summary() }),
      ),
    );
    expect(both.map(b => b.status).sort()).toEqual([200, 409]);
  });
  it('handed in, it closes people and pictures; returned, it opens them and is written again', async () => {
    const id = await w.held();
    const sum = newId();
    await w.who('hongmao.1').send(a.summarise, { id: sum, activity: id, activity_revision: 2, content: summary() });
    expect((await w.sign(id, typedPeople(1))).body.code).toBe('activity_closed');
    await w.verdict(sum, 'returned');
    expect((await w.sign(id, typedPeople(1))).status).toBe(200);
    const input = { id: sum, revision: 1, reason: '补充过程', content: summary({ process: '补充了过程。' }) };
    expect((await w.who('hongmao.2').send(a.resummarise, input)).body.code).toBe('not_author');
    expect((await w.who('hongmao.1').send(a.resummarise, { ...input, id })).body.code).toBe('not_found');
    expect((await w.who('hongmao.1').send(a.resummarise, input)).body.revision).toBe(2);
    expect((await w.get(id)).summary).toMatchObject({ record: { state: 'submitted', occurred_on: '2026-11-22' } });
  });
  it('archives what is complete, by the head; the rest is told what it lacks', async () => {
    const id = await w.held();
    const head = w.who('hongmao.zhanzhang');
    const refused = await head.send(a.archive, { id, revision: 2 });
    expect(refused.body.code).toBe('activity_incomplete');
    expect(refused.body.say).toContain('还没有写总结');
    const done = await w.complete();
    const { revision, missing } = await w.get(done);
    expect(missing).toEqual([]);
    expect((await w.who('hongmao.1').send(a.archive, { id: done, revision })).body.code).toBe('forbidden');
    expect((await head.send(a.archive, { id: done, revision })).status).toBe(200);
    expect((await w.get(done)).stage).toBe('archived');
  });
});

describe('pictures and answers', () => {
  it('refuse a file that was not sent, the same twice, strangers', async () => {
    const id = await w.held();
    const send = (hash: string, by = 'hongmao.2') =>
      w.who(by).send(a.addPhoto, { id: newId(), activity: id, hash, shows: 'whole', consent: 'none' });
    expect((await send('e'.repeat(64))).body.code).toBe('file_not_sent');
    expect((await send(photo, 'yinggen.1')).body.code).toBe('not_found');
    expect((await send(photo)).status).toBe(200);
    expect((await send(photo)).body.code).toBe('conflict');
    const [one] = (await w.get(id)).photos;
    const change = { id: one!.id, revision: 1, shows: 'scene' as const, consent: 'given' as const };
    expect((await w.who('hongmao.1').send(a.changePhoto, change)).body.revision).toBe(2);
    expect((await w.who('hongmao.1').send(a.changePhoto, change)).body.code).toBe('stale');
    expect((await w.who('hongmao.1').send(a.removePhoto, { id: one!.id, revision: 2, reason: '拍糊了' })).status).toBe(200);
    expect((await w.get(id)).photos).toEqual([]);
  });
  it('who sees people masked sees no picture and no name', async () => {
    const id = await w.held();
    await w.who('hongmao.2').send(a.addPhoto, { id: newId(), activity: id, hash: photo, shows: 'whole', consent: 'given' });
    await w.sign(id, [
      { id: newId(), resident: people[0]! },
      { id: newId(), name: '王春花', phone_end: '1234' },
    ]);
    const seen = await w.get(id, 'pinggu');
    expect(seen).toMatchObject({ masked: true, photos: [{ hash: null }], tally: { named: 2 } });
    expect(seen.attendance.map(t => [t.name, t.resident, t.phone_end]).sort()).toEqual([
      ['王**', null, null],
      ['符**', null, null],
    ]);
    expect((await w.get(id, 'minzheng')).attendance.map(t => t.name)).toContain('王春花');
    expect((await w.who('xitong').read(a.get, { id })).body.code).toBe('forbidden');
  });
  it('answers: who filled it in for somebody is named; the result is a sentence', async () => {
    const id = await w.held();
    const send = (change: object) =>
      w
        .who('hongmao.2')
        .send(a.answerQuestions, { id: newId(), activity: id, scores: { overall: 4 }, how: 'self' as const, ...change });
    expect((await send({ how: 'for_them' })).body.code).toBe('invalid');
    expect((await send({ scores: { overall: 6 } })).body.code).toBe('invalid');
    expect((await send({ how: 'read_out', filled_by: '王社工' })).status).toBe(200);
    expect((await send({ scores: { overall: 2, useful: 1 }, words: '太短' })).status).toBe(200);
    const { satisfaction, words } = await w.get(id);
    expect(a.resultWords(satisfaction)).toBe(
      '2 人填写，1 人总体满意，平均 3.0 分，较低的一项是“内容对我有用”（1.0 分）。人数较少，仅供参考。',
    );
    expect(words).toEqual(['太短']);
  });
});
