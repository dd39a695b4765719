// Rosters through HTTP: a messy workbook read, looked through, corrected and taken over once; all of it or nothing. K2, E1.

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { readSheets } from '#server/spreadsheets/read.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import divisions from '../../../db/seed/divisions-469030.json' with { type: 'json' };
import * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { messyRoster } from './messy.demo.ts';
import { generatePerson, seeded } from './people.demo.ts';
import type { RosterPerson } from './roster/person.ts';
import { HONGMAO, registered, SHIYUN, settled, sheetOf, somebody, upload } from './testing.ts';

let server: TestServer;
let officer: Person;
let lead: Person;
let elsewhere: Person;
const at = (word: string): string => demoId(`469030/${word}`);
const villagesOf = (station: number) => divisions.townships.find(t => Number(t.code) === station)!.villages;
const names = new Map(divisions.townships.flatMap(t => t.villages.map(v => [v.code, t.name + v.name])));

beforeAll(async () => {
  server = await testServer([clientsModule], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime('2026-11-23T02:00:00Z');
  officer = await server.as(at('minzheng'));
  lead = await server.as(at('hongmao.zhanzhang'));
  elsewhere = await server.as(at('shiyun.zhanzhang'));
});
afterAll(() => server?.stop());

const random = seeded(99);
const taken = new Set<string>();
const people = (n: number, station = HONGMAO, kind: 'elder' | 'adult' = 'elder'): RosterPerson[] =>
  Array.from({ length: n }, (_, i) =>
    generatePerson(random, { villageCode: villagesOf(station)[i % 3]!.code, day: '2026-11-23', kind, taken }),
  );
const rowsOf = async (id: string, query: object = {}) =>
  (await officer.read(clients.rosterRows, { id, limit: 200, ...query })).body.rows;
const count = async (station: number): Promise<number> =>
  (await officer.read(clients.numbers, { station })).body.stations[0]?.people ?? 0;

/** Reads a workbook and answers its batch when it is ready. */
const read = async (by: Person, station: number, bytes: Uint8Array, name?: string) =>
  settled(by, await upload(by, station, bytes, name));
async function confirm(by: Person, batch: { id: string; revision: number }) {
  const { status, body } = await by.send(clients.confirmRoster, { id: batch.id, revision: batch.revision });
  if (status !== 200) throw new Error(`confirming was refused: ${body.code}`);
  return settled(by, batch.id);
}

describe('refuses', () => {
  it('a file that is no roster, with a sentence that says what to do', async () => {
    const batch = await read(officer, HONGMAO, Buffer.from('%PDF-1.4 not a sheet'), '通知.pdf');
    expect(batch).toMatchObject({ state: 'failed', rows_read: 0 });
    expect(batch.problem).toContain('.xlsx');
    const empty = await read(officer, HONGMAO, Buffer.from('村里来信,没有表格\n'), '来信.csv');
    expect(empty.state).toBe('failed');
    expect(empty.problem).toMatch(/^没有找到列名行.*请补上列名行后重新上传。$/);
  });
  it('who has no part in it, and other stations', async () => {
    const bytes = await sheetOf(people(1), names);
    const id = await upload(officer, HONGMAO, bytes);
    await settled(officer, id);
    for (const word of ['hongmao.1', 'pinggu', 'xiangmu', 'hongmao.zhuli', 'anquan'])
      expect((await (await server.as(at(word))).read(clients.roster, { id })).body.code).toBe('forbidden');
    const foreign = await server.as(demoId('469098/linxian.minzheng'), 469098);
    const missing = await elsewhere.read(clients.roster, { id: newId() });
    for (const who of [elsewhere, foreign]) {
      expect((await who.read(clients.roster, { id })).body).toEqual(missing.body);
      expect((await who.read(clients.rosterRows, { id })).body).toEqual(missing.body);
      expect((await who.send(clients.confirmRoster, { id, revision: 2 })).status).toBe(404);
      expect((await who.get(`/api/clients.roster_report?id=${id}`)).status).toBe(404);
    }
    expect(
      (
        await elsewhere.send(clients.readRoster, {
          id: newId(),
          station: HONGMAO,
          file_hash: 'a'.repeat(64),
          file_name: 'x.xlsx',
        })
      ).status,
    ).toBe(403);
    expect(
      (await officer.send(clients.readRoster, { id: newId(), station: HONGMAO, file_hash: 'a'.repeat(64), file_name: 'x.xlsx' }))
        .body.code,
    ).toBe('missing_reference');
  });
  it('to confirm what nobody has looked at, or looked at before it changed', async () => {
    const [wrong] = people(1);
    const batch = await read(
      officer,
      HONGMAO,
      await sheetOf(
        [{ ...wrong!, identity: `${wrong!.identity!.slice(0, 17)}${wrong!.identity![17] === '1' ? '2' : '1'}` }],
        names,
      ),
    );
    expect(batch.counts).toMatchObject({ total: 1, wrong: 1, undecided: 1 });
    expect((await officer.send(clients.confirmRoster, { id: batch.id, revision: batch.revision })).body.code).toBe(
      'roster_undecided',
    );
    expect((await officer.send(clients.confirmRoster, { id: batch.id, revision: batch.revision - 1 })).body.code).toBe('stale');
    expect(
      (await officer.send(clients.decideRows, { id: batch.id, revision: batch.revision, rows: [{ place: 0, take: 'as_read' }] }))
        .body.issues?.[0]?.path,
    ).toBe('rows.0.take');
    expect(
      (
        await officer.send(clients.decideRows, {
          id: batch.id,
          revision: batch.revision,
          rows: [{ place: 7, take: 'leave_out' }],
        })
      ).status,
    ).toBe(404);
    expect((await officer.send(clients.dropRoster, { id: batch.id, revision: batch.revision })).status).toBe(200);
    expect((await officer.read(clients.rosterRows, { id: batch.id })).body.rows).toEqual([]);
    expect((await officer.send(clients.confirmRoster, { id: batch.id, revision: batch.revision + 1 })).body.code).toBe(
      'roster_state',
    );
  });
  it('a number of another station, before anything is written', async () => {
    const other = await registered(await server.as(at('shiyun.1')), SHIYUN);
    const [mine] = people(1);
    for (const who of [officer, lead]) {
      const batch = await read(who, HONGMAO, await sheetOf([{ ...mine!, identity: other.identity!, name: other.name }], names));
      expect(batch.counts).toMatchObject({ wrong: 1 });
      expect((await rowsOf(batch.id))[0]!.issues.map(i => i.say).join()).toContain('其他社工站');
    }
    expect((await lead.read(clients.list, { q: other.name })).body.rows.filter(r => r.id === other.id)).toEqual([]);
  });
});

describe('works', () => {
  it('takes a messy workbook over, once, with every kind of row', async () => {
    const known = people(3);
    const first = await read(officer, HONGMAO, await sheetOf(known, names));
    expect(first).toMatchObject({ state: 'ready', counts: { total: 3, new: 3 } });
    expect(await confirm(officer, first)).toMatchObject({ state: 'confirmed' });
    const before = await count(HONGMAO);
    const bytes = await messyRoster({ township: '红毛镇', villages: villagesOf(HONGMAO), day: '2026-11-23', known });
    let batch = await read(officer, HONGMAO, bytes, '红毛镇社会救助对象.xlsx');
    expect(batch.state).toBe('ready');
    expect(batch.counts.changed + batch.counts.doubtful).toBeGreaterThanOrEqual(2);
    expect(batch.counts.new).toBeGreaterThan(15);
    expect(batch.counts.wrong).toBeGreaterThanOrEqual(4);
    expect(batch.findings.map(f => f.sheet)).toEqual(['低保特困', '独居老人', '补录', '2023旧名单']);
    const rows = await rowsOf(batch.id);
    expect(rows.every(r => r.verdict === 'new' || r.verdict === 'same' || r.verdict === 'changed' || r.issues.length > 0)).toBe(
      true,
    );
    expect(JSON.stringify(rows)).not.toMatch(/\d{17}[\dX]/);
    await officer.send(clients.decideRows, {
      id: batch.id,
      revision: batch.revision,
      all: { verdict: 'wrong', take: 'leave_out' },
    });
    batch = await settled(officer, batch.id);
    await officer.send(clients.decideRows, {
      id: batch.id,
      revision: batch.revision,
      all: { verdict: 'doubtful', take: 'as_read' },
    });
    batch = await settled(officer, batch.id);
    expect(batch.counts.undecided).toBe(0);
    const done = await confirm(officer, batch);
    expect(done).toMatchObject({ state: 'confirmed', rows_done: done.counts.total });
    const inserted = rows.filter(r => r.verdict !== 'wrong' && r.resident === null).length;
    expect(await count(HONGMAO)).toBe(before + inserted);
    const again = await read(officer, HONGMAO, bytes, '红毛镇社会救助对象.xlsx');
    expect(again.counts).toMatchObject({ new: 0, changed: 0, same: done.counts.total - done.counts.wrong });
  });
  it('reads a row again with a cell written anew, and says who somebody is', async () => {
    const [a, b] = people(2);
    const [twin] = people(1);
    const there = await registered(lead, HONGMAO, {
      name: twin!.name,
      identity_kind: 'none',
      identity: null,
      identity_reason: 'lost',
      born_on: twin!.born!,
      sex: twin!.sex,
      village_code: twin!.village!,
    });
    const batch = await read(
      lead,
      HONGMAO,
      await sheetOf(
        [
          { ...a!, identity: a!.identity!.slice(0, 16) },
          { ...b!, village: null, address: null, registeredAddress: null, group: null },
          twin!,
        ],
        names,
      ),
    );
    const rows = await rowsOf(batch.id);
    expect(rows.map(r => r.verdict)).toEqual(['wrong', 'doubtful', 'doubtful']);
    expect(rows[2]).toMatchObject({ resident: null, candidates: [{ id: there.id }] });
    const decided = await lead.send(clients.decideRows, {
      id: batch.id,
      revision: batch.revision,
      rows: [
        { place: 0, edit: { identity: a!.identity! } },
        { place: 1, edit: { village: names.get(a!.village!)! } },
        { place: 2, take: 'same_as', resident: there.id },
      ],
    });
    expect(decided.status).toBe(200);
    expect((await rowsOf(batch.id)).map(r => [r.verdict, r.decision])).toEqual([
      ['new', null],
      ['new', null],
      ['doubtful', 'same_as'],
    ]);
    expect(await confirm(lead, { id: batch.id, revision: decided.body.revision })).toMatchObject({ state: 'confirmed' });
    const seen = (await lead.read(clients.get, { id: there.id })).body;
    expect(seen).toMatchObject({ identity_kind: 'resident_id', revision: 2 });
    expect(seen.categories).toEqual(expect.arrayContaining(twin!.categories));
    expect((await lead.read(clients.list, { q: twin!.identity!.slice(-4) })).body.rows.map(r => r.id)).toContain(there.id);
    const doubled = await read(
      lead,
      HONGMAO,
      await sheetOf(
        people(2).map((p, i) => ({ ...p, identity: i ? p.identity : p.identity!.slice(0, 17) })),
        names,
      ),
    );
    const whole = (await rowsOf(doubled.id))[1]!;
    expect(whole.verdict).toBe('new');
  });
  it('shows the register moving between looking and confirming, and writes nothing', async () => {
    const fresh = people(5);
    const batch = await read(officer, HONGMAO, await sheetOf(fresh, names));
    const [late] = fresh;
    await registered(lead, HONGMAO, {
      ...somebody(HONGMAO),
      name: late!.name,
      identity: late!.identity,
      born_on: late!.born,
      sex: late!.sex,
      village_code: late!.village!,
    });
    const before = await count(HONGMAO);
    const back = await confirm(officer, batch);
    expect(back).toMatchObject({ state: 'ready', counts: { total: 5, new: 4 } });
    expect(back.problem).toContain('再次确认');
    expect(await count(HONGMAO)).toBe(before);
    const { body } = await officer.send(clients.decideRows, {
      id: batch.id,
      revision: back.revision,
      all: { verdict: 'doubtful', take: 'as_read' },
    });
    expect(await confirm(officer, { id: batch.id, revision: body.revision })).toMatchObject({ state: 'confirmed' });
    expect(await count(HONGMAO)).toBe(before + 4);
  });
  it('is all or nothing: cut off in the middle, nothing is there, and the next start says so', async () => {
    const before = await count(SHIYUN);
    const batch = await read(officer, SHIYUN, await sheetOf(people(3_000, SHIYUN), names));
    expect(batch.counts.total).toBeGreaterThan(2_500);
    const { body } = await officer.send(clients.decideRows, {
      id: batch.id,
      revision: batch.revision,
      all: { verdict: 'doubtful', take: 'as_read' },
    });
    await officer.send(clients.confirmRoster, { id: batch.id, revision: body.revision });
    const owner = await server.owner(469030);
    const admin = new pg.Client({ connectionString: inject('adminUrl') });
    await admin.connect();
    const database = new URL(server.ownerUrl).pathname.slice(1);
    let cut = 0;
    for (let tries = 0; tries < 400 && cut === 0; tries++) {
      const { rows_done, state } = (await officer.read(clients.roster, { id: batch.id })).body;
      expect(state).toBe('confirming');
      // The backend that writes the register dies, as with a server that is killed: rows of the batch were said, none is seen.
      if (rows_done > 0)
        cut =
          (
            await admin.query(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and backend_xid is not null and xact_start < clock_timestamp() - interval '60 ms'",
              [database],
            )
          ).rowCount ?? 0;
      else await new Promise(r => setTimeout(r, 5));
    }
    expect(cut).toBeGreaterThan(0);
    const failed = await settled(officer, batch.id);
    expect(failed.state).toBe('failed');
    expect(failed.problem).toContain('重新读取');
    expect(await count(SHIYUN)).toBe(before);
    expect(
      (
        await owner.query(
          'select count(*)::int as n from app.resident_keys k where county_id = 469030 and station_id = $1 and not exists (select from app.residents r where r.county_id = 469030 and r.id = k.resident_id)',
          [SHIYUN],
        )
      ).rows[0].n,
    ).toBe(0);
    await owner.query("update app.roster_batches set state = 'confirming' where county_id = 469030 and id = $1", [batch.id]);
    await Promise.all([owner.end(), admin.end()]);
    await clientsModule.started!(server.house);
    expect((await officer.read(clients.roster, { id: batch.id })).body).toMatchObject({ state: 'failed' });
  });
});

describe('counts', () => {
  it('households by number, householder and their own', async () => {
    const [head, member, third] = people(3);
    const home = { householdNo: 'Z-9', householder: head!.name, householderIdentity: null };
    const batch = await read(
      officer,
      HONGMAO,
      await sheetOf(
        [
          { ...head!, ...home },
          { ...member!, ...home, village: head!.village, relation: '20' },
          {
            ...third!,
            householdNo: null,
            householder: head!.name,
            householderIdentity: head!.identity,
            relation: '30',
            village: head!.village,
          },
        ],
        names,
      ),
    );
    const { body } = await officer.send(clients.decideRows, {
      id: batch.id,
      revision: batch.revision,
      all: { verdict: 'doubtful', take: 'as_read' },
    });
    await confirm(officer, { id: batch.id, revision: body.revision });
    const [found] = (await officer.read(clients.list, { q: head!.identity! })).body.rows;
    const { household } = (await officer.read(clients.get, { id: found!.id })).body;
    expect(household).toMatchObject({ number: 'Z-9' });
    expect(household.members).toHaveLength(3);
  });
  it('the report names every row with its reason, masks numbers, and holds no formula', async () => {
    const [bad, good] = people(2);
    const batch = await read(officer, HONGMAO, await sheetOf([{ ...bad!, name: '=cmd|calc', identity: '123' }, good!], names));
    const response = await officer.get(`/api/clients.roster_report?id=${batch.id}`);
    expect(response.status).toBe(200);
    const sheet = [];
    for await (const row of readSheets(Buffer.from(await response.arrayBuffer()), 'report.xlsx')) sheet.push(row.cells);
    const text = JSON.stringify(sheet);
    expect(text).toContain('身份证号应为 18 位');
    expect(text).toContain(good!.name);
    expect(text).not.toContain(good!.identity);
    expect(sheet.flat().filter(cell => /^[=+\-@]/.test(cell))).toEqual([]);
  });
  it('a template that can be sent back as it is without making anybody', async () => {
    const response = await lead.get('/api/clients.roster_template');
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const batch = await read(lead, HONGMAO, bytes, '服务对象名册模板.xlsx');
    expect(batch).toMatchObject({ state: 'failed' });
    const rows = [];
    for await (const row of readSheets(bytes, 'template.xlsx')) rows.push(row.cells.join(' '));
    expect(rows.filter(r => r.startsWith('示例（演示）'))).toHaveLength(2);
  });
});
