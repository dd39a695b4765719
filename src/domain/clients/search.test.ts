// Finding people: by every fragment of every name, by initials and by the last digits; filters, pages, two rows of one person, and what
// the phone gets. K1, K2, E1.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { ageOn } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { matchName, nameMatches, pinyinOf } from '#kernel/names.ts';
import { as } from '#server/command.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { rowsOfPerson } from './merges.service.ts';
import { HONGMAO, type Registering, registered, SHIYUN, somebody } from './testing.ts';

const TODAY = '2026-11-23';
let server: TestServer;
let officer: Person;
let lead: Person;
let worker: Person;
const people: Registering[] = [];
const at = (word: string): string => demoId(`469030/${word}`);
const list = async (who: Person, query: object) => (await who.read(clients.list, { limit: 200, ...query })).body;

beforeAll(async () => {
  server = await testServer([clientsModule], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T02:00:00Z`);
  officer = await server.as(at('minzheng'));
  lead = await server.as(at('hongmao.zhanzhang'));
  worker = await server.as(at('hongmao.1'));
  const elsewhere = await server.as(at('shiyun.1'));
  const named = ['阿依古丽·买买提', '曾重阳', '单于长乐', '欧阳行', 'Maria Lee', '王一'];
  for (let i = 0; i < 50; i++)
    people.push(
      await registered(worker, HONGMAO, {
        kind: i % 4 ? 'elder' : 'adult',
        village_code: `${HONGMAO}20${i % 5}`,
        ...(named[i] && { name: named[i] }),
      }),
    );
  for (let i = 0; i < 6; i++) people.push(await registered(elsewhere, SHIYUN, { name: i ? people[i + 10]!.name : '王一' }));
});
afterAll(() => server?.stop());

describe('refuses', () => {
  it('unknown filters and cursors, never taken for "no filter"', async () => {
    for (const query of [
      { name: '王' },
      { station: 'x' },
      { limit: -1 },
      { limit: 100000 },
      { state: 'all' },
      { category: 'everybody' },
      { cursor: 'x' },
      { cursor: newId() },
      { sort: 'name; drop table' },
    ]) {
      const { status, body } = await lead.read(clients.list, query as never);
      expect([status, body.code], JSON.stringify(query)).toEqual([400, 'unknown_parameter']);
    }
  });
  it('to merge across a file, twice, into itself, or with another number', async () => {
    const a = await registered(worker, HONGMAO);
    const b = await registered(worker, HONGMAO);
    const both = { id: a.id, revision: 1, other: b.id, other_revision: 1 };
    expect((await worker.send(clients.merge, both)).body.code).toBe('forbidden');
    expect((await lead.send(clients.merge, both)).body.code).toBe('conflict');
    expect((await lead.send(clients.merge, { ...both, other: a.id })).body.code).toBe('invalid');
    expect((await lead.send(clients.merge, { ...both, other_revision: 7 })).body.code).toBe('stale');
    expect((await lead.send(clients.merge, { ...both, other: people[51]!.id })).body.code).toBe('not_found');
  });
});

describe('works', () => {
  it('finds everybody by every fragment of the name and of its initials, and nobody else', async () => {
    const mine = people.filter(p => p.station === HONGMAO);
    const fragment = fc.record({
      who: fc.constantFrom(...mine),
      from: fc.nat(8),
      length: fc.integer({ min: 1, max: 5 }),
      initials: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fragment, async ({ who, from, length, initials }) => {
        const whole = initials ? pinyinOf(who.name).initials : matchName(who.name);
        const q = [...whole].slice(from % whole.length, (from % whole.length) + length).join('');
        if (q.includes('#')) return;
        const { rows } = await list(lead, { q });
        expect(
          rows.map(r => r.id),
          `${q} of ${who.name}`,
        ).toContain(who.id);
        for (const row of rows) expect(nameMatches(row.name, q), `${q} found ${row.name}`).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
  it('finds by the last digits, a whole number and a telephone', async () => {
    const [p] = people;
    expect((await list(lead, { q: p!.identity!.slice(-4) })).rows.map(r => r.id)).toContain(p!.id);
    expect((await list(lead, { q: p!.identity!.toLowerCase() })).rows.map(r => r.id)).toEqual([p!.id]);
    const called = await registered(worker, HONGMAO, { phone: '15400998877' });
    expect((await list(lead, { q: '154 0099 8877' })).rows.map(r => r.id)).toEqual([called.id]);
    for (const q of ['1', '12345', p!.identity!.slice(0, 17), '%', '_', "'", '9999999'])
      expect((await list(lead, { q })).rows, q).toEqual([]);
  });
  it('shows nobody of other stations, by no way of asking', async () => {
    const hidden = people.filter(p => p.station === SHIYUN);
    const asked = [
      {},
      { station: SHIYUN },
      { q: hidden[0]!.name },
      { q: hidden[0]!.identity!.slice(-4) },
      { q: hidden[0]!.identity! },
      { age_from: 0 },
      { worker: at('shiyun.1') },
      { unassigned: true },
      { count: true, station: SHIYUN },
    ];
    for (const query of asked) {
      const { rows, total } = await list(lead, query);
      expect(
        rows.filter(r => hidden.some(h => h.id === r.id)),
        JSON.stringify(query),
      ).toEqual([]);
      if ('count' in query) expect(total).toBe(0);
    }
    const neighbour = await server.as(demoId('469098/linxian.minzheng'), 469098);
    expect((await list(neighbour, {})).rows).toEqual([]);
    expect((await list(officer, { q: '王一' })).rows.map(r => r.station).sort()).toEqual([HONGMAO, SHIYUN]);
  });
  it('pages through everybody once, in the order of the names', async () => {
    const seen: string[] = [];
    const keys: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(officer, { limit: 7, ...(cursor && { cursor }) });
      seen.push(...page.rows.map(r => r.id));
      keys.push(...page.rows.map(r => pinyinOf(r.name).sortKey));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect((await list(officer, { count: true })).total).toBe(seen.length);
    expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });
  it('filters by village, category, age, and several at once', async () => {
    const [a, b] = people.slice(20, 22);
    for (const p of [a!, b!]) await worker.send(clients.categorise, { id: newId(), resident: p.id, category: 'lives_alone' });
    await worker.send(clients.categorise, { id: newId(), resident: b!.id, category: 'extremely_poor' });
    expect((await list(lead, { category: ['lives_alone'] })).rows.map(r => r.id).sort()).toEqual([a!.id, b!.id].sort());
    expect(
      (await list(lead, { category: ['lives_alone', 'extremely_poor'], village: b!.village_code })).rows.map(r => r.id),
    ).toEqual([b!.id]);
    const old = (await list(lead, { age_from: 80 })).rows;
    expect(old.every(r => r.age! >= 80)).toBe(true);
    expect(old.length).toBe(people.filter(p => p.station === HONGMAO && p.born_on && ageOn(p.born_on, TODAY) >= 80).length);
    expect((await list(lead, { age_from: 60, age_to: 60 })).rows.every(r => r.age === 60)).toBe(true);
  });
  it('merges two rows of one person: everything leads to the one that stands', async () => {
    const kept = await registered(worker, HONGMAO, {
      identity_kind: 'none',
      identity: null,
      identity_reason: 'lost',
      born_on: '1948-08-08',
      sex: '2',
      name: '林阿妹',
      phone: null,
    });
    const number = somebody(HONGMAO, { kind: 'elder' });
    const other = await registered(worker, HONGMAO, { ...number, id: newId(), name: '林亚妹', phone: '15400123123' });
    await worker.send(clients.categorise, { id: newId(), resident: other.id, category: 'dibao_recipient', basis: '低保证' });
    await lead.send(clients.assign, { station: HONGMAO, residents: [other.id], worker: worker.account, from_on: '2026-05-01' });
    const before = (await worker.read(clients.field, {})).body;
    const merged = await lead.send(clients.merge, { id: kept.id, revision: 1, other: other.id, other_revision: 1 });
    expect(merged.body.revision).toBe(2);
    const stands = (await lead.read(clients.get, { id: kept.id })).body;
    expect(stands).toMatchObject({
      name: '林阿妹',
      identity_kind: 'resident_id',
      categories: ['dibao_recipient'],
      merged_rows: [other.id],
      phone: '154****3123',
    });
    expect((await lead.read(clients.get, { id: other.id })).body).toMatchObject({
      state: 'merged',
      merged_into: kept.id,
      worker: null,
    });
    expect((await list(lead, { q: number.identity! })).rows.map(r => r.id)).toEqual([kept.id]);
    expect((await list(lead, { q: '林亚' })).rows.map(r => r.id)).not.toContain(other.id);
    expect((await worker.read(clients.field, { after: before.head })).body.gone).toEqual([other.id]);
    expect((await worker.send(clients.correct, { id: other.id, revision: 2, set: { notes: '迟到的更正' } })).body).toMatchObject({
      code: 'merged_person',
      current: { merged_into: kept.id },
    });
    const third = await registered(worker, HONGMAO, {
      identity_kind: 'none',
      identity: null,
      identity_reason: 'lost',
      born_on: '1948-08-09',
      sex: '2',
    });
    await lead.send(clients.merge, { id: third.id, revision: 1, other: kept.id, other_revision: 2 });
    const grants = [{ role: 'station_lead' as const, station: HONGMAO }];
    const actor = { county: 469030, account: lead.account, name: '', grants, stations: [HONGMAO] };
    for (const id of [kept.id, other.id, third.id]) {
      const { standing, rows } = await as(server.house, { actor }, 'read', null, ({ tx }) => rowsOfPerson(tx, id));
      expect([standing, rows.sort()]).toEqual([third.id, [kept.id, other.id, third.id].sort()]);
    }
  });
});

describe('counts', () => {
  it('what the phone gets: own people in clear, then only what changed', async () => {
    const colleague = await server.as(at('hongmao.2'));
    const own = people.slice(30, 36);
    await lead.send(clients.assign, {
      station: HONGMAO,
      residents: own.map(p => p.id),
      worker: colleague.account,
      from_on: '2026-05-01',
    });
    const first = (await colleague.read(clients.field, { limit: 4 })).body;
    expect(first.rows).toHaveLength(4);
    const second = (await colleague.read(clients.field, { limit: 4, cursor: first.next! })).body;
    expect([...first.rows, ...second.rows].map(r => r.id).sort()).toEqual(own.map(p => p.id).sort());
    expect(second.next).toBeNull();
    const one = [...first.rows, ...second.rows].find(r => r.id === own[0]!.id)!;
    expect(one).toMatchObject({ phone: own[0]!.phone, address: own[0]!.address, name: own[0]!.name });
    expect(one.identity).not.toBe(own[0]!.identity);
    expect((await colleague.read(clients.field, { after: first.head })).body).toMatchObject({ rows: [], gone: [] });
    await worker.send(clients.categorise, { id: newId(), resident: own[1]!.id, category: 'empty_nest' });
    await worker.send(clients.correct, { id: own[2]!.id, revision: 1, set: { notes: '狗会咬人' } });
    await lead.send(clients.assign, { station: HONGMAO, residents: [own[3]!.id], worker: worker.account, from_on: '2026-10-01' });
    const later = (await colleague.read(clients.field, { after: first.head })).body;
    expect(later.rows.map(r => r.id).sort()).toEqual([own[1]!.id, own[2]!.id].sort());
    expect(later.rows.find(r => r.id === own[2]!.id)!.notes).toBe('狗会咬人');
    expect(later.gone).toEqual([own[3]!.id]);
    expect((await officer.read(clients.field, {})).body.code).toBe('forbidden');
  });
});
