// What prints of visits: the ledger 入户探访台账 as Excel and the record of one visit as PDF, as the county's offices keep them. Masked
// for those who see people masked. Serves K1, E6.

import { CATEGORIES } from '#domain/clients/clients.ts';
import { codeName } from '#kernel/codes.ts';
import { ageOn, dayOf, documentDay } from '#kernel/dates.ts';
import { VERDICTS } from '#kernel/review.ts';
import { renderPdf } from '#server/documents/pdf.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { headingOf, type LedgerLine, ledgerLines, lineOf, picturesOf } from './ledger.service.ts';
import { readVisit } from './read.service.ts';
import {
  type Content,
  type Filters,
  FORMS,
  fieldsOf,
  KINDS,
  OUTCOMES,
  PLACE_REASONS,
  SIGNATURE_REASONS,
  STATES,
  sectionsFor,
  show,
  situationOf,
  VISIT_TYPES,
  type VisitFull,
  type VisitType,
} from './visits.ts';

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 5 },
  { header: '日期', kind: 'date', width: 11 },
  { header: '乡镇', width: 8 },
  { header: '村', width: 11 },
  { header: '对象', width: 8 },
  { header: '性别', width: 5 },
  { header: '年龄', kind: 'number', width: 5 },
  { header: '类别', width: 12 },
  { header: '探访类型', width: 8 },
  { header: '方式', width: 9 },
  { header: '结果', width: 8 },
  { header: '情况摘要', width: 30 },
  { header: '需求', width: 12 },
  { header: '已提供服务', width: 12 },
  { header: '跟进', width: 14 },
  { header: '主访', width: 8 },
  { header: '陪访', width: 10 },
  { header: '审核', width: 8 },
  { header: '补录', width: 10 },
];

const town = (station: string): string => station.replace(/社工站$/, '');
const typeName = (type: string | null): string => (type === null ? '' : (VISIT_TYPES[type as VisitType] ?? type));

/** An answer of the form in words. */
function said(line: Pick<LedgerLine, 'written'>, key: string): string {
  const field = fieldsOf(FORMS[line.written.kind]).find(([known]) => known === key);
  return field ? show(field[1], (line.written.content as Content)[key]) : '';
}

const cells = (line: LedgerLine, n: number): unknown[] => {
  const { row, written } = line;
  return [
    n,
    row.visited_on,
    town(line.station),
    line.village,
    row.resident_name,
    codeName('sex', line.sex) ?? '',
    line.born_on ? ageOn(line.born_on, row.visited_on) : null,
    line.categories.map(code => CATEGORIES[code]?.name ?? code).join('、'),
    typeName(row.type),
    KINDS[row.kind],
    OUTCOMES[row.outcome],
    `${row.unusual ? '【有异常】' : ''}${said(line, 'notes')}`,
    said(line, 'needs'),
    said(line, 'services'),
    said(line, 'followups'),
    row.worker_name,
    line.co_workers.join('、'),
    STATES[row.state],
    row.late ? `补录${written.late_reason ? `：${written.late_reason}` : ''}` : '',
  ];
};

/** How the lines were chosen, in words. */
async function chosen({ tx }: Context, f: Filters): Promise<string> {
  const { station, worker } = await headingOf(tx, f);
  const words = (table: Readonly<Record<string, string>>, codes?: readonly string[]) =>
    codes?.map(code => table[code]).join('、');
  const days =
    f.from || f.to
      ? `${f.from ? documentDay(f.from) : '开始'} 至 ${documentDay(f.to ?? tx.today)}`
      : `截至 ${documentDay(tx.today)}`;
  const marks = [
    f.unusual === undefined ? '' : f.unusual ? '有异常' : '无异常',
    f.late === undefined ? '' : f.late ? '补录' : '非补录',
  ];
  return [
    station ?? '全部社工站',
    worker && `主访 ${worker}`,
    days,
    words(KINDS, f.kind),
    words(STATES, f.state),
    words(OUTCOMES, f.outcome),
    ...marks,
  ]
    .filter(Boolean)
    .join('；');
}

const made = ({ tx }: Context): string => `${tx.actor.name} 导出于 ${documentDay(tx.today)}`;

