// The manager's monthly inspection (M3) through HTTP: the sheet, its findings and what becomes of them, the grid.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { TestServer } from '#server/testing.ts';
import * as api from './inspections.ts';
import { allMet, finding, HONGMAO, inspectionWorld, photo, sheet, signature, type World, worker, YINGGEN } from './testing.ts';

let world: World;
let server: TestServer;
let who: World['who'];
beforeAll(async () => {
  world = await inspectionWorld();
  ({ server, who } = world);
});
afterAll(() => server?.stop());

const get = async (id: string) => (await who('xiangmu').read(api.get, { id })).body;
const correction = (id: string, revision = 1, change: object = {}) => {
  const { id: _, station: __, findings: ___, ...written } = sheet();
  return { ...written, id, revision, reason: '补写情况', ...change };
};

describe('refuses', () => {
  it('recording by anybody but the project manager', async () => {
    for (const word of ['hongmao.zhanzhang', 'hongmao.1', 'minzheng', 'pinggu', 'xitong', 'hongmao.zhuli'])
      expect((await who(word).send(api.record, sheet())).body.code).toBe('forbidden');
  });
  it('an incomplete sheet, each item named', async () => {
    const answers = allMet();
    answers['premises.rooms'] = { level: 'unmet', photos: [] };
    const refused = await who('xiangmu').send(
      api.record,
      sheet({ answers, inspected_on: '2026-11-24', signature_reason: undefined }),
    );
    expect(refused.body.issues?.map(i => i.path)).toEqual(['inspected_on', 'answers.premises.rooms', 'signature_reason']);
    const missing = await who('xiangmu').send(api.record, sheet({ answers: {} }));
    expect(missing.body.issues?.length).toBe(api.ITEMS.length);
  });
  it('a day before the station opened; a deadline before the day; somebody who was not in post; a photo that was not sent', async () => {
    const send = (change: object) => who('xiangmu').send(api.record, sheet(change));
    expect((await send({ inspected_on: '2026-02-28' })).body.issues?.[0]?.path).toBe('inspected_on');
    expect((await send({ findings: [finding({ deadline_on: '2026-11-19' })] })).body.issues?.[0]?.path).toBe(
      'findings.0.deadline_on',
    );
    expect((await send({ present: [worker('yinggen.1')] })).body.code).toBe('inspector_post');
    expect((await send({ photos: ['c'.repeat(64)] })).body.code).toBe('file_not_sent');
    expect((await send({ station: YINGGEN, present: [], photos: [photo] })).body.code).toBe('file_not_sent');
    expect((await send({ station: 469030999, present: [] })).body.code).toBe('not_found');
  });
  it('an id that is taken, a stale correction, a change of what was withdrawn', async () => {
    const id = await world.inspected();
    expect((await who('xiangmu').send(api.record, sheet({ id }))).body.code).toBe('id_reused');
    expect((await who('xiangmu').send(api.correct, correction(id, 2))).body.code).toBe('stale');
    expect((await who('hongmao.zhanzhang').send(api.correct, correction(id))).body.code).toBe('forbidden');
    expect((await who('xiangmu').send(api.withdraw, { id, revision: 1, reason: '写错站' })).status).toBe(200);
    expect((await who('xiangmu').send(api.correct, correction(id, 2))).body.code).toBe('inspection_withdrawn');
    expect((await who('xiangmu').send(api.addFinding, { ...finding(), inspection: id })).body.code).toBe('inspection_withdrawn');
  });
  it('answering by a worker, another station or the manager; re-checking by the head; a closed finding', async () => {
    const f = finding();
    await world.inspected({ findings: [f] });
    const answer = { id: f.id, revision: 1, words: '已更换' };
    expect((await who('hongmao.1').send(api.answerFinding, answer)).body.code).toBe('forbidden');
    expect((await who('xiangmu').send(api.answerFinding, answer)).body.code).toBe('forbidden');
    expect((await who('yinggen.zhanzhang').send(api.answerFinding, answer)).body.code).toBe('not_found');
    const closing = { id: f.id, revision: 1, recheck: { verdict: 'closed' as const, words: '当场更换' } };
    expect((await who('hongmao.zhanzhang').send(api.recheckFinding, closing)).body.code).toBe('forbidden');
    const again = { id: f.id, revision: 1, recheck: { verdict: 'again' as const, words: '再改', deadline_on: '2026-11-22' } };
    expect((await who('xiangmu').send(api.recheckFinding, again)).body.issues?.[0]?.path).toBe('recheck.deadline_on');
    expect((await who('xiangmu').send(api.recheckFinding, closing)).status).toBe(200);
    expect((await who('hongmao.zhanzhang').send(api.answerFinding, { ...answer, revision: 2 })).body.code).toBe('finding_closed');
    expect((await who('xiangmu').send(api.recheckFinding, { ...closing, revision: 2 })).body.code).toBe('finding_closed');
  });
  it('reading by another station, another county, an administrator, the township', async () => {
    const id = await world.inspected();
    expect((await who('yinggen.zhanzhang').read(api.get, { id })).body.code).toBe('not_found');
    expect((await who('linxian').read(api.get, { id })).body.code).toBe('not_found');
    expect((await who('xitong').read(api.grid)).body.code).toBe('forbidden');
    expect((await who('hongmao.zhuli').read(api.list)).body.code).toBe('forbidden');
  });
});

