// What prints: the ledger shows exactly what the list shows, masked alike; the record of one visit is a PDF with its pictures. And what
// counts: evidence rows with the reason why a row is not counted.

import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { org } from '#domain/org/index.ts';
import { foundDemoCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { enterAs, inTransaction, Tx } from '#server/database/tx.ts';
import { q, sql } from '#server/database/tables.ts';
import { closePdf } from '#server/documents/pdf.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { visits } from './index.ts';
import { addPeople, call, HONGMAO, homeVisit, worker, YINGGEN } from './testing.ts';
import { measures } from './visits.measures.ts';
import * as api from './visits.ts';

let server: TestServer;
const people: Record<string, Person> = {};
const who = (word: string): Person => people[word]!;
const elder = newId();
const elsewhere = newId();
const ids: Record<string, string> = {};
const INK = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><path d="M20 70 C 80 10, 120 90, 180 40 S 250 60, 280 30" stroke="black" stroke-width="5" fill="none"/></svg>';

async function picture(by: Person, bytes: Buffer, use: string): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const answer = await by.put(`/api/files/${hash}?use=${use}`, bytes);
  expect([answer.status, await answer.text()]).toEqual([200, JSON.stringify({ hash })]);
  return hash;
}

beforeAll(async () => {
  server = await testServer([org, visits], ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T10:00:00+08:00');
  const owner = await server.owner(469030);
  await addPeople(owner, [
    { id: elder, name: '王亚妹', worker: worker('hongmao.1'), categories: ['lives_alone', 'dibao_recipient'] },
    { id: elsewhere, name: '陈月娥', station: YINGGEN },
  ]);
  await owner.end();
  for (const word of ['minzheng', 'xiangmu', 'xitong', 'hongmao.zhanzhang', 'hongmao.1', 'yinggen.1']) people[word] = await server.as(worker(word));
  const phone = who('hongmao.1');
  const photo = await picture(phone, await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7aa5c4' } }).jpeg().toBuffer(), 'photo');
  const signature = await picture(phone, await sharp(Buffer.from(INK)).png().toBuffer(), 'signature');
  const record = async (name: string, by: string, input: ReturnType<typeof homeVisit> | ReturnType<typeof call>) => {
    expect((await who(by).send(api.record, input)).body).toEqual({ id: input.id, revision: 1 });
    ids[name] = input.id;
  };
  const base = homeVisit(elder);
  await record('paired', 'hongmao.1', {
    ...base, visited_on: '2026-11-20', started_at: '09:10', ended_at: '09:50', co_workers: [worker('hongmao.2'), worker('hongmao.zhanzhang')], photos: [photo], signature, next_on: '2026-12-20',
    content: { ...base.content, notes: '=HYPERLINK("http://x")王亚妹独自在家,\n精神尚好。', followups: [{ what: '联系村医', due_on: '2026-11-30' }] },
  });
  await record('late', 'hongmao.1', homeVisit(elder, { visited_on: '2026-11-02', late_reason: '山里无信号', unusual: true }));
  await record('returned', 'hongmao.1', homeVisit(elder, { visited_on: '2026-11-21' }));
  await record('withdrawn', 'hongmao.1', homeVisit(elder));
  await record('call', 'hongmao.1', call(elder));
  await record('nobody', 'hongmao.1', homeVisit(elder, { outcome: 'nobody', content: {}, place_reason: undefined }));
  await record('secret', 'yinggen.1', homeVisit(elsewhere));
  const head = who('hongmao.zhanzhang');
  expect((await head.send(api.approveMany, { visits: [ids.late!, ids.call!, ids.nobody!].map(id => ({ id, revision: 1 })) })).status).toBe(200);
  expect((await who('xiangmu').send(api.approve, { id: ids.paired!, revision: 1, remark: '记录完整' })).status).toBe(200);
  expect((await head.send(api.returnVisit, { id: ids.returned!, revision: 1, remark: '请补充' })).status).toBe(200);
  expect((await phone.send(api.withdraw, { id: ids.withdrawn!, revision: 1, reason: '重复' })).status).toBe(200);
});
afterAll(async () => {
  await closePdf();
  await server?.stop();
});

const fileOf = async (by: string, path: string): Promise<{ status: number; bytes: Buffer; name: string }> => {
  const response = await who(by).get(`/api/${path}`);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), name: decodeURIComponent(response.headers.get('content-disposition') ?? '') };
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
    expect(texts).toContain('序号|日期|乡镇|村|对象|性别|年龄|类别|探访类型|方式|结果|情况摘要|需求|已提供服务|跟进|主访|陪访|审核|补录');
    const paired = rows.find(r => r[1] === '2026-11-20')!;
    expect(paired.slice(2, 11)).toEqual(['红毛镇', expect.stringContaining('村'), '王亚妹', '女', '78', '低保对象、独居老人', '常规', '入户探访', '成功']);
    expect(paired[11]).toBe('\'=HYPERLINK("http://x")王亚妹独自在家,\n精神尚好。');
    expect(paired.slice(12, 15)).toEqual(['陪伴与精神慰藉', '政策宣讲', '联系村医,2026-11-30 前']);
    expect(paired[16]!.split('、')).toHaveLength(2);
    expect(rows.find(r => r[1] === '2026-11-02')!.slice(17)).toEqual(['已通过', '补录:山里无信号']);
  });
  it.each(['', 'kind=home_visit', 'state=approved&state=returned', 'late=true', 'unusual=false', 'from=2026-11-21&to=2026-11-22', `worker=${worker('hongmao.1')}`, 'outcome=nobody'])(
    'has exactly the rows of the list under %s',
    async query => {
      for (const by of ['hongmao.1', 'minzheng', 'xiangmu']) {
        const list = (await (await who(by).get(`/api/visits.list?${query}&limit=200`)).json()) as { rows: { visited_on: string; resident_name: string; state: keyof typeof api.STATES }[] };
        const { rows } = await sheetOf(by, query);
        const key = (r: { visited_on: string; resident_name: string; state: keyof typeof api.STATES }) => [r.visited_on, r.resident_name, api.STATES[r.state]].join();
        expect(rows.map(r => [r[1], r[4], r[17]].join()).sort()).toEqual(list.rows.map(key).sort());
        expect(rows.map(r => r[1])).toEqual(rows.map(r => r[1]).toSorted());
        expect(rows.map(r => r[0])).toEqual(rows.map((_, i) => String(i + 1)));
      }
    },
  );
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
    const { rows } = await owner.query("select fields from app.ledger where county_id = 469030 and command = 'visits.ledger' and actor_id = $1 order by seq desc limit 1", [worker('minzheng')]);
    await owner.end();
    expect(rows).toHaveLength(1);
  });
});