/** The ledger with exactly the rows of the list under the same filters, oldest first. */
export async function ledgerFile(c: Context, f: Filters): Promise<MadeFile> {
  const title = f.kind?.length === 1 && f.kind[0] === 'welfare_call' ? '电话问候台账' : '入户探访台账';
  const [subtitle, lines] = await Promise.all([chosen(c, f), ledgerLines(c.tx, f)]);
  async function* rows(): AsyncGenerator<unknown[]> {
    let n = 0;
    for await (const line of lines) yield cells(line, ++n);
  }
  return {
    fileName: `${title}_${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title,
        subtitle,
        columns: [...COLUMNS],
        rows: rows(),
        footer: ['制表人：　　　　　　　　审核人：　　　　　　　　日期：'],
        watermark: made(c),
      });
    },
  };
}

const TEMPLATE = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#let fields(list) = form(..list.map(f => if f.wide { wide(f.label, f.value) } else { field(f.label, f.value) }))
#fields(d.head)
#for s in d.sections { section(s.title); fields(s.fields) }
#if d.reviews.len() > 0 { section("审核意见"); listing(("日期", "意见", "审核人", "说明"), d.reviews, widths: (4cm, 1.6cm, 3.4cm, 1fr)) }
#if d.photos.len() > 0 { section("现场照片"); pictures(columns: 3, height: 4cm, ..d.photos.map(name => (name, none))) }
#signatures(
  signature("服务对象", picture: d.signature, on: d.signed),
  signature("探访社工"),
  signature("审核人"),
)
`;

type Cell = { label: string; value: string; wide: boolean };
const SHORT = 14;

/** Pairs side by side where both are short; nothing stands beside a gap. */
function laidOut(list: readonly (readonly [label: string, value: string])[]): Cell[] {
  const cells = list.map(([label, value]) => ({ label, value, wide: value.length > SHORT || value.includes('\n') }));
  for (let i = 0, place = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (place % 2 === 0 && !cell.wide && (cells[i + 1]?.wide ?? true)) cell.wide = true;
    place += cell.wide ? 2 : 1;
  }
  return cells;
}

function headCells(v: VisitFull, line: LedgerLine): Cell[] {
  const time = v.started_at ? `${v.started_at}${v.ended_at ? `–${v.ended_at}` : ''}` : '';
  return laidOut(
    (
      [
        ['对象', v.resident_name],
        ['性别', codeName('sex', line.sex) ?? ''],
        ['年龄', line.born_on ? `${ageOn(line.born_on, v.visited_on)} 岁` : '不详'],
        ['村（居）', `${town(line.station)}${line.village}`],
        ['对象类别', line.categories.map(code => CATEGORIES[code]?.name ?? code).join('、')],
        ['日期', documentDay(v.visited_on)],
        ['时间', time],
        ['方式', KINDS[v.kind]],
        ['探访类型', typeName(v.type)],
        ['结果', OUTCOMES[v.outcome]],
        ['异常标记', v.unusual ? '有异常' : '无异常'],
        ['主访社工', v.worker_name],
        ['陪访', v.co_worker_names.join('、')],
        ['同时见到', v.present_names.join('、')],
        ['下次日期', v.next_on ? documentDay(v.next_on) : ''],
        ['补录', v.late ? (v.written.late_reason ?? '是') : ''],
        ['未定位原因', v.written.place_reason ? PLACE_REASONS[v.written.place_reason] : ''],
        ['无签名原因', v.written.signature_reason ? SIGNATURE_REASONS[v.written.signature_reason] : ''],
      ] as const
    ).filter(([, value]) => value !== ''),
  );
}

function formSections(v: VisitFull, line: LedgerLine): { title: string; fields: Cell[] }[] {
  const content = v.written.content as Content;
  return sectionsFor(FORMS[v.kind], situationOf(v.written, { born_on: line.born_on, child_category: true }))
    .map(section => ({
      title: section.title,
      fields: laidOut(
        Object.entries(section.fields)
          .map(([key, field]) => [field.label, show(field, content[key])] as const)
          .filter(([, value]) => value !== ''),
      ),
    }))
    .filter(section => section.fields.length > 0);
}

/** The record of one visit as a printed form. */
export async function sheetFile(c: Context, id: string): Promise<MadeFile> {
  const v = await readVisit(c.tx, id);
  const [line, pictures] = await Promise.all([lineOf(c.tx, id), picturesOf(c.tx, c.house, v.station, v.written)]);
  const images = Object.fromEntries([
    ...pictures.photos.map((bytes, i) => [`photo-${i + 1}.jpg`, bytes] as const),
    ...(pictures.signature ? [['signature.png', pictures.signature] as const] : []),
  ]);
  const pdf = await renderPdf(
    TEMPLATE,
    {
      title: FORMS[v.kind].title,
      subtitle: line.station,
      footer: made(c),
      head: headCells(v, line),
      sections: formSections(v, line),
      reviews: v.reviews.map(r => [documentDay(dayOf(r.at)), VERDICTS[r.verdict], r.by.name, r.remark ?? '']),
      photos: pictures.photos.map((_, i) => `photo-${i + 1}.jpg`),
      signature: pictures.signature ? 'signature.png' : null,
      signed: pictures.signature ? documentDay(v.visited_on) : null,
    },
    images,
  );
  return { fileName: `${FORMS[v.kind].title}_${v.visited_on}.pdf`, write: async out => void out.write(pdf) };
}