describe('works', () => {
  it('a sheet with a signature, photos and findings is read by all who may, and corrected with its history', async () => {
    const f = finding();
    const answers = { ...allMet(), 'premises.safety': { level: 'unmet' as const, remark: '灭火器过期', photos: [photo] } };
    const id = await world.inspected({
      answers,
      findings: [f],
      photos: [photo],
      signature,
      signature_reason: undefined,
      station_words: '马上更换',
    });
    for (const word of ['hongmao.zhanzhang', 'hongmao.1', 'minzheng', 'pinggu', 'xiangmu']) {
      const { status, body } = await who(word).read(api.get, { id });
      expect([word, status, body.unmet, body.findings, body.signed]).toEqual([word, 200, 1, 1, true]);
      expect(body.written.station_words).toBe('马上更换');
    }
    expect((await who('xiangmu').send(api.correct, correction(id, 1, { guidance: '补充说明' }))).body).toEqual({
      id,
      revision: 2,
    });
    const after = await get(id);
    expect(after).toMatchObject({ revision: 2, unmet: 0, findings: 1 });
    expect(after.revisions).toMatchObject([{ revision: 1, reason: '补写情况', written: { station_words: '马上更换' } }]);
  });
  it('the same command twice is one inspection', async () => {
    const input = sheet();
    const command = newId();
    expect((await who('xiangmu').send(api.record, input, { id: command })).replayed).toBe(false);
    expect((await who('xiangmu').send(api.record, input, { id: command })).replayed).toBe(true);
  });
  it('a finding: answered, asked again with a new deadline, answered, closed; every step stays', async () => {
    const f = finding({ deadline_on: '2026-11-22' });
    const id = await world.inspected({ findings: [f] });
    const overdue = await who('hongmao.zhanzhang').read(api.findings, { overdue: 'true' });
    expect(overdue.body.rows.map(r => r.id)).toContain(f.id);
    const head = who('hongmao.zhanzhang');
    expect(
      (await head.send(api.answerFinding, { id: f.id, revision: 1, words: '已购新灭火器', photos: [photo] })).body.revision,
    ).toBe(2);
    expect(
      (
        await who('xiangmu').send(api.recheckFinding, {
          id: f.id,
          revision: 2,
          recheck: { verdict: 'again', words: '还缺一具', deadline_on: '2026-12-01' },
        })
      ).body.revision,
    ).toBe(3);
    const [open] = (await get(id)).finding_rows;
    expect(open).toMatchObject({ state: 'open', deadline_on: '2026-12-01', overdue: false });
    await head.send(api.answerFinding, { id: f.id, revision: 3, words: '已补齐' });
    await who('xiangmu').send(api.recheckFinding, { id: f.id, revision: 4, recheck: { verdict: 'closed', words: '现场已看' } });
    const [closed] = (await get(id)).finding_rows;
    expect(closed).toMatchObject({ state: 'closed', closed_on: '2026-11-23', overdue: false });
    expect(closed!.steps.map(s => s.step)).toEqual(['answer', 'again', 'answer', 'closed']);
    expect(closed!.steps[0]!.photos).toEqual([photo]);
  });
  it('two re-checks of one revision at once: one stands', async () => {
    const f = finding();
    await world.inspected({ findings: [f] });
    const all = await Promise.all(
      ['甲', '乙', '丙'].map(words =>
        who('xiangmu').send(api.recheckFinding, {
          id: f.id,
          revision: 1,
          recheck: { verdict: 'again', words, deadline_on: '2026-12-09' },
        }),
      ),
    );
    expect(all.map(a => a.status).sort()).toEqual([200, 409, 409]);
  });
  it('what is found later is added; withdrawing drops what is open', async () => {
    const id = await world.inspected();
    const f = finding({ item: undefined });
    expect((await who('xiangmu').send(api.addFinding, { ...f, inspection: id })).status).toBe(200);
    expect((await get(id)).open_findings).toBe(1);
    await who('xiangmu').send(api.withdraw, { id, revision: 1, reason: '登记到别的站了' });
    expect((await get(id)).finding_rows[0]).toMatchObject({ state: 'dropped', overdue: false });
    const rows = (await who('xiangmu').read(api.findings, { limit: 200 })).body.rows;
    expect(rows.map(r => r.id)).not.toContain(f.id);
    expect((await who('xiangmu').read(api.list, { limit: 200 })).body.rows.map(r => r.id)).not.toContain(id);
    expect((await who('xiangmu').read(api.list, { withdrawn: 'true', limit: 200 })).body.rows.map(r => r.id)).toContain(id);
  });
  it('pages go on where the last one ended', async () => {
    const first = (await who('minzheng').read(api.list, { limit: 2 })).body;
    const second = (await who('minzheng').read(api.list, { limit: 2, cursor: first.next! })).body;
    const ids = [...first.rows, ...second.rows].map(r => r.id);
    expect(new Set(ids).size).toBe(ids.length);
    const some = (await who('minzheng').read(api.findings, { limit: 1 })).body;
    expect((await who('minzheng').read(api.findings, { limit: 1, cursor: some.next! })).body.rows[0]?.id).not.toBe(
      some.rows[0]?.id,
    );
  });
});

