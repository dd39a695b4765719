// Assessments and instruments through HTTP: what is refused, what works, what the figures are. K3, E1, SEC-07.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { newId } from '#kernel/ids.ts';
import * as api from './assessments.ts';
import { assessWorld, elderAnswers, sixItems, small, type World, worker, YINGGEN } from './testing.ts';

let world: World;
let elder: string;
let second: string;
let merged: string;
let elsewhere: string;
let neighbour: string;
beforeAll(async () => {
  world = await assessWorld(org);
  ({ elder, second, merged, elsewhere, neighbour } = world.people);
});
afterAll(() => world?.server.stop());
const who = (word: string) => world.who(word);

type Input = ReturnType<typeof sixItems>;
async function recorded(by: string, input: Input): Promise<string> {
  const answer = await who(by).send(api.record, input);
  expect(answer.body).toEqual({ id: input.id, revision: 1 });
  return input.id;
}
/** A correction of a record with other answers. */
const correcting = (
  { id, resident: _, instrument: __, version: ___, purpose: ____, recorded_at: _____, ...w }: Input,
  revision = 1,
) => ({ ...w, id, revision, reason: '问错了' });
const full = async (id: string, by = 'hongmao.1') => (await who(by).read(api.get, { id })).body;
const drafted = async (code: string, change: Parameters<typeof small>[0] = {}) => {
  const id = newId();
  expect((await who('minzheng').send(api.draftInstrument, { id, body: small({ code, ...change }) })).status).toBe(200);
  return id;
};
const published = async (code: string, change: Parameters<typeof small>[0] = {}) => {
  const id = await drafted(code, change);
  expect((await who('minzheng').send(api.publishInstrument, { id, revision: 1 })).body).toEqual({ id, revision: 2 });
  return id;
};
const smallAnswers = { mood: 'good', alone: 'no', calls: 2 };

