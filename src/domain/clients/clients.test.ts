// People served, through HTTP: registering, correcting, categories, responsibility, consent and files. K2, E1, C1, PRI-01, PRI-04.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { HONGMAO, type Registering, registered, SHIYUN, somebody } from './testing.ts';

let server: TestServer;
let officer: Person;
let lead: Person;
let worker: Person;
let elsewhere: Person;
let neighbour: Person;
const at = (word: string): string => demoId(`469030/${word}`);

beforeAll(async () => {
  server = await testServer([clientsModule], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T02:00:00Z');
  [officer, lead, worker, elsewhere] = (await Promise.all(
    ['minzheng', 'hongmao.zhanzhang', 'hongmao.1', 'shiyun.1'].map(word => server.as(at(word))),
  )) as [Person, Person, Person, Person];
  neighbour = await server.as(demoId('469098/linxian.1'), 469098);
});
afterAll(() => server?.stop());

const get = async (who: Person, id: string) => (await who.read(clients.get, { id })).body;
const codeOf = async <T>(answer: Promise<{ body: T & { code?: string } }>): Promise<string | undefined> =>
  (await answer).body.code;

describe('refuses', () => {
  it('a number that is known, at the own station with the person, at another without', async () => {
    const there = await registered(elsewhere, SHIYUN);
    const here = await registered(worker, HONGMAO);
    const again = await worker.send(clients.register, {
      ...somebody(HONGMAO),
      identity: here.identity,
      born_on: null,
      sex: null,
    });
    expect(again.body).toMatchObject({ code: 'known_person', current: { id: here.id, station: HONGMAO } });
    const hidden = await worker.send(clients.register, {
      ...somebody(HONGMAO),
      identity: there.identity,
      born_on: null,
      sex: null,
    });
    expect(hidden.status).toBe(409);
    expect(hidden.body.code).toBe('known_person');
    expect(hidden.body.current).toBeUndefined();
    expect(hidden.body.say).toContain('请联系县民政局');
  });
  it('somebody of the same sound, birth date and village, until it is said that they are two', async () => {
    const first = await registered(worker, HONGMAO, {
      name: '王小明',
      identity_kind: 'none',
      identity: null,
      identity_reason: 'unregistered',
      born_on: '1950-02-03',
      sex: '1',
    });
    const second: Registering = {
      ...somebody(HONGMAO),
      name: '王·晓明',
      identity_kind: 'none',
      identity: null,
      identity_reason: 'lost',
      born_on: '1950-02-03',
      sex: '1',
    };
    const asked = await worker.send(clients.register, second);
    expect(asked.body).toMatchObject({ code: 'twins', current: { twins: [first.id] } });
    expect((await lead.read(clients.twins)).body.rows).toEqual([]);
    expect((await worker.send(clients.register, { ...second, not_a_twin: true })).status).toBe(200);
    expect((await get(worker, second.id)).twins).toEqual([]);
    expect((await lead.read(clients.twins)).body.rows).toEqual([]);
  });
  it('what does not fit, with one sentence a field', async () => {
    const wrong = await worker.send(clients.register, {
      ...somebody(HONGMAO),
      identity: '469030195001011234',
      born_on: null,
      phone: '1234',
      ethnic: '99',
    });
    expect(wrong.body.code).toBe('invalid');
    expect(wrong.body.issues?.map(i => i.path).sort()).toEqual(['ethnic', 'identity', 'phone']);
    expect(JSON.stringify(wrong.body)).not.toContain('469030195001011234');
    const none = await worker.send(clients.register, {
      ...somebody(HONGMAO),
      identity_kind: 'none',
      identity: null,
      born_on: null,
      identity_reason: null,
    });
    expect(none.body.issues?.map(i => i.path).sort()).toEqual(['born_on', 'identity_reason']);
    expect(
      (await worker.send(clients.register, { ...somebody(HONGMAO), village_code: `${SHIYUN}200` })).body.issues?.[0]?.path,
    ).toBe('village_code');
    expect(await codeOf(worker.send(clients.register, { ...somebody(HONGMAO), worker_id: worker.account } as never))).toBe(
      'bad_request',
    );
  });
  it('who has no part in it', async () => {
    const person = await registered(worker, HONGMAO);
    expect(await codeOf(elsewhere.send(clients.register, somebody(HONGMAO)))).toBe('forbidden');
    expect(await codeOf(officer.send(clients.register, somebody(HONGMAO)))).toBe('forbidden');
    const set = { id: person.id, revision: 1, set: { name: '改名' } };
    const hidden = await elsewhere.send(clients.correct, set);
    const foreign = await neighbour.send(clients.correct, set);
    const missing = await elsewhere.send(clients.correct, { ...set, id: newId() });
    expect([hidden.status, foreign.status]).toEqual([404, 404]);
    expect(hidden.body).toEqual(missing.body);
    expect(foreign.body).toEqual(missing.body);
    expect((await elsewhere.read(clients.get, { id: person.id })).body).toEqual(
      (await elsewhere.read(clients.get, { id: newId() })).body,
    );
    for (const word of ['pinggu', 'xiangmu', 'xitong', 'anquan', 'shenji', 'hongmao.zhuli'])
      expect(await codeOf((await server.as(at(word))).send(clients.correct, set))).toBe('forbidden');
    for (const word of ['xitong', 'anquan', 'shenji'])
      expect(await codeOf((await server.as(at(word))).read(clients.list))).toBe('forbidden');
  });
  it('a writer who did not see the last revision', async () => {
    const { id } = await registered(worker, HONGMAO);
    expect((await worker.send(clients.correct, { id, revision: 1, set: { notes: '早' } })).body.revision).toBe(2);
    expect((await lead.send(clients.correct, { id, revision: 1, set: { notes: '迟' } })).body).toMatchObject({
      code: 'stale',
      current: { revision: 2 },
    });
    expect((await get(worker, id)).notes).toBe('早');
  });
});

describe('works', () => {
  it('registers, masks, corrects and reveals', async () => {
    const sent = await registered(worker, HONGMAO, {
      phone: '154 0012 3456',
      address: '红毛镇毛西村委会3组12号',
      notes: '腿脚不便',
    });
    const seen = await get(worker, sent.id);
    expect(seen).toMatchObject({
      name: sent.name,
      phone: '154****3456',
      address: '红毛镇毛西村委会3组***',
      notes: '腿脚不便',
      state: 'active',
      file_state: 'none',
      source: 'worker',
      masked: false,
    });
    expect(seen.identity).toBe(`${sent.identity!.slice(0, 6)}********${sent.identity!.slice(-4)}`);
    const { body } = await worker.send(clients.correct, {
      id: sent.id,
      revision: 1,
      set: { phone: '0898-86222222', notes: null, name: '陈新名' },
    });
    expect(body.revision).toBe(2);
    expect(await get(worker, sent.id)).toMatchObject({ name: '陈新名', notes: null, phone: '0898-****2222' });
    expect((await worker.read(clients.list, { q: 'cxm', station: HONGMAO })).body.rows.map(r => r.id)).toContain(sent.id);
    expect((await worker.read(clients.list, { q: sent.name })).body.rows.map(r => r.id)).not.toContain(sent.id);
    const shown = await lead.send(clients.reveal, { id: sent.id, field: 'phone' });
    expect(shown.body.value).toBe('0898-86222222');
  });
  it('reveals with a row in the ledger and nothing of the value in it', async () => {
    const sent = await registered(worker, HONGMAO);
    expect(await codeOf(officer.send(clients.reveal, { id: sent.id, field: 'identity' }))).toBe('reason_needed');
    expect(await codeOf(worker.send(clients.reveal, { id: sent.id, field: 'identity' }))).toBe('reason_needed');
    const id = newId();
    expect((await officer.send(clients.reveal, { id: sent.id, field: 'identity', reason: 'verify' }, { id })).body.value).toBe(
      sent.identity,
    );
    for (const word of ['pinggu', 'xiangmu'])
      expect(
        await codeOf((await server.as(at(word))).send(clients.reveal, { id: sent.id, field: 'identity', reason: 'verify' })),
      ).toBe('forbidden');
    const owner = await server.owner(469030);
    const row = (await owner.query('select * from app.ledger where county_id = 469030 and id = $1', [id])).rows[0];
    expect(row).toMatchObject({ command: 'clients.reveal', subject: sent.id, fields: ['identity', 'reason:verify'], answer: {} });
    const everything = (
      await owner.query(
        'select (select json_agg(l) from app.ledger l where county_id = 469030)::text || (select json_agg(r) from app.residents r where county_id = 469030)::text as t',
      )
    ).rows[0].t;
    expect(everything).not.toContain(sent.identity);
    expect(everything).not.toContain(sent.phone);
    await owner.end();
  });
  it('shows evaluator and project manager masked people, in an order that tells nothing, and lets them search none', async () => {
    const sent = await registered(worker, HONGMAO, { name: '卓玛丽' });
    for (const word of ['pinggu', 'xiangmu']) {
      const reader = await server.as(at(word));
      const seen = await get(reader, sent.id);
      expect(seen).toMatchObject({ name: '卓**', born_on: null, notes: null, masked: true });
      expect(seen.identity).toMatch(/^\d\*{16}[\dX]$/);
      expect(seen.age).toBeGreaterThan(0);
      const rows = (await reader.read(clients.list, { limit: 200 })).body.rows;
      expect(rows.map(r => r.id)).toEqual([...rows.map(r => r.id)].sort());
      expect(JSON.stringify(rows)).not.toContain('卓玛丽');
      expect(await codeOf(reader.read(clients.list, { q: '卓' }))).toBe('forbidden');
      expect(await codeOf(reader.read(clients.twins))).toBe('forbidden');
    }
  });
  it('joins a household and moves to another', async () => {
    const head = await registered(worker, HONGMAO, { household: { id: newId(), number: 'H-17', size: 3 }, relation: '02' });
    const child = await registered(worker, HONGMAO, { kind: 'child', household: { id: head.household.id }, relation: '20' });
    expect((await get(worker, head.id)).household).toMatchObject({ number: 'H-17', size: 3 });
    expect((await get(worker, head.id)).household.members.map(m => m.id).sort()).toEqual([head.id, child.id].sort());
    const alone = newId();
    const moved = await worker.send(clients.move, {
      id: child.id,
      revision: 1,
      village_code: `${HONGMAO}201`,
      household: { id: alone },
      on: '2026-11-20',
      address: '红毛镇金屏村1组2号',
    });
    expect(moved.body.revision).toBe(2);
    expect(await get(worker, child.id)).toMatchObject({ village_name: '金屏村委会', household: { id: alone } });
    expect((await get(worker, head.id)).household.members.map(m => m.id)).toEqual([head.id]);
    expect(
      (
        await worker.send(clients.move, {
          id: child.id,
          revision: 2,
          village_code: `${SHIYUN}200`,
          household: { id: alone },
          on: '2026-11-20',
        })
      ).body.issues?.[0]?.path,
    ).toBe('village_code');
  });
  it('marks a death: nobody is responsible any more, and the phone lets the person go', async () => {
    const { id } = await registered(worker, HONGMAO);
    await lead.send(clients.assign, { station: HONGMAO, residents: [id], worker: worker.account, from_on: '2026-06-01' });
    const before = (await worker.read(clients.field, {})).body;
    expect(before.rows.map(r => r.id)).toContain(id);
    expect(
      (await worker.send(clients.mark, { id, revision: 1, state: 'died', on: '2026-11-10', reason: '病故' })).body.revision,
    ).toBe(2);
    const seen = await get(worker, id);
    expect(seen).toMatchObject({ state: 'died', state_on: '2026-11-10', state_reason: '病故', worker: null });
    expect(seen.assignments).toMatchObject([{ from_on: '2026-06-01', to_on: '2026-11-10' }]);
    expect((await worker.read(clients.field, { after: before.head })).body).toMatchObject({ rows: [], gone: [id] });
    expect(
      await codeOf(
        lead.send(clients.assign, { station: HONGMAO, residents: [id], worker: worker.account, from_on: '2026-11-11' }),
      ),
    ).toBe('person_not_active');
    expect((await worker.read(clients.list, { state: 'died' })).body.rows.map(r => r.id)).toContain(id);
    expect(
      (await lead.send(clients.mark, { id, revision: 2, state: 'active', on: '2026-11-12', reason: '登记有误' })).status,
    ).toBe(200);
  });
});
