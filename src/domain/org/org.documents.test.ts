// The register of staff and the ledger of operations as files: the rows of their lists, for those who may (M4, M5; SEC-08).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { readSheets } from '#server/spreadsheets/read.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { org } from './index.ts';
import * as api from './org.ts';
import { demoId, foundDemoCounty } from './people.demo.ts';

let server: TestServer;
const who: Record<string, Person> = {};
const HONGMAO = 469030105;

beforeAll(async () => {
  server = await testServer([org], ({ house }) => foundDemoCounty(house, '2026-03-01').then(() => {}));
  server.setTime('2026-11-23T16:30:05Z');
  for (const word of ['minzheng', 'pinggu', 'xitong', 'shenji', 'hongmao.1', 'hongmao.zhanzhang'])
    who[word] = await server.as(demoId(`469030/${word}`));
});
afterAll(() => server?.stop());

async function fileOf(by: string, path: string): Promise<{ rows: string[][]; text: string }> {
  const response = await who[by]!.get(`/api/${path}`);
  expect(response.status).toBe(200);
  const all: string[][] = [];
  for await (const row of readSheets(Buffer.from(await response.arrayBuffer()), 'file.xlsx')) all.push([...row.cells]);
  return { rows: all.filter(r => /^\d+$/.test(r[0]!)), text: all.map(r => r.join('|')).join('\n') };
}

describe('refuses', () => {
  it('the register to workers and administrators, the ledger to all but the audit administrator', async () => {
    for (const by of ['hongmao.1', 'xitong', 'shenji'])
      expect((await who[by]!.get('/api/org.staff_register')).status, by).toBe(403);
    for (const by of ['minzheng', 'pinggu', 'xitong', 'hongmao.zhanzhang'])
      expect((await who[by]!.get('/api/org.ledger_file')).status, by).toBe(403);
    expect((await who.shenji!.get('/api/org.ledger_file?limit=5')).status).toBe(400);
  });
});

describe('the register of staff', () => {
  it.each(['', `station=${HONGMAO}`, 'left=yes', 'on=2020-01-01'])('has the people of the list under %s', async query => {
    const list = (await (await who.minzheng!.get(`/api/org.staff?${query}`)).json()) as { rows: api.StaffRow[] };
    const { rows } = await fileOf('minzheng', `org.staff_register?${query}`);
    expect(rows.map(r => [r[1], r[12]])).toEqual(list.rows.map(p => [p.name, p.eligible ? '符合' : '不符合']));
  });
  it('says what the check stands on, and no number', async () => {
    const { rows, text } = await fileOf('pinggu', `org.staff_register?station=${HONGMAO}`);
    expect(text).toContain('红毛镇社工站；在岗；任职条件按 2026年11月24日 核对');
    for (const row of rows) expect(row[13]).toMatch(/周岁.*。/);
    expect(text).not.toMatch(/\d{17}[\dX]|1\d{10}/);
  });
});

describe('the ledger of operations', () => {
  it('has the rows of the list, the newest first, and its own making among them', async () => {
    await who.xitong!.send(api.createAccount, { id: newId(), user_name: 'kaishi', name: '演示·新账号' });
    const { rows, text } = await fileOf('shenji', 'org.ledger_file');
    const list = (await who.shenji!.read(api.ledger, { limit: 200 })).body;
    expect(list.next).toBeNull();
    expect(rows.map(r => [r[0], r[4], r[6]])).toEqual(list.rows.map(r => [String(r.seq), r.command, r.subject]));
    expect(rows[0]!.slice(1, 5)).toEqual(['2026-11-24 00:30:05', '演示·审计管理员', '导出操作台账', 'org.ledger_file']);
    expect(text).toContain('建立账号');
  });
  it('keeps to its filters', async () => {
    const { rows } = await fileOf('shenji', 'org.ledger_file?command=org.create_account');
    expect(new Set(rows.map(r => r[4]))).toEqual(new Set(['org.create_account']));
    expect((await fileOf('shenji', 'org.ledger_file?to=2026-11-23')).rows).toEqual([]);
  });
});
