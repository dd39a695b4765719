// What prints: the sheet and the statement as PDF, the ledger as Excel with the rows of the list. M3.

import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePdf } from '#server/documents/pdf.ts';
import type { TestServer } from '#server/testing.ts';
import * as api from './inspections.ts';
import { allMet, finding, HONGMAO, inspectionWorld, type World } from './testing.ts';

let world: World;
let server: TestServer;
let inspected: string;
beforeAll(async () => {
  world = await inspectionWorld();
  ({ server } = world);
  const answers = { ...allMet(), 'signage.plaque': { level: 'partly' as const, remark: '站牌褪色', photos: [] } };
  inspected = await world.inspected({ answers, findings: [finding()] });
});
afterAll(async () => {
  await closePdf();
  await server?.stop();
});

const fileOf = async (by: string, path: string) => {
  const response = await world.who(by).get(`/api/${path}`);
  return {
    status: response.status,
    bytes: Buffer.from(await response.arrayBuffer()),
    name: decodeURIComponent(response.headers.get('content-disposition') ?? ''),
  };
};

it('the record of an inspection', async () => {
  const { status, bytes, name } = await fileOf('hongmao.zhanzhang', `inspections.sheet?id=${inspected}`);
  expect([status, bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  expect(name).toContain('检查记录表_红毛镇社工站_2026-11-20.pdf');
  expect((await fileOf('yinggen.zhanzhang', `inspections.sheet?id=${inspected}`)).status).toBe(404);
});

it('the ledger has the rows of the list and their words', async () => {
  const { status, bytes } = await fileOf('minzheng', `inspections.ledger?station=${HONGMAO}`);
  expect(status).toBe(200);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  const texts: string[] = [];
  book.worksheets[0]!.eachRow(row => texts.push((row.values as unknown[]).map(String).join('|')));
  const all = texts.join('\n');
  const { rows } = (await world.who('minzheng').read(api.list, { station: HONGMAO })).body;
  expect(texts.filter(t => t.includes('演示·项目经理')).length).toBe(rows.length);
  expect(all).toContain('站牌挂在显著位置，名称写法正确（部分符合）：站牌褪色');
});

it('the statement of a draw, for who may see it', async () => {
  const id = await world.drawn();
  const { status, bytes, name } = await fileOf('pinggu', `inspections.statement?id=${id}`);
  expect([status, bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  expect(name).toContain('随机回访情况表');
});

it('the manager sends and sees pictures of a station, and no picture of a client; a worker sends none of a station', async () => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a6' } })
    .jpeg()
    .toBuffer();
  const hash = createHash('sha256').update(picture).digest('hex');
  const put = (by: string, use: string) => world.who(by).put(`/api/files/${hash}?use=${use}&station=${HONGMAO}`, picture);
  expect((await put('hongmao.1', 'site_photo')).status).toBe(403);
  expect((await put('xiangmu', 'photo')).status).toBe(403);
  expect((await put('hongmao.1', 'photo')).status).toBe(200);
  expect((await world.who('xiangmu').get(`/api/files/${hash}`)).status).toBe(403);
  const other = await sharp(picture).negate().jpeg().toBuffer();
  const site = createHash('sha256').update(other).digest('hex');
  const sent = await world.who('xiangmu').put(`/api/files/${site}?use=site_photo&station=${HONGMAO}`, other);
  expect(sent.status).toBe(200);
  for (const word of ['xiangmu', 'pinggu', 'hongmao.1'])
    expect([word, (await world.who(word).get(`/api/files/${site}`)).status]).toEqual([word, 200]);
  expect((await world.who('yinggen.1').get(`/api/files/${site}`)).status).toBe(404);
});