describe('refuses', () => {
  it.each([
    ['no answers', { answers: {} }, 'answers'],
    ['an answer to nothing', { answers: { eat: 'yes', fly: 'yes' } }, 'answers.fly'],
    ['an answer that is none', { answers: { eat: 'maybe' } }, 'answers.eat'],
    ['tomorrow', { assessed_on: '2026-11-24' }, 'assessed_on'],
    ['a day before the station was there', { assessed_on: '2026-02-01', late_reason: '补' }, 'assessed_on'],
    ['late without a reason', { assessed_on: '2026-11-10' }, 'late_reason'],
    ['the writer as second assessor', { co_workers: [worker('hongmao.1')] }, 'co_workers'],
    ['somebody who is no colleague', { co_workers: [newId()] }, 'co_workers'],
  ])('%s', async (_, change, path) => {
    const answer = await who('hongmao.1').send(api.record, sixItems(elder, change));
    expect(answer.body.code).toBe('invalid');
    expect(answer.body.issues?.map(i => i.path)).toContain(path);
  });
  it('an informant the instrument does not ask, an answer to what is not asked', async () => {
    const phq = await who('hongmao.1').send(
      api.record,
      sixItems(elder, { instrument: 'phq9', answers: { q1: '0' }, informant: 'carer' }),
    );
    expect(phq.body.issues?.map(i => i.path)).toEqual(['informant']);
    const hidden = await who('hongmao.1').send(
      api.record,
      sixItems(elder, { instrument: 'gbt42195', answers: { coma: 'yes', 'b.1.1': '4' } }),
    );
    expect(hidden.body.issues?.map(i => i.path)).toEqual(['answers.b.1.1']);
  });
  it('a result from outside, and whatever else is not the author’s', async () => {
    for (const field of ['total', 'grade', 'score', 'attention', 'state', 'station', 'county_id', 'worker', '__proto__']) {
      const input = JSON.parse(JSON.stringify(sixItems(elder)).replace('{', `{"${field}":6,`)) as Input;
      expect((await who('hongmao.1').send(api.record, input)).status).toBe(400);
    }
  });
  it('an instrument or a version that is not there, a draft, a retired one', async () => {
    await drafted('still_a_draft');
    for (const change of [{ instrument: 'nothing_here' }, { version: 2 }, { instrument: 'still_a_draft', answers: smallAnswers }])
      expect((await who('hongmao.1').send(api.record, sixItems(elder, change))).body.code).toBe('instrument_unknown');
    const id = await published('soon_retired');
    expect((await who('minzheng').send(api.retireInstrument, { id, revision: 2, reason: '改用新表' })).status).toBe(200);
    const after = sixItems(elder, { instrument: 'soon_retired', answers: smallAnswers, assessed_on: '2026-11-23' });
    expect((await who('hongmao.1').send(api.record, after)).status).toBe(200);
    world.server.setTime('2026-11-24T10:00:00+08:00');
    const late = await (await world.server.as(worker('hongmao.1'))).send(api.record, {
      ...after,
      id: newId(),
      assessed_on: '2026-11-24',
    });
    world.server.setTime('2026-11-23T10:00:00+08:00');
    expect(late.body.code).toBe('instrument_retired');
  });
  it('a person of another station, another county, or nobody: with the same words', async () => {
    const answers = await Promise.all([elsewhere, neighbour, newId()].map(id => who('hongmao.1').send(api.record, sixItems(id))));
    for (const answer of answers)
      expect(answer).toEqual({ status: 404, body: { code: 'not_found', say: answers[2]!.body.say }, replayed: false });
  });
  it('those who assess nobody; corrections by a colleague; of what is withdrawn; of a stale text', async () => {
    for (const word of ['minzheng', 'xiangmu', 'pinggu', 'xitong', 'hongmao.zhuli'])
      expect((await who(word).send(api.record, sixItems(elder))).body.code).toBe('forbidden');
    const input = sixItems(elder);
    await recorded('hongmao.1', input);
    expect((await who('hongmao.2').send(api.correct, correcting(input))).body.code).toBe('not_author');
    expect((await who('hongmao.1').send(api.correct, correcting(input, 2))).body).toMatchObject({
      code: 'stale',
      current: { revision: 1 },
    });
    expect((await who('hongmao.1').send(api.withdraw, { id: input.id, revision: 1, reason: '重复' })).status).toBe(200);
    expect((await who('hongmao.1').send(api.correct, correcting(input, 2))).body.code).toBe('assessment_withdrawn');
    expect((await who('hongmao.1').send(api.withdraw, { id: input.id, revision: 2, reason: '重复' })).body.code).toBe(
      'assessment_withdrawn',
    );
  });
  it('instruments that make no sense, that are the platform’s, that are published, that are another’s', async () => {
    const officer = who('minzheng');
    const gap = small({ code: 'with_gap', grades: small().grades!.slice(1) });
    expect((await officer.send(api.draftInstrument, { id: newId(), body: gap })).body).toMatchObject({
      code: 'instrument_unsound',
      issues: [{ path: 'body.grades', message: expect.stringContaining('0 分') }],
    });
    expect((await officer.send(api.draftInstrument, { id: newId(), body: small({ code: 'phq9' }) })).body.code).toBe(
      'instrument_code_taken',
    );
    const id = await drafted('one_draft');
    expect((await officer.send(api.draftInstrument, { id: newId(), body: small({ code: 'one_draft' }) })).body.code).toBe(
      'instrument_code_taken',
    );
    expect((await officer.send(api.changeInstrument, { id, revision: 1, body: small({ code: 'other_code' }) })).body.code).toBe(
      'invalid',
    );
    expect((await officer.send(api.publishInstrument, { id, revision: 2 })).body.code).toBe('stale');
    await officer.send(api.publishInstrument, { id, revision: 1 });
    expect((await officer.send(api.changeInstrument, { id, revision: 2, body: small({ code: 'one_draft' }) })).body.code).toBe(
      'instrument_state',
    );
    expect((await officer.send(api.discardInstrument, { id, revision: 2 })).body.code).toBe('instrument_state');
    for (const word of ['hongmao.1', 'hongmao.zhanzhang', 'xiangmu', 'pinggu'])
      expect((await who(word).send(api.draftInstrument, { id: newId(), body: small({ code: 'not_mine' }) })).body.code).toBe(
        'forbidden',
      );
    expect((await who('linxian').read(api.instrument, { code: 'one_draft' })).body.code).toBe('not_found');
  });
});

