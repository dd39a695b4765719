// What prints: the sheet of one inspection as PDF (检查记录表), the ledger of inspections as Excel (检查台账), the statement of a draw as PDF
// with the method, so that anybody can draw again. Serves M3.

import { dayOf, documentDay } from '#kernel/dates.ts';
import { renderPdf } from '#server/documents/pdf.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { readDraw } from './drawn.service.ts';
import { inspectionsPolicy as may } from './inspections.policy.ts';
import * as it from './inspections.ts';
import { picturesOf } from './pictures.service.ts';
import { ledgerRows, readInspection } from './reading.service.ts';

const made = ({ tx }: Context): string => `${tx.actor.name} 导出于 ${documentDay(tx.today)}`;
const day = (on: string | null): string => (on ? documentDay(on) : '');

const SHEET = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#form(
  field("社工站", d.station), field("检查日期", d.day),
  field("检查时间", d.time), field("检查人", d.inspector),
  wide("在场人员", d.present),
)
#section("检查情况")
#listing(("部分", "检查内容", "结论", "情况说明"), d.rows, widths: (2.6cm, 1fr, 2cm, 4.4cm))
#section("指导内容")
#prose(d.guidance)
#if d.findings.len() > 0 { section("发现的问题与整改"); listing(("程度", "问题", "整改期限", "状态"), d.findings, widths: (1.5cm, 1fr, 3.6cm, 2cm)) }
#if d.words != "" { section("站长意见"); prose(d.words) }
#if d.photos.len() > 0 { section("现场照片"); pictures(columns: 3, height: 4cm, ..d.photos.map(p => (p.name, p.title))) }
#signatures(
  signature("检查人"),
  signature("站长", picture: d.signature, on: d.signed),
)
#if d.unsigned != "" { prose("站长未签名：" + d.unsigned) }
`;

const itemRows = (w: it.Written): string[][] =>
  it.ITEMS.map(({ key, title, section }) => {
    const answer = w.answers[key];
    return [section, title, answer ? it.LEVELS[answer.level] : '', answer?.remark ?? ''];
  });

/** The record of one inspection as a printed form. */
export async function sheetFile(c: Context, id: string): Promise<MadeFile> {
  const i = await readInspection(c.tx, id);
  const w = i.written;
  const titled = [
    ...w.photos.map(hash => ({ hash, title: '现场' })),
    ...it.ITEMS.flatMap(({ key, title }) => (w.answers[key]?.photos ?? []).map(hash => ({ hash, title }))),
  ];
  const bytes = await picturesOf(c, i.station, [...titled.map(p => p.hash), ...(w.signature ? [w.signature] : [])]);
  const kept = titled.filter(p => bytes.has(p.hash)).map((p, n) => ({ ...p, name: `photo-${n + 1}.jpg` }));
  const signature = w.signature ? bytes.get(w.signature) : undefined;
  const images = Object.fromEntries([
    ...kept.map(p => [p.name, bytes.get(p.hash)!] as const),
    ...(signature ? [['signature.png', signature] as const] : []),
  ]);
  const pdf = await renderPdf(
    SHEET,
    {
      title: '检查记录表',
      subtitle: `${i.station_name}${i.state === 'withdrawn' ? '（已撤回）' : ''}`,
      footer: made(c),
      station: i.station_name,
      day: documentDay(w.inspected_on),
      time: w.started_at ? `${w.started_at}${w.ended_at ? `–${w.ended_at}` : ''}` : '',
      inspector: i.inspector,
      present: [...i.present.map(p => p.name), ...(w.others ? [w.others] : [])].join('、'),
      rows: itemRows(w),
      guidance: w.guidance,
      findings: i.finding_rows.map(f => [it.SEVERITIES[f.severity], f.problem, day(f.deadline_on), it.FINDING_STATES[f.state]]),
      words: w.station_words ?? '',
      photos: kept.map(({ name, title }) => ({ name, title })),
      signature: signature ? 'signature.png' : null,
      signed: signature ? documentDay(w.inspected_on) : null,
      unsigned: w.signature_reason ? it.SIGNATURE_REASONS[w.signature_reason] : '',
    },
    images,
  );
  return { fileName: `检查记录表_${i.station_name}_${w.inspected_on}.pdf`, write: async out => void out.write(pdf) };
}

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 5 },
  { header: '日期', kind: 'date', width: 11 },
  { header: '社工站', width: 18 },
  { header: '检查人', width: 10 },
  { header: '符合', kind: 'number', width: 6 },
  { header: '部分符合', kind: 'number', width: 8 },
  { header: '不符合', kind: 'number', width: 7 },
  { header: '没有完全符合的项目', width: 30 },
  { header: '指导内容', width: 36 },
  { header: '问题（个）', kind: 'number', width: 8 },
  { header: '未整改（个）', kind: 'number', width: 9 },
  { header: '站长签名', width: 9 },
  { header: '补录', width: 6 },
];

function shortfalls(w: it.Written): string {
  return it.ITEMS.flatMap(({ key, title }) => {
    const answer = w.answers[key];
    return answer?.level === 'partly' || answer?.level === 'unmet'
      ? [`${title}（${it.LEVELS[answer.level]}）：${answer.remark ?? ''}`]
      : [];
  }).join('；');
}

/** The ledger with the rows of the list under the same filters, the oldest first. */
export async function ledgerFile(c: Context, f: it.InspectionFilters): Promise<MadeFile> {
  const rows = await ledgerRows(c.tx, f);
  const period =
    f.from || f.to
      ? `${f.from ? documentDay(f.from) : '开始'} 至 ${documentDay(f.to ?? c.tx.today)}`
      : `截至 ${documentDay(c.tx.today)}`;
  const cells = rows.map(({ row, written, name }, n) => [
    n + 1,
    row.inspected_on,
    `${name}${row.state === 'withdrawn' ? '（已撤回）' : ''}`,
    row.inspector,
    row.met,
    row.partly,
    row.unmet,
    shortfalls(written),
    written.guidance,
    row.findings,
    row.open_findings,
    row.signed ? '已签' : written.signature_reason ? it.SIGNATURE_REASONS[written.signature_reason] : '',
    row.late ? '补录' : '',
  ]);
  return {
    fileName: `检查台账_${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title: '项目经理检查指导台账',
        subtitle: `${f.station === undefined ? '全部社工站' : (rows[0]?.name ?? '')}；${period}`,
        columns: [...COLUMNS],
        rows: cells,
        footer: ['制表人：　　　　　　　　审核人：　　　　　　　　日期：'],
        watermark: made(c),
      });
    },
  };
}