describe('counts', () => {
  it('the grid: a cell for each station and month, withdrawn ones left out (M3)', async () => {
    await world.inspected({ station: YINGGEN, present: [], inspected_on: '2026-10-09' });
    await world.inspected({ station: YINGGEN, present: [], inspected_on: '2026-10-31' });
    const { body } = await who('minzheng').read(api.grid);
    expect([body.from, body.to, body.months.length, body.rows.length]).toEqual(['2026-03-01', '2027-02-28', 12, 10]);
    const row = body.rows.find(r => r.station === YINGGEN)!;
    expect(row.cells.map(c => c.state)).toEqual([...Array(7).fill('missed'), 'done', 'due', 'future', 'future', 'future']);
    expect(row.cells[7]!.inspections).toHaveLength(2);
    const own = (await who('hongmao.1').read(api.grid)).body;
    expect(own.rows.map(r => r.station)).toEqual([HONGMAO]);
    const asked = (await who('minzheng').read(api.grid, { from: '2026-10-31', to: '2027-10-30' })).body;
    expect(asked.rows.find(r => r.station === YINGGEN)!.cells[0]).toMatchObject({ state: 'done' });
  });
  it('a sheet written more than a week later is marked 补录', async () => {
    const id = await world.inspected({ inspected_on: '2026-11-15' });
    expect((await get(id)).late).toBe(true);
    expect((await get(await world.inspected({ inspected_on: '2026-11-16' }))).late).toBe(false);
  });
});
