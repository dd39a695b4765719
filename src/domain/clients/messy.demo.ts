// A roster as a township office really makes it: titles and merged cells, several sheets, numbers that Excel turned into other numbers,
// dates as texts, totals and signatures. Generated people (演示数据). Used by tests, the journey and the user guide.

import excel, { type Workbook, type Worksheet } from 'exceljs';
import { codeName } from '#kernel/codes.ts';
import { withCheckDigit } from '#kernel/identity.ts';
import { category } from './categories.ts';
import { generatePerson, seeded } from './people.demo.ts';
import type { RosterPerson } from './roster/person.ts';

export type MessyOf = {
  /** 红毛镇 */
  township: string;
  villages: readonly { code: string; name: string }[];
  /** Ages are counted on this day. */
  day: string;
  seed?: number;
  /** People that are registered already: the first two come with another telephone, the third unchanged. */
  known?: readonly RosterPerson[];
  /** How many new people on the first sheet. */
  fresh?: number;
};

const wide = (text: string): string => text.replace(/[0-9]/g, d => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
const villageShort = (name: string): string => name.replace(/委会$/, '');
const words = (p: RosterPerson): string => p.categories.map(code => category(code).name).join('、');

/** Forms a date is written in, one after the other. */
const DATES: readonly ((day: string) => string)[] = [
  d => d,
  d => d.split('-').map(Number).join('.'),
  d => `${Number(d.slice(0, 4))}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`,
  d => d.replaceAll('-', ''),
  d => d.split('-').map(Number).join('/'),
];

function titled(sheet: Worksheet, title: string, line: string, columns: number): void {
  sheet.mergeCells(1, 1, 1, columns);
  sheet.getCell(1, 1).value = title;
  sheet.mergeCells(2, 1, 2, columns);
  sheet.getCell(2, 1).value = line;
}

/** Sheet one: a heading of two lines, the village in a merged cell over its people. */
function reliefSheet(book: Workbook, of: MessyOf, people: readonly RosterPerson[]): void {
  const sheet = book.addWorksheet('低保特困');
  titled(sheet, `${of.township}2026年社会救助对象花名册`, `填报单位:${of.township}人民政府        填报时间:${of.day}`, 10);
  sheet.mergeCells(3, 1, 4, 1);
  sheet.mergeCells(3, 2, 4, 2);
  sheet.mergeCells(3, 3, 3, 6);
  sheet.mergeCells(3, 7, 3, 10);
  sheet.getRow(3).values = ['序号', '所在村居', '本人情况', '本人情况', '本人情况', '本人情况', '其他'];
  sheet.getRow(4).values = ['序号', '所在村居', '姓名', '性别', '身份证号码', '民族', '救助类别', '联系电话', '家庭住址', '备注'];
  let at = 5;
  for (const [code, group] of Map.groupBy(people, p => p.village)) {
    const from = at;
    for (const [i, p] of group.entries()) {
      const number =
        i % 7 === 3 ? wide(p.identity ?? '') : i % 5 === 2 ? (p.identity ?? '').replace(/^(.{6})(.{8})/, '$1 $2 ') : p.identity;
      sheet.getRow(at).values = [
        at - 4,
        i === 0 ? villageShort(of.villages.find(v => v.code === code)?.name ?? '') : '',
        p.name.split('').join(i % 4 === 1 ? ' ' : ''),
        codeName('sex', p.sex),
        number,
        codeName('ethnic', p.ethnic)?.replace('族', ''),
        words(p),
        p.phone,
        p.address,
        '',
      ];
      at++;
    }
    if (group.length > 1) sheet.mergeCells(from, 2, at - 1, 2);
  }
  sheet.getRow(at).values = ['合计', '', `${people.length}人`];
  sheet.getRow(at + 2).values = ['填表人:演示', '', '', '', '审核人:演示'];
}

/** Sheet two: other headings for the same things, dates as texts, the same people again with another category. */
function elderSheet(book: Workbook, of: MessyOf, people: readonly RosterPerson[]): void {
  const sheet = book.addWorksheet('独居老人');
  titled(sheet, `${of.township}独居老人摸底表`, '说明:联系电话请填写常用号码', 6);
  sheet.getRow(4).values = ['老人姓名', '公民身份号码', '出生年月', '村委会', '紧急联系人', '联系人电话'];
  people.forEach((p, i) => {
    sheet.getRow(5 + i).values = [
      p.name,
      p.identity,
      DATES[i % DATES.length]!(p.born!),
      villageShort(of.villages.find(v => v.code === p.village)?.name ?? ''),
      p.contact,
      p.contactPhone,
    ];
  });
}

/** Sheet three: what cannot be taken as it stands. */
function troubleSheet(book: Workbook, of: MessyOf, person: (kind?: 'elder' | 'adult') => RosterPerson): void {
  const sheet = book.addWorksheet('补录');
  sheet.getRow(1).values = ['姓名', '身份证号', '出生日期', '村(居)委会', '对象类别', '联系电话'];
  const village = villageShort(of.villages[0]!.name);
  const rows: unknown[][] = [];
  const wrong = (change: (number: string) => unknown): void => {
    const p = person();
    rows.push([p.name, change(p.identity!), '', village, '低保', p.phone]);
  };
  wrong(n => n.slice(0, 17) + '0123456789X'[('0123456789X'.indexOf(n[17]!) + 1) % 11]);
  wrong(n => Number(`${n.slice(0, 3)}000000000000000`));
  wrong(n => n.slice(0, 16));
  wrong(n => `${n.slice(0, 6)}19501340${n.slice(14)}`);
  const old = person('elder');
  const fifteen = `${old.identity!.slice(0, 6)}${old.identity!.slice(8, 17)}`;
  if (withCheckDigit(`${fifteen.slice(0, 6)}19${fifteen.slice(6)}`) === old.identity)
    rows.push([old.name, fifteen, '', village, '空巢老人', old.phone]);
  const lost = person('elder');
  rows.push([lost.name, lost.identity, '', '没有这个村', '独居老人', lost.phone]);
  const odd = person('elder');
  rows.push([odd.name, odd.identity, '1901.1.1', village, '独居老人、贵宾', odd.phone]);
  rows.push([person('elder').name, '无', '', village, '独居老人', '']);
  rows.forEach((values, i) => {
    sheet.getRow(2 + i).values = values as never;
  });
}

/** The workbook's bytes. */
export async function messyRoster(of: MessyOf): Promise<Buffer> {
  const random = seeded(of.seed ?? 7);
  const taken = new Set((of.known ?? []).map(p => p.identity ?? ''));
  const person = (kind?: 'elder' | 'adult'): RosterPerson => {
    const villageCode = of.villages[Math.floor(random() * Math.min(4, of.villages.length))]!.code;
    const p = generatePerson(random, { villageCode, day: of.day, taken, ...(kind && { kind }) });
    return p.identity === null ? person(kind) : p;
  };
  const fresh = Array.from({ length: of.fresh ?? 24 }, (_, i) => person(i % 3 ? 'elder' : 'adult')).sort((a, b) =>
    a.village! < b.village! ? -1 : 1,
  );
  const known = (of.known ?? [])
    .filter(p => p.identity !== null)
    .slice(0, 3)
    .map((p, i) => (i < 2 ? { ...p, phone: `1540077${String(i).padStart(4, '0')}` } : p));
  const book = new excel.Workbook();
  reliefSheet(
    book,
    of,
    [...fresh, ...known].sort((a, b) => (a.village! < b.village! ? -1 : 1)),
  );
  elderSheet(book, of, [
    ...fresh.filter(p => p.categories.includes('lives_alone')).slice(0, 5),
    ...Array.from({ length: 4 }, () => person('elder')),
  ]);
  troubleSheet(book, of, person);
  const hidden = book.addWorksheet('2023旧名单', { state: 'hidden' });
  hidden.getRow(1).values = ['姓名', '身份证号'];
  hidden.getRow(2).values = ['演示旧人', ''];
  return Buffer.from(await book.xlsx.writeBuffer());
}