describe('the printed record', () => {
  it('is an A4 form with photos and signature; masked without them', async () => {
    const { status, bytes, name } = await fileOf('minzheng', `visits.sheet?id=${ids.paired}`);
    expect(status).toBe(200);
    expect(name).toContain('入户探访记录表_2026-11-20.pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1')).toContain('/DCTDecode');
    const masked = await fileOf('xiangmu', `visits.sheet?id=${ids.paired}`);
    expect(masked.bytes.toString('latin1')).not.toContain('/DCTDecode');
    expect((await fileOf('hongmao.1', `visits.sheet?id=${ids.call}`)).status).toBe(200);
  });
  it('of another station is not found', async () => {
    expect((await fileOf('hongmao.1', `visits.sheet?id=${ids.secret}`)).status).toBe(404);
    expect((await fileOf('hongmao.1', `visits.sheet?id=${newId()}`)).status).toBe(404);
  });
});

/** The evidence of a measure as a person's rows of it, each with the first exclusion that holds. */
async function evidence(name: string, stations: number[], county = 469030): Promise<{ id: string; worker: string; part: string; why: string | null; facts: Record<string, unknown> }[]> {
  const measure = measures.find(m => m.name === name)!;
  const steps = measure.exclusions.map(x => sql`when ${x.when} then ${sql.lit(x.code)}`);
  const columns = Object.keys(measure.attributes).map(a => sql.ref(`e.${a}`));
  const rows = await inTransaction(
    server.house.pool,
    'read',
    client => enterAs(client, { county, stations }),
    client => {
      const tx = new Tx(client, { county, account: worker('minzheng'), name: '', grants: [], stations }, new Date(), null);
      return tx.all(
        sql<Record<string, unknown>>`select e.id, e.worker_id, e.occurred_on, e.client_id, e.station_id, case ${sql.join(steps, sql` `)} end as why, ${sql.join(columns)} from (${measure.evidence(county)}) e`.compile(q),
      );
    },
  );
  return rows.map(({ id, worker_id, part, why, ...facts }) => ({ id: String(id), worker: String(worker_id), part: String(part), why: why === null ? null : String(why), facts }));
}
const ALL = [HONGMAO, YINGGEN];

describe('what counts', () => {
  it('one row for each visit and worker, with the reason why not', async () => {
    const rows = await evidence('visits.home_visit', ALL);
    const why = (name: string) => rows.filter(r => r.id === ids[name]).map(r => [r.part, r.why]).sort();
    expect(why('paired')).toEqual([['co', 'co_worker'], ['co', 'co_worker'], ['lead', null]]);
    expect(new Set(rows.filter(r => r.id === ids.paired).map(r => r.worker))).toEqual(new Set(['hongmao.1', 'hongmao.2', 'hongmao.zhanzhang'].map(worker)));
    expect(why('late')).toEqual([['lead', null]]);
    expect(why('nobody')).toEqual([['lead', null]]);
    expect(why('returned')).toEqual([['lead', 'returned']]);
    expect(why('withdrawn')).toEqual([['lead', 'withdrawn']]);
    expect(why('call')).toEqual([['lead', 'telephone']]);
    expect(why('secret')).toEqual([['lead', 'submitted']]);
    expect(rows).toHaveLength(9);
  });
  it('the facts a rule may ask for', async () => {
    const rows = await evidence('visits.home_visit', ALL);
    expect(rows.find(r => r.id === ids.paired)!.facts).toMatchObject({
      occurred_on: '2026-11-20', station_id: HONGMAO, client_id: elder, kind: 'home_visit', type: 'routine', outcome: 'success', state: 'approved', late: false, month: '2026-11', minutes: 40, people: 1, photos: 1,
      priority: true, categories: ['dibao_recipient', 'lives_alone'], household: elder,
    });
    expect(rows.find(r => r.id === ids.secret)!.facts).toMatchObject({ priority: false, categories: [], minutes: null });
    expect(rows.find(r => r.id === ids.nobody)!.facts).toMatchObject({ outcome: 'nobody' });
  });
  it('telephone greetings by themselves', async () => {
    expect((await evidence('visits.welfare_call', ALL)).map(r => [r.id, r.why])).toEqual([[ids.call, null]]);
  });
  it('row security holds for evidence too', async () => {
    const own = await evidence('visits.home_visit', [YINGGEN]);
    expect(own.map(r => r.id)).toEqual([ids.secret]);
    expect(await evidence('visits.home_visit', [])).toEqual([]);
    expect(await evidence('visits.home_visit', ALL, 469098)).toEqual([]);
  });
});