describe('works', () => {
  it('the result is made from the answers, the same as on the phone', async () => {
    const answers = elderAnswers('best', { 'b.1.1': '2', dementia: 'yes' });
    const id = await recorded(
      'hongmao.1',
      sixItems(elder, { instrument: 'gbt42195', answers, co_workers: [worker('hongmao.2')], occasion: 'routine' }),
    );
    const got = await full(id);
    expect(got).toMatchObject({
      total: 88,
      grade: 'level_2',
      attention: false,
      late: false,
      masked: false,
      worker_name: got.written_by.name,
    });
    expect(api.score(got.body, got.written.answers)).toMatchObject({ total: 88, preliminary: 'level_1', grade: 'level_2' });
  });
  it('an answer left out: it is kept, without total or grade', async () => {
    const id = await recorded('hongmao.1', sixItems(elder, { answers: { eat: 'yes', dress: 'unknown' } }));
    expect(await full(id)).toMatchObject({ total: null, grade: null });
  });
  it('one id is one assessment, however often it is sent; a late one says so', async () => {
    const input = sixItems(second, {
      assessed_on: '2026-11-10',
      late_reason: '山里没有信号',
      recorded_at: '2026-11-10T18:00:00+08:00',
    });
    const id = newId();
    const all = await Promise.all(Array.from({ length: 4 }, () => who('hongmao.1').send(api.record, input, { id })));
    expect(all.map(a => a.status)).toEqual([200, 200, 200, 200]);
    expect(all.filter(a => !a.replayed)).toHaveLength(1);
    expect((await who('hongmao.1').send(api.record, input)).body.code).toBe('id_reused');
    expect(await full(input.id)).toMatchObject({ late: true, recorded_at: '2026-11-10T10:00:00.000Z' });
  });
  it('a correction is scored anew and keeps what it replaced; the head of station may too', async () => {
    const input = sixItems(elder);
    await recorded('hongmao.1', input);
    const change = { ...correcting(input), answers: { ...input.answers, wash: 'no' } };
    expect((await who('hongmao.zhanzhang').send(api.correct, change)).body).toEqual({ id: input.id, revision: 2 });
    const got = await full(input.id);
    expect(got).toMatchObject({ total: 5, grade: 'partly', attention: true, revision: 2 });
    expect(got.revisions).toMatchObject([{ revision: 1, total: 6, grade_label: '具备生活自理能力', reason: '问错了' }]);
  });
  it('a merged person leads to the one who stands for her', async () => {
    const id = await recorded('hongmao.1', sixItems(merged));
    expect((await full(id)).resident).toBe(elder);
    expect((await who('hongmao.1').read(api.list, { resident: merged, limit: 200 })).body.rows.map(r => r.id)).toContain(id);
  });
  it('versions: a draft is changed, published, followed by the next; records keep theirs', async () => {
    const first = await published('in_versions', { repeat_days: 30 });
    const on = (version: number, day: string) =>
      sixItems(second, { instrument: 'in_versions', version, answers: smallAnswers, assessed_on: day, late_reason: '补' });
    const old = await recorded('hongmao.1', on(1, '2026-10-01'));
    const next = await drafted('in_versions', { title: '本县小量表（新）' });
    expect(
      (
        await who('minzheng').send(api.changeInstrument, {
          id: next,
          revision: 1,
          body: small({ code: 'in_versions', title: '又改' }),
        })
      ).body,
    ).toEqual({ id: next, revision: 2 });
    expect((await who('minzheng').send(api.publishInstrument, { id: next, revision: 2 })).status).toBe(200);
    const rows = (await who('hongmao.1').read(api.instruments, {})).body.rows.filter(r => r.code === 'in_versions');
    expect(rows.map(r => [r.id, r.version, r.state, r.used])).toEqual([
      [next, 2, 'published', 0],
      [first, 1, 'superseded', 1],
    ]);
    expect((await full(old)).instrument_title).toBe('本县小量表');
    // A phone that was out of reach still has the former version.
    await recorded('hongmao.1', on(1, '2026-11-01'));
    await recorded('hongmao.1', on(2, '2026-11-20'));
    const { series } = (await who('hongmao.1').read(api.series, { resident: second, instrument: 'in_versions' })).body;
    expect(series[0]).toMatchObject({
      title: '又改',
      next_on: null,
      points: [{ change: null }, { change: 0 }, { change: null, version: 2 }],
    });
    const file = await who('minzheng').get('/api/assessments.export_instrument?code=in_versions&version=1');
    expect(api.Instrument.parse(await file.json())).toMatchObject({ code: 'in_versions', title: '本县小量表' });
    expect((await who('minzheng').read(api.instrument, { code: 'in_versions' })).body.version).toBe(2);
  });
  it('a purpose is kept and asked for again', async () => {
    const purpose = { kind: 'case' as const, id: newId() };
    const id = await recorded('hongmao.1', sixItems(elder, { purpose, occasion: 'before' }));
    const found = (await who('hongmao.1').read(api.list, { for_kind: 'case', for_id: purpose.id })).body.rows;
    expect(found.map(r => [r.id, r.for_kind, r.occasion])).toEqual([[id, 'case', 'before']]);
  });
  it('the sheet is a PDF', async () => {
    const id = await recorded('hongmao.1', sixItems(elder));
    const file = await who('hongmao.1').get(`/api/assessments.sheet?id=${id}`);
    expect(file.headers.get('content-type')).toContain('application/pdf');
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
});

describe('counts', () => {
  it('the list is newest first, in pages, without a gap or a double, under every filter', async () => {
    const read = async (query: object) => (await who('hongmao.1').read(api.list, { limit: 200, ...query } as never)).body.rows;
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await who('hongmao.1').read(api.list, { limit: 4, ...(cursor && { cursor }) });
      all.push(...body.rows.map(r => `${r.assessed_on} ${r.id}`));
      cursor = body.next ?? undefined;
    } while (cursor);
    expect(all.length).toBeGreaterThan(8);
    expect(all).toEqual(all.toSorted().reverse());
    expect(new Set(all).size).toBe(all.length);
    expect((await read({ state: ['recorded'] })).length + (await read({ state: ['withdrawn'] })).length).toBe(all.length);
    expect((await read({ attention: 'true' })).length + (await read({ attention: 'false' })).length).toBe(all.length);
    expect((await read({ instrument: 'selfcare6' })).every(r => r.instrument === 'selfcare6')).toBe(true);
    expect((await read({ station: YINGGEN })).length).toBe(0);
  });
  it('a series holds what is valid, in order of days, and a withdrawal leaves it', async () => {
    const input = sixItems(second, { assessed_on: '2026-11-21' });
    await recorded('hongmao.1', input);
    const points = async () =>
      (await who('minzheng').read(api.series, { resident: second, instrument: 'selfcare6' })).body.series[0]!.points;
    const before = await points();
    expect(before.map(p => p.assessed_on)).toEqual(before.map(p => p.assessed_on).toSorted());
    expect(before.map(p => p.id)).toContain(input.id);
    await who('hongmao.1').send(api.withdraw, { id: input.id, revision: 1, reason: '重复' });
    expect((await points()).map(p => p.id)).toEqual(before.map(p => p.id).filter(id => id !== input.id));
  });
  it('the phone: whole, then only what changed; answers of her own records alone', async () => {
    const whole = (await who('hongmao.1').read(api.field)).body;
    expect(whole.instruments.map(i => i.code)).toEqual(expect.arrayContaining(['phq9', 'gbt42195', 'in_versions']));
    expect(whole.assessments.length).toBeGreaterThan(8);
    const id = await recorded('hongmao.2', sixItems(elder));
    const news = (await who('hongmao.1').read(api.field, { after: whole.head })).body.assessments;
    expect(news.map(a => [a.id, a.written])).toEqual([[id, null]]);
  });
  it('readers who see people masked get no name, in no text', async () => {
    const id = await recorded('hongmao.1', sixItems(elder, { remark: '王亚妹说最近好多了' }));
    for (const word of ['xiangmu', 'pinggu']) {
      const texts = await Promise.all([
        who(word).read(api.list, { limit: 200 }),
        who(word).read(api.get, { id }),
        who(word).read(api.series, { resident: elder }),
      ]);
      for (const { status, body } of texts) {
        expect(status).toBe(200);
        expect(JSON.stringify(body)).not.toContain('王亚妹');
      }
      expect(texts[1]!.body).toMatchObject({ masked: true, written: { remark: '王**说最近好多了' } });
    }
  });
  it('nothing of another station or county is reached on any way', async () => {
    const secret = sixItems(elsewhere, { remark: '陈月娥' });
    await recorded('yinggen.1', secret);
    for (const word of ['hongmao.1', 'hongmao.zhanzhang', 'linxian']) {
      const missing = (await who(word).read(api.get, { id: newId() })).body;
      expect((await who(word).read(api.get, { id: secret.id })).body).toEqual(missing);
      const texts = await Promise.all([
        who(word).read(api.list, { limit: 200 }),
        who(word).read(api.field),
        who(word).read(api.series, { resident: elsewhere }),
      ]);
      for (const { body } of texts) expect(JSON.stringify(body)).not.toMatch(new RegExp(`${secret.id}|陈月娥`));
      expect((await who(word).send(api.correct, correcting(secret))).body.code).toBe('not_found');
      expect((await who(word).send(api.withdraw, { id: secret.id, revision: 1, reason: '看看' })).body.code).toBe('not_found');
    }
    expect(await full(secret.id, 'yinggen.1')).toMatchObject({ state: 'recorded', revision: 1 });
  });
  it('administrators and the township’s assistant read nothing', async () => {
    for (const word of ['xitong', 'hongmao.zhuli'])
      for (const read of [api.list, api.instruments, api.field])
        expect((await who(word).read(read as typeof api.list)).body.code).toBe('forbidden');
  });
});
