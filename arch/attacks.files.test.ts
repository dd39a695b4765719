// Files that go in and come out: whose they are, what they pretend to be, where their names lead, what they do to who opens them.
// Attack classes 1, 10, 11, 12, 13.

import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as clients from '#domain/clients/clients.ts';
import { registered, settled, somebody, upload } from '#domain/clients/testing.ts';
import { homeVisit } from '#domain/visits/testing.ts';
import * as visits from '#domain/visits/visits.ts';
import { newId } from '#kernel/ids.ts';
import { COOKIE } from '#server/auth/sessions.ts';
import { zipped } from '#server/documents/zip.ts';
import { heldDuring } from '#server/held.testing.ts';
import type { Person } from '#server/testing.ts';
import { state } from './matrix.asking.ts';
import { hashOf } from './matrix.files.ts';
import { COUNTY } from './matrix.kinds.ts';
import { makeWorld, type World } from './matrix.world.ts';

let world: World;
let worker: Person;
let lead: Person;
let officer: Person;
let station: number;
beforeAll(async () => {
  world = await makeWorld();
  ({ resident_worker: worker, station_lead: lead, county_officer: officer } = world.people);
  station = Number(world.things.own.station);
});
afterAll(() => world?.server.stop());

const got = async (by: Person, hash: string, query = '') => {
  const response = await by.get(`/api/files/${hash}${query}`);
  return { status: response.status, words: response.status === 200 ? '' : await response.text() };
};
const put = async (by: Person, bytes: Uint8Array, query: string, hash = hashOf(bytes)) => {
  const response = await by.put(`/api/files/${hash}${query}`, bytes);
  return { status: response.status, words: await response.text() };
};
const photo = (color: string) =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: color } })
    .jpeg()
    .toBuffer();

describe('whose file it is', () => {
  it('a station’s photo and signature are for its people and the county officer; others get what a missing file gets', async () => {
    const { own, other, foreign, none } = world.things;
    const expected = {
      resident_worker: 200,
      station_lead: 200,
      county_officer: 200,
      township_assistant: 200,
      project_manager: 403,
      evaluator: 403,
      system_admin: 404,
      security_admin: 404,
      audit_admin: 404,
      ended: 403,
    } as const;
    for (const [role, status] of Object.entries(expected)) {
      const by = world.people[role as keyof typeof expected];
      for (const kind of ['photo', 'signature'] as const) {
        expect([role, kind, (await got(by, own[kind])).status]).toEqual([role, kind, status]);
        const missing = await got(by, none[kind]);
        expect(await got(by, foreign[kind]), `${role}: another county`).toEqual(missing);
        if (role !== 'county_officer') expect(await got(by, other[kind]), `${role}: another station`).toEqual(missing);
      }
      expect(await got(by, own.rosterFile), `${role}: a roster is not read here`).toEqual(await got(by, none.rosterFile));
    }
    expect((await fetch(`${world.server.url}/api/files/${own.photo}`)).status).toBe(401);
  });
  it('nobody sends to another station, as another role, or without saying that it is ours', async () => {
    const owner = await world.server.owner(COUNTY);
    const before = await state(owner, COUNTY);
    const bytes = await photo('#123456');
    const missing = await put(worker, bytes, '?use=photo&station=469030999');
    expect(missing.status).toBe(404);
    for (const there of ['other', 'foreign'] as const)
      expect(await put(worker, bytes, `?use=photo&station=${world.things[there].station}`)).toEqual(missing);
    for (const role of [
      'project_manager',
      'county_officer',
      'township_assistant',
      'evaluator',
      'system_admin',
      'security_admin',
      'audit_admin',
      'ended',
    ] as const)
      expect([role, (await put(world.people[role], bytes, `?use=photo&station=${station}`)).status]).toEqual([role, 403]);
    expect((await put(worker, bytes, `?use=roster&station=${station}`)).status).toBe(403);
    const bare = await fetch(`${world.server.url}/api/files/${hashOf(bytes)}`, {
      method: 'PUT',
      headers: { cookie: `${COOKIE}=${worker.cookie}` },
      body: bytes as BodyInit,
    });
    expect(bare.status).toBe(400);
    expect(
      (
        await fetch(`${world.server.url}/api/files/${hashOf(bytes)}`, {
          method: 'PUT',
          headers: { 'x-linzhan': '1' },
          body: bytes as BodyInit,
        })
      ).status,
    ).toBe(401);
    expect(await state(owner, COUNTY)).toEqual(before);
    await owner.end();
  });
  it('knowing another station’s hash gives no right: neither to read it, nor to put it into a record', async () => {
    const { other } = world.things;
    const resident = await world.fresh('resident');
    const named = await worker.send(visits.record, homeVisit(resident, { photos: [other.photo] }));
    const missing = await worker.send(visits.record, homeVisit(resident, { photos: [hashOf('nothing')] }));
    expect(named).toEqual(missing);
    expect(named.status).toBe(409);
  });
});