const STATEMENT = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#prose(d.says)
#section("各社工站结果")
#listing(d.headers, d.lines)
#section("抽取办法")
#for m in d.method { prose(m) }
#form(wide("种子", d.seed), wide("种子来源", d.source))
#listing(("社工站", "范围（条）", "应抽", "范围校验值（SHA-256）"), d.frames, widths: (3.4cm, 1.8cm, 1.4cm, 1fr))
#section("抽到的记录")
#listing(("社工站", "次序", "对象", "服务日期", "社工", "结果"), d.items, widths: (2.8cm, 1.6cm, 1.8cm, 3.6cm, 1.8cm, 1fr))
#signatures(signature("抽查人"), signature("县民政局"))
`;

const lineCells = (kind: it.DrawKind, name: string, l: it.StatementLine): string[] =>
  kind === 'callback'
    ? [
        name,
        String(l.drawn),
        String(l.reached),
        `${l.confirmed}（${it.share(l.confirmed, l.reached)}）`,
        `${l.agrees}（${it.share(l.agrees, l.reached)}）`,
        l.satisfaction === null ? '无' : String(l.satisfaction),
        it.share(l.satisfied, l.rated),
      ]
    : [
        name,
        String(l.drawn),
        String(l.entered),
        `${l.true}（${it.share(l.true, l.entered)}）`,
        `${l.complete}（${it.share(l.complete, l.entered)}）`,
      ];

const HEADERS = {
  callback: ['社工站', '抽到', '联系上', '确认属实', '内容一致', '满意度', '满意率'],
  check: ['社工站', '抽到', '已查', '属实', '要件齐全'],
} as const;

/** The statement of results, with what is needed to draw again. */
export async function statementFile(c: Context, id: string): Promise<MadeFile> {
  const d = await readDraw(c.tx, id, may['inspections.statement']);
  const nameOf = (station: number): string => d.frames.find(f => f.station === station)?.name ?? '';
  const lines = [...d.statement, ...(d.statement.length > 1 ? [d.total] : [])];
  const pdf = await renderPdf(STATEMENT, {
    title: d.kind === 'callback' ? '随机回访情况表' : '记录抽查情况表',
    subtitle: `${documentDay(d.from_on)} 至 ${documentDay(d.to_on)}；${documentDay(dayOf(d.drawn_at))} 抽取；${it.DRAW_STATES[d.state]}`,
    footer: made(c),
    says: it.statementSays(d.kind, d.total),
    headers: HEADERS[d.kind],
    lines: lines.map(l => lineCells(d.kind, l.station === 0 ? '合计' : nameOf(l.station), l)),
    method: it.METHOD,
    seed: d.seed,
    source: it.SEED_SOURCES[d.seed_source],
    // A hash has no place to break: two halves fit the column.
    frames: d.frames.map(f => [f.name, String(f.frame), String(f.size), `${f.hash.slice(0, 32)} ${f.hash.slice(32)}`]),
    items: d.items.map(i => [
      nameOf(i.station),
      `${i.place}${i.replaces ? '（替补）' : ''}`,
      i.resident_name,
      documentDay(i.visited_on),
      i.worker_name,
      i.result ? it.resultWords(i.result) : '未登记',
    ]),
  });
  return {
    fileName: `${d.kind === 'callback' ? '随机回访' : '记录抽查'}情况表_${d.to_on}.pdf`,
    write: async out => void out.write(pdf),
  };
}
