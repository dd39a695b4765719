// What prints of the organisation: the register of staff with what their eligibility stands on (M4, M5), and the ledger of operations for
// the audit administrator (SEC-08). Numbers of people are in neither.

import type { z } from 'zod';
import { codeName } from '#kernel/codes.ts';
import { documentDay, momentOf } from '#kernel/dates.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { ledgerRows } from './ledger.service.ts';
import { placeNames } from './org.service.ts';
import { CERTIFICATES, type ledgerDocument, POSTS, type staffRegister } from './org.ts';
import { staffDetails } from './staff.service.ts';

const made = ({ tx }: Context): string => `${tx.actor.name} 导出于 ${documentDay(tx.today)}`;

const STAFF: LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 6 },
  { header: '姓名', width: 10 },
  { header: '社工站', width: 18 },
  { header: '岗位', width: 10 },
  { header: '性别', width: 6 },
  { header: '年龄', kind: 'number', width: 6 },
  { header: '学历', width: 12 },
  { header: '专业', width: 14 },
  { header: '到岗日', kind: 'date', width: 12 },
  { header: '离岗日', kind: 'date', width: 12 },
  { header: '证书', width: 26 },
  { header: '近 5 年计入学时', kind: 'number', width: 12 },
  { header: '任职条件', width: 10 },
  { header: '说明', width: 50 },
];

/** The register of staff under the filters of the list. */
export async function staffFile(c: Context, f: z.output<typeof staffRegister.query>): Promise<MadeFile> {
  const on = f.on ?? c.tx.today;
  const [names, people] = await Promise.all([placeNames(c.tx), staffDetails(c.tx, { on, left: f.left, station: f.station })]);
  const rows = people.map((p, i) => [
    i + 1,
    p.name,
    p.station_name ?? '全县',
    POSTS[p.post],
    codeName('sex', p.sex) ?? '',
    p.age,
    codeName('education', p.education) ?? p.education,
    p.major,
    p.entered_on,
    p.left_on,
    p.certificates.map(t => `${CERTIFICATES[t.kind as keyof typeof CERTIFICATES] ?? t.kind}（${t.issued_on} 取得）`).join('、'),
    p.hours_counted,
    p.eligible ? '符合' : '不符合',
    p.checks
      .filter(check => p.eligible || !check.met)
      .map(check => check.say)
      .join(''),
  ]);
  const station = f.station === undefined ? '全部社工站' : (names.stations.get(f.station) ?? '');
  return {
    fileName: `人员名册_${on}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '社工站人员名册',
        subtitle: `${station}；${f.left === 'yes' ? '含已离岗' : '在岗'}；任职条件按 ${documentDay(on)} 核对`,
        columns: STAFF,
        rows,
        footer: ['制表人：　　　　　　　　审核人：　　　　　　　　日期：'],
        watermark: made(c),
      });
    },
  };
}

const OPERATIONS: LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 9 },
  { header: '收到时间', width: 20 },
  { header: '操作人', width: 12 },
  { header: '操作', width: 22 },
  { header: '操作代码', width: 26 },
  { header: '社工站', width: 16 },
  { header: '对象编号', width: 38 },
  { header: '涉及栏目（代码）', width: 40 },
  { header: '本机完成时间', width: 20 },
];

/** The ledger of operations under the filters of the list, the newest first. */
export async function ledgerFile(c: Context, f: z.output<typeof ledgerDocument.query>): Promise<MadeFile> {
  const { tx, house } = c;
  const names = await placeNames(tx);
  const operations = await ledgerRows(tx, f, house.titles);
  async function* rows(): AsyncGenerator<unknown[]> {
    for await (const r of operations)
      yield [
        r.seq,
        momentOf(r.received_at),
        r.actor ?? '',
        r.title,
        r.command,
        r.station === null ? '' : (names.stations.get(r.station) ?? String(r.station)),
        r.subject,
        r.fields.join(', '),
        r.made_at ? momentOf(r.made_at) : '',
      ];
  }
  const days = f.from || f.to ? `${f.from ?? '开始'} 至 ${f.to ?? tx.today}` : `截至 ${documentDay(tx.today)}`;
  const which = [
    days,
    f.command && `操作 ${house.titles.get(f.command) ?? f.command}`,
    f.actor && '一名操作人',
    f.subject && `对象 ${f.subject}`,
  ];
  return {
    fileName: `操作台账_${tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '操作台账',
        subtitle: which.filter(Boolean).join('；'),
        columns: OPERATIONS,
        rows: rows(),
        footer: ['有没有改动或缺失，以系统内“核验完整性”的结果为准。'],
        watermark: made(c),
      });
    },
  };
}