describe('what a file pretends to be', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>');
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  it.each<[string, Buffer]>([
    ['SVG', svg],
    ['HTML', html],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;<script>', 'latin1')],
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction')],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')],
    ['a script behind a JPEG’s first bytes', Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), html])],
  ])('%s is no photo and no signature', async (_, bytes) => {
    for (const use of ['photo', 'signature'])
      expect([use, (await put(worker, bytes, `?use=${use}&station=${station}`)).status]).toEqual([use, 415]);
    expect((await got(worker, hashOf(bytes))).status).toBe(404);
  });
  it('a picture with a page inside comes back as a picture only, and is not run by a browser', async () => {
    const polyglot = Buffer.concat([await photo('#abcdef'), html]);
    expect((await put(worker, polyglot, `?use=photo&station=${station}`)).status).toBe(200);
    for (const size of ['full', 'thumb']) {
      const response = await worker.get(`/api/files/${hashOf(polyglot)}?size=${size}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.includes('<script>')).toBe(false);
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(response.headers.get('cache-control')).not.toMatch(/public/);
    }
  });
  it('whose hash is another, that is empty or too large, or is sent with another type', async () => {
    const bytes = await photo('#fedcba');
    expect((await put(worker, bytes, `?use=photo&station=${station}`, hashOf('x'))).status).toBe(400);
    expect((await put(worker, Buffer.alloc(0), `?use=photo&station=${station}`)).status).toBe(400);
    expect((await put(worker, Buffer.alloc(16 * 1024 * 1024, 1), `?use=photo&station=${station}`)).status).toBe(413);
    expect((await put(lead, Buffer.alloc(31 * 1024 * 1024, 1), `?use=roster&station=${station}`)).status).toBe(413);
    for (const type of [
      'application/json',
      'text/html',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const response = await fetch(`${world.server.url}/api/files/${hashOf(bytes)}?use=photo&station=${station}`, {
        method: 'PUT',
        headers: { cookie: `${COOKIE}=${worker.cookie}`, 'x-linzhan': '1', 'content-type': type },
        body: bytes as BodyInit,
      });
      expect([type, [200, 400].includes(response.status)]).toEqual([type, true]);
    }
  });
});

describe('where a name leads', () => {
  it('nowhere but to a hash', async () => {
    const names = [
      '..',
      '../keys.json',
      '..%2f..%2fkeys.json',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..%5c..%5ckeys.json',
      '%2fetc%2fpasswd',
      `${'a'.repeat(64)}%00.jpg`,
      `${'a'.repeat(63)}/`,
      'A'.repeat(64),
      `${'a'.repeat(64)}/../../keys.json`,
      '%252e%252e%252fkeys.json',
      'tmp',
      '',
      '.',
      'a'.repeat(10_000),
    ];
    for (const name of names) {
      const read = await worker.get(`/api/files/${name}`);
      expect([name.slice(0, 40), [400, 404, 414, 431].includes(read.status)]).toEqual([name.slice(0, 40), true]);
      expect(await read.text()).not.toMatch(/root:|"keys"|postgres/);
      const written = await worker.put(`/api/files/${name}?use=photo&station=${station}`, await photo('#111111'));
      expect([name.slice(0, 40), [400, 404, 405, 414, 431].includes(written.status)]).toEqual([name.slice(0, 40), true]);
    }
  });
  it('also not from the pages', async () => {
    for (const path of [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/.git/config',
      '/db/schema.sql',
      '/keys.json',
      '/m/..%2f..%2fpackage.json',
      '/%00',
      '/..\\package.json',
      '/demo-accounts.json',
    ]) {
      const response = await fetch(`${world.server.url}${path}`);
      const text = await response.text();
      expect([
        path,
        text.includes('"linzhan"') || text.includes('root:') || text.includes('[core]') || text.includes('password'),
        response.status < 500,
      ]).toEqual([path, false, true]);
    }
  });
  it('a roster’s file name is only a name, and shows what it is', async () => {
    const bytes = Buffer.from('姓名\n');
    await put(lead, bytes, `?use=roster&station=${station}`);
    const named = (file_name: string) =>
      lead.send(clients.readRoster, { id: newId(), station, file_hash: hashOf(bytes), file_name });
    for (const name of ['名册\u202egpj.xlsx', '名册\0.xlsx', '\u001b[2J.xlsx'])
      expect([name, (await named(name)).status]).toEqual([name, 400]);
    const id = await upload(lead, station, bytes, '../../../etc/passwd.csv');
    expect(await settled(lead, id)).toMatchObject({ state: 'failed', file_name: '../../../etc/passwd.csv' });
  });
});

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const book = (
  sheet: string | AsyncIterable<string>,
  more: Record<string, string | AsyncIterable<string>> = {},
): Promise<Buffer> =>
  buffer(
    zipped(
      Object.entries({
        'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
        'xl/worksheets/sheet1.xml': sheet,
        ...more,
      }).map(([name, content]) => ({ name, content })),
    ),
  );
async function* many(text: string, megabytes: number, start = '', end = ''): AsyncGenerator<string> {
  yield start;
  const piece = text.repeat(Math.ceil(2 ** 20 / text.length));
  for (let i = 0; i < megabytes; i++) yield piece;
  yield end;
}

describe('a roster made to hurt', () => {
  const CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>';
  const start = '<worksheet><sheetData>';
  it('is refused with a sentence, while the server answers everybody else', async () => {
    const lol = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c></row></sheetData></worksheet>`;
    const nested = deflateRawSync(Buffer.alloc(4 * 2 ** 20));
    const hostile: [string, Buffer][] = [
      ['a zip bomb', await book(many(CELL, 80, start, '</sheetData></worksheet>'))],
      [
        'a bomb of shared strings',
        await book(`${start}${CELL}</sheetData></worksheet>`, {
          'xl/sharedStrings.xml': many('<si><t>字</t></si>', 80, '<sst>', '</sst>'),
        }),
      ],
      ['entities within entities', await book(lol)],
      [
        'an entity from outside',
        await book(
          `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${start}<row r="1"><c r="A1" t="inlineStr"><is><t>&f;</t></is></c></row></sheetData></worksheet>`,
        ),
      ],
      [
        'fifty thousand columns',
        await book(
          `${start}<row r="1">${Array.from({ length: 50_000 }, (_, i) => `<c r="A${i}"><v>1</v></c>`).join('')}</row></sheetData></worksheet>`,
        ),
      ],
      ['noise behind a zip’s beginning', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), nested])],
      [
        'a path out of the archive',
        await book(`${start}${CELL}</sheetData></worksheet>`, { '../../../../etc/cron.d/x': '* * * * * root true' }),
      ],
    ];
    let asking = true;
    const others = (async () => {
      while (asking) {
        expect((await worker.get('/api/org.villages')).status).toBe(200);
        await new Promise(done => setTimeout(done, 20));
      }
    })();
    const held = await heldDuring(async () => {
      for (const [what, bytes] of hostile) {
        expect(bytes.length, `${what} is small`).toBeLessThan(10 * 2 ** 20);
        const batch = await settled(lead, await upload(lead, station, bytes));
        expect([what, batch.state, typeof batch.problem]).toEqual([what, 'failed', 'string']);
        expect(batch.problem).not.toMatch(/root:|Error|undefined/);
      }
    });
    asking = false;
    await others;
    expect(held, 'the longest that somebody else’s answer had to wait, in ms').toBeLessThan(1_000);
    expect((await got(worker, hashOf('x'))).status).toBe(404);
  });
});

