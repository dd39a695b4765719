// What prints of a roster: the report with the reason per row, and the template for the next one. Numbers are masked, and no cell is
// taken for a formula (attack 10).

import { documentDay } from '#kernel/dates.ts';
import { writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { category } from './categories.ts';
import { emptyPerson, type RosterPerson, rowPlace } from './roster/person.ts';
import { renderPerson, TEMPLATE_HEADERS } from './roster/render.ts';
import { DECISIONS, VERDICTS, type Verdict } from './roster.ts';
import { firstVillage, reportRows, reportSubject } from './roster-report.service.ts';

const marked = ({ tx }: Context): string => `${tx.actor.name} ${documentDay(tx.today)} 导出`;

/** The report: every row with its verdict, what was decided, and why. */
export async function rosterReportFile(c: Context, query: { id: string; verdict?: Verdict | undefined }): Promise<MadeFile> {
  const { batch, folded } = await reportSubject(c.tx, query.id);
  async function* rows(): AsyncGenerator<unknown[]> {
    for await (const r of reportRows(c, query)) {
      const why = [...r.issues.map(i => i.say), ...r.changes.map(x => `${x.title}:${x.from ?? '空'} → ${x.to ?? '空'}`)].join(
        '\n',
      );
      const categories = r.categories.map(code => category(code).name).join('、');
      yield [
        r.sheet,
        r.row_number,
        VERDICTS[r.verdict],
        r.decision === null ? '' : DECISIONS[r.decision],
        r.name,
        r.identity,
        r.born_on,
        r.village_name,
        categories,
        why,
      ];
    }
    if (query.verdict === undefined)
      for (const f of folded)
        yield [
          f.sheet,
          f.rowNumber,
          '已合并',
          '',
          '',
          '',
          '',
          '',
          '',
          `与${rowPlace(f.into.sheet, f.into.rowNumber)}是同一人，合并为一行`,
        ];
  }
  return {
    fileName: `名册核对报告-${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '名册核对报告',
        subtitle: `${batch.station_name} 文件：${batch.file_name} 共 ${batch.counts.total} 行`,
        columns: [
          { header: '工作表', width: 14 },
          { header: '行号', kind: 'number' },
          { header: '结果', width: 9 },
          { header: '处理', width: 14 },
          { header: '姓名', width: 12 },
          { header: '证件号（脱敏）', width: 22 },
          { header: '出生日期', kind: 'date' },
          { header: '村（居）', width: 16 },
          { header: '对象类别', width: 24 },
          { header: '说明', width: 60 },
        ],
        rows: rows(),
        watermark: marked(c),
      });
    },
  };
}

/** Two people of the template that nobody could take for real; rows that begin with 示例 are not read. */
const EXAMPLES: readonly RosterPerson[] = [
  {
    ...emptyPerson(),
    name: '示例（演示）王大妹',
    identityKind: 'resident_id',
    identity: '469030194305060021',
    sex: '2',
    born: '1943-05-06',
    bornPrecision: 'day',
    ethnic: '19',
    group: '3组',
    address: '3组12号',
    phone: '15400000001',
    categories: ['lives_alone', 'dibao_recipient'],
    since: '2026-01-01',
    householdNo: '0012',
    householder: '王大妹',
    relation: '02',
    householdSize: 1,
    contact: '王小强',
    contactRelation: '儿子',
    contactPhone: '15400000002',
  },
  {
    ...emptyPerson(),
    name: '示例（演示）符小妹',
    identityKind: 'none',
    noNumberReason: 'unregistered',
    sex: '2',
    born: '2016-09-01',
    bornPrecision: 'day',
    ethnic: '19',
    group: '1组',
    address: '1组5号',
    categories: ['left_behind_child'],
    since: '2026-03-01',
    householder: '符大山',
    relation: '42',
    guardian: '符大山',
    guardianRelation: '祖父',
    guardianPhone: '15400000003',
  },
];

/** The template: a heading for every field, and two examples. */
export async function rosterTemplateFile(c: Context): Promise<MadeFile> {
  const village = await firstVillage(c.tx);
  return {
    fileName: '服务对象名册模板.xlsx',
    write: async out => {
      await writeLedger(out, {
        title: '服务对象名册',
        subtitle: '请从第 6 行起填写，一人一行；多个类别用顿号分开；身份证号一列请保持文本格式。两行示例不会导入。',
        columns: TEMPLATE_HEADERS.map(header => ({ header, width: header.length > 5 ? 20 : 12 })),
        rows: EXAMPLES.map(p => renderPerson({ ...p, village: village.code }, () => village.name)),
        watermark: `说明：模板由平台生成，${marked(c)}`,
      });
    },
  };
}
