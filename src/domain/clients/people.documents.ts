// The list of people as an Excel file: the same people under the same filters, masked for this reader as on the screen, with the numbers
// masked for everybody (PRI-04, PRI-05). Serves K2, E1.

import type { z } from 'zod';
import { type PlaceNames, placeNames } from '#domain/org/org.service.ts';
import { codeName } from '#kernel/codes.ts';
import { documentDay } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { category } from './categories.ts';

import { FILE_STATES, RESIDENT_STATES } from './residents.ts';
import { everybody } from './search.service.ts';
import type { peopleLedger, ResidentRow } from './views.ts';

type Filters = z.output<typeof peopleLedger.query>;

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 6 },
  { header: '姓名', width: 10 },
  { header: '性别', width: 6 },
  { header: '年龄', kind: 'number', width: 6 },
  { header: '出生日期', kind: 'date', width: 12 },
  { header: '证件号（脱敏）', width: 22 },
  { header: '电话（脱敏）', width: 14 },
  { header: '社工站', width: 16 },
  { header: '村（居）', width: 16 },
  { header: '村民小组', width: 10 },
  { header: '对象类别', width: 24 },
  { header: '责任社工', width: 10 },
  { header: '服务档案', width: 10 },
  { header: '状态', width: 10 },
];

const categoriesOf = (codes: readonly ResidentRow['categories'][number][]): string =>
  codes.map(code => category(code).name).join('、');

const cells = (row: ResidentRow, n: number, names: PlaceNames): unknown[] => [
  n,
  row.name,
  codeName('sex', row.sex) ?? '',
  row.age,
  row.born_on,
  row.identity ?? '无证件号',
  row.phone ?? '',
  names.stations.get(row.station) ?? '',
  row.village_name ?? '未填',
  row.village_group ?? '',
  categoriesOf(row.categories),
  row.worker?.name ?? '未分派',
  FILE_STATES[row.file_state],
  RESIDENT_STATES[row.state],
];

const ages = ({ age_from: from, age_to: to }: Filters): string =>
  from !== undefined && to !== undefined
    ? `${from}–${to} 岁`
    : from !== undefined
      ? `${from} 岁及以上`
      : to !== undefined
        ? `不满 ${to + 1} 岁`
        : '';

/** How the people were chosen, in words. */
function chosen(f: Filters, names: PlaceNames): string {
  return [
    f.station === undefined ? '全部社工站' : names.stations.get(f.station),
    f.village === undefined ? '' : f.village === 'none' ? '村（居）未填' : (names.villages.get(f.village) ?? '所选村（居）'),
    f.category && categoriesOf(f.category),
    f.worker && `责任社工 ${names.workers.get(f.worker) ?? ''}`,
    f.unassigned === undefined ? '' : f.unassigned ? '未分派' : '已分派',
    f.file_state?.map(state => FILE_STATES[state]).join('、'),
    ages(f),
    RESIDENT_STATES[f.state],
    f.q && '按姓名或号码查找',
  ]
    .filter(Boolean)
    .join('；');
}

/** The people of the list under these filters, in its order. @throws AppError `not_found` for a station out of reach */
export async function peopleFile(c: Context, f: Filters): Promise<MadeFile> {
  const { tx } = c;
  if (f.station !== undefined && !tx.actor.stations.includes(f.station)) throw new AppError('not_found');
  const [names, people] = await Promise.all([placeNames(tx), everybody(c, f)]);
  async function* rows(): AsyncGenerator<unknown[]> {
    let n = 0;
    for await (const row of people) yield cells(row, ++n, names);
  }
  return {
    fileName: `服务对象名单_${tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '服务对象名单',
        subtitle: `${chosen(f, names)}；截至 ${documentDay(tx.today)}`,
        columns: [...COLUMNS],
        rows: rows(),
        footer: ['名单含个人信息，请按规定保管，用后及时删除。'],
        watermark: `${tx.actor.name} 导出于 ${documentDay(tx.today)}`,
      });
    },
  };
}