describe('what a file does to who opens it', () => {
  const FORMULAS = [
    '=1+1',
    '=HYPERLINK("http://evil.example","点此")',
    '+SUM(1)',
    '-2+3',
    '@SUM(1)',
    "=cmd|' /C calc'!A0",
    '\t=1',
    '\r=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    '\n=1',
  ];
  const cellsOf = async (response: Response) => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await response.arrayBuffer()) as Parameters<typeof book.xlsx.load>[0]);
    const cells: ExcelJS.Cell[] = [];
    book.eachSheet(sheet => sheet.eachRow(row => row.eachCell(cell => cells.push(cell))));
    return cells;
  };
  const mustBeHarmless = (cells: ExcelJS.Cell[]) => {
    for (const cell of cells) {
      expect([cell.address, cell.type]).not.toEqual([cell.address, ExcelJS.ValueType.Formula]);
      expect([cell.address, cell.type]).not.toEqual([cell.address, ExcelJS.ValueType.Hyperlink]);
      if (typeof cell.value === 'string') expect(cell.value).not.toMatch(/^[\s]*[=+@\t\r＝＋＠－]|^\s*-[^\d\s—]/);
    }
  };
  it('a ledger holds texts, never formulas; numbers stay numbers', async () => {
    const { content } = homeVisit('');
    for (const [i, notes] of FORMULAS.entries()) {
      const resident = await registered(worker, station, { kind: 'adult', name: `王公式${i}` });
      expect(
        (await worker.send(visits.record, homeVisit(resident.id, { content: { ...content, notes: `${notes}` } }))).status,
      ).toBe(200);
    }
    const cells = await cellsOf(await officer.get(`/api/visits.ledger?station=${station}`));
    mustBeHarmless(cells);
    expect(cells.filter(c => typeof c.value === 'string' && c.value.includes('HYPERLINK'))).toHaveLength(1);
    expect(cells.filter(c => c.type === ExcelJS.ValueType.Number).length).toBeGreaterThan(FORMULAS.length);
  });
  it('so does the report of a roster, whose cells somebody else wrote', async () => {
    const lines = FORMULAS.map(f => `"${f.replaceAll('"', '""')}","${f.replaceAll('"', '""')}","${f.replaceAll('"', '""')}"`);
    const batch = await settled(
      lead,
      await upload(lead, station, Buffer.from(`姓名,身份证号,备注\n王小明,,\n${lines.join('\n')}\n`), '=1+1.csv'),
    );
    expect(batch.state).toBe('ready');
    mustBeHarmless(await cellsOf(await lead.get(`/api/clients.roster_report?id=${batch.id}`)));
  });
  it('so does the standing of the contract, whose parties are typed', async () => {
    mustBeHarmless(await cellsOf(await officer.get(`/api/contract.standing_sheet?id=${world.things.own.contract}`)));
  });
  it('a name with markup is a name: answered as JSON, never as a page', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const sent = await worker.send(clients.register, { ...somebody(station, { kind: 'adult' }), name });
    const response = await worker.get('/api/clients.list?limit=200');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    if (sent.status === 200) expect(await response.text()).toContain(JSON.stringify(name).slice(1, -1));
    const docs = await (await worker.get('/api/docs')).text();
    expect(docs).not.toMatch(/<script|onerror|javascript:/i);
    const refused = await worker.get('/api/clients.list?<script>alert(1)</script>=1');
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
  });
});
