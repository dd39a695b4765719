// What prints: the ledger shows exactly what the list shows, masked alike; the record of one visit is a PDF with its pictures.

import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { newId } from '#kernel/ids.ts';
import { closePdf } from '#server/documents/pdf.ts';
import { visitsOfEverySort } from './testing.sorts.ts';
import { elsewhere, HONGMAO, visitWorld, type World, worker, YINGGEN } from './testing.ts';
import * as api from './visits.ts';

let world: World;
let server: World['server'];
let who: World['who'];
let visited: Record<string, string>;
beforeAll(async () => {
  world = await visitWorld(org);
  ({ server, who } = world);
  visited = await visitsOfEverySort(world);
});
afterAll(async () => {
  await closePdf();
  await server?.stop();
});

const fileOf = async (by: string, path: string): Promise<{ status: number; bytes: Buffer; name: string }> => {
  const response = await who(by).get(`/api/${path}`);
  return {
    status: response.status,
    bytes: Buffer.from(await response.arrayBuffer()),
    name: decodeURIComponent(response.headers.get('content-disposition') ?? ''),
  };
};
async function sheetOf(by: string, query = ''): Promise<{ rows: string[][]; texts: string }> {
  const { status, bytes } = await fileOf(by, `visits.ledger?${query}`);
  expect(status).toBe(200);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const all: string[][] = [];
  workbook.worksheets[0]!.eachRow(row => {
    const cells = Array.from({ length: 19 }, (_, i) => row.getCell(i + 1));
    all.push(cells.map(c => (c.value instanceof Date ? c.value.toISOString().slice(0, 10) : String(c.value ?? ''))));
  });
  return { rows: all.filter(r => /^\d+$/.test(r[0]!)), texts: all.map(r => r.join('|')).join('\n') };
}

describe('the ledger', () => {
  it('has the columns of the county and the words of the form', async () => {
    const { rows, texts } = await sheetOf('minzheng', `station=${HONGMAO}`);
    expect(texts).toContain(
      '序号|日期|乡镇|村|对象|性别|年龄|类别|探访类型|方式|结果|情况摘要|需求|已提供服务|跟进|主访|陪访|审核|补录',
    );
    const paired = rows.find(r => r[1] === '2026-11-20')!;
    expect(paired.slice(2, 11)).toEqual([
      '红毛镇',
      expect.stringContaining('村'),
      '王亚妹',
      '女',
      '78',
      '低保对象、独居老人',
      '常规',
      '入户探访',
      '成功',
    ]);
    expect(paired[11]).toBe('\'=HYPERLINK("http://x")王亚妹独自在家,\n精神尚好。');
    expect(paired.slice(12, 15)).toEqual(['陪伴与精神慰藉', '政策宣讲', '联系村医，2026-11-30 前']);
    expect(paired[16]!.split('、')).toHaveLength(2);
    expect(rows.find(r => r[1] === '2026-11-02')!.slice(17)).toEqual(['已通过', '补录：山里无信号']);
  });
  it.each([
    '',
    'kind=home_visit',
    'state=approved&state=returned',
    'late=true',
    'unusual=false',
    'from=2026-11-21&to=2026-11-22',
    `worker=${worker('hongmao.1')}`,
    'outcome=nobody',
  ])('has exactly the rows of the list under %s', async query => {
    for (const by of ['hongmao.1', 'minzheng', 'xiangmu']) {
      const list = (await (await who(by).get(`/api/visits.list?${query}&limit=200`)).json()) as {
        rows: { visited_on: string; resident_name: string; state: keyof typeof api.STATES }[];
      };
      const { rows } = await sheetOf(by, query);
      const key = (r: { visited_on: string; resident_name: string; state: keyof typeof api.STATES }) =>
        [r.visited_on, r.resident_name, api.STATES[r.state]].join();
      expect(rows.map(r => [r[1], r[4], r[17]].join()).sort()).toEqual(list.rows.map(key).sort());
      expect(rows.map(r => r[1])).toEqual(rows.map(r => r[1]).toSorted());
      expect(rows.map(r => r[0])).toEqual(rows.map((_, i) => String(i + 1)));
    }
  });
  it('is masked for those who see people masked, and holds nothing of another station', async () => {
    const masked = await sheetOf('xiangmu');
    expect(masked.texts).not.toContain('王亚妹');
    expect(masked.texts).toContain('王**独自在家');
    expect((await sheetOf('hongmao.1')).texts).not.toContain('陈月娥');
    expect((await fileOf('hongmao.1', `visits.ledger?station=${YINGGEN}`)).status).toBe(404);
    expect((await sheetOf('hongmao.1', `worker=${worker('yinggen.1')}`)).rows).toEqual([]);
    expect((await fileOf('hongmao.1', `visits.ledger?resident=${elsewhere}`)).status).toBe(404);
    expect((await fileOf('xitong', 'visits.ledger')).status).toBe(403);
    expect((await fileOf('hongmao.1', 'visits.ledger?colour=red')).status).toBe(400);
  });
  it('is written into the ledger of the platform, who and what', async () => {
    const owner = await server.owner(469030);
    const { rows } = await owner.query(
      "select fields from app.ledger where county_id = 469030 and command = 'visits.ledger' and actor_id = $1 order by seq desc limit 1",
      [worker('minzheng')],
    );
    await owner.end();
    expect(rows).toHaveLength(1);
  });
});

describe('the printed record', () => {
  it('is an A4 form with photos and signature; masked without them', async () => {
    const { status, bytes, name } = await fileOf('minzheng', `visits.sheet?id=${visited.paired}`);
    expect(status).toBe(200);
    expect(name).toContain('入户探访记录表_2026-11-20.pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1')).toContain('/DCTDecode');
    const masked = await fileOf('xiangmu', `visits.sheet?id=${visited.paired}`);
    expect(masked.bytes.toString('latin1')).not.toContain('/DCTDecode');
    expect((await fileOf('hongmao.1', `visits.sheet?id=${visited.call}`)).status).toBe(200);
  });
  it('of another station is not found', async () => {
    expect((await fileOf('hongmao.1', `visits.sheet?id=${visited.secret}`)).status).toBe(404);
    expect((await fileOf('hongmao.1', `visits.sheet?id=${newId()}`)).status).toBe(404);
  });
});
