// What prints of cases: the ledger 个案台账 as Excel, the client's own copy of what was agreed (服务对象版) and the protocol of a hand-over as PDF.
// Serves K3, K3b.

import { picturesOf } from '#domain/records/papers.service.ts';
import { dayOf, documentDay } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { renderPdf } from '#server/documents/pdf.ts';
import { type LedgerColumn, writeLedger } from '#server/documents/sheet.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { agreementOf } from './agreement.ts';
import { casesPolicy as may } from './cases.policy.ts';
import * as it from './cases.ts';
import { listHandovers } from './handover.service.ts';
import { ledgerCases, readCase, stationNames } from './reading.service.ts';
import { presentRow } from './rows.service.ts';

const made = ({ tx }: Context): string => `${tx.actor.name} 导出于 ${documentDay(tx.today)}`;

const COLUMNS: readonly LedgerColumn[] = [
  { header: '序号', kind: 'number', width: 5 },
  { header: '案号', width: 18 },
  { header: '社工站', width: 16 },
  { header: '对象', width: 9 },
  { header: '主责社工', width: 9 },
  { header: '来源', width: 10 },
  { header: '问题类型', width: 20 },
  { header: '紧急程度', width: 8 },
  { header: '接案日期', kind: 'date', width: 11 },
  { header: '当前阶段', width: 9 },
  { header: '服务次数', kind: 'number', width: 8 },
  { header: '最近服务', kind: 'date', width: 11 },
  { header: '约定下次', kind: 'date', width: 11 },
  { header: '结案日期', kind: 'date', width: 11 },
  { header: '结案类型', width: 14 },
  { header: '待审核（份）', kind: 'number', width: 9 },
];

/** The ledger with exactly the cases of the list under the same filters, by their numbers. Names and problems only of cases the reader reaches. */
export async function ledgerFile(c: Context, f: it.Filters): Promise<MadeFile> {
  const [found, stations] = await Promise.all([ledgerCases(c.tx, f), stationNames(c.tx)]);
  const rows = found.map((r, n) => {
    const row = presentRow(c.tx.actor, r);
    return [
      n + 1,
      row.case_no,
      stations.get(row.station) ?? '',
      row.resident_name,
      row.worker_name,
      it.SOURCES[row.source],
      row.open ? row.problem_types.map(code => it.PROBLEMS[code]).join('、') : '不公开',
      it.URGENCIES[row.urgency],
      row.opened_on,
      `${it.STAGES[row.stage]}${row.halted ? `（${it.HALTS[row.halted]}）` : ''}`,
      row.services,
      row.last_on,
      row.next_on,
      row.closed_on,
      row.close_type ? it.CLOSE_TYPES[row.close_type] : '',
      row.waiting,
    ];
  });
  const period =
    f.from || f.to
      ? `接案 ${f.from ? documentDay(f.from) : '开始'} 至 ${documentDay(f.to ?? c.tx.today)}`
      : `截至 ${documentDay(c.tx.today)}`;
  const title = '个案台账';
  return {
    fileName: `${title}_${c.tx.today}.xlsx`,
    write: async out => {
      await writeLedger(out, {
        title,
        subtitle: `${f.station === undefined ? '全部社工站' : (stations.get(f.station) ?? '')}；${period}`,
        columns: [...COLUMNS],
        rows,
        footer: ['制表人：　　　　　　　　审核人：　　　　　　　　日期：'],
        watermark: made(c),
      });
    },
  };
}

const CLIENT = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#form(field("案号", d.case_no), field("服务对象", d.name), field("主责社工", d.worker), field("约定日期", d.on))
#for s in d.sections { section(s.title); for line in s.lines { prose(line) } }
#signatures(signature("服务对象（或监护人）", picture: d.signature, on: d.signed), signature("社工"))
`;

/** What was agreed with the person, in plain words, to be read and signed by her. */
export async function clientSheetFile(c: Context, id: string): Promise<MadeFile> {
  const found = await readCase(c.tx, id);
  const refused = refusal(may['cases.client_sheet'], c.tx.actor, {
    station: found.station,
    worker: found.worker,
    open: found.open,
  });
  if (refused) throw new AppError(refused);
  const agreed = agreementOf(found);
  const hash = agreed.signature;
  const pictures = await picturesOf(c, found.station, hash ? [hash] : []);
  const name = hash && pictures.nameOf(hash);
  const drawn = name ? pictures.images[name] : undefined;
  const pdf = await renderPdf(
    CLIENT,
    {
      title: '服务约定（服务对象版）',
      subtitle: found.station_name,
      footer: made(c),
      case_no: found.case_no,
      name: found.resident_name,
      worker: found.worker_name,
      on: agreed.on ? documentDay(agreed.on) : '',
      sections: agreed.sections,
      signature: drawn ? 'signature.png' : null,
      signed: drawn && agreed.on ? documentDay(agreed.on) : null,
    },
    drawn ? { 'signature.png': drawn } : {},
  );
  return { fileName: `服务约定_${found.case_no}.pdf`, write: async out => void out.write(pdf) };
}

const HANDOVER = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#form(field("移交人", d.from), field("接收人", d.to), field("移交日期", d.on), field("移交原因", d.why), wide("经办", d.by))
#section("移交的个案")
#listing(("序号", "案号"), d.cases, widths: (2cm, 1fr))
#if d.remark != "" { section("说明"); prose(d.remark) }
#prose("移交后，上列个案的内容由接收人查阅和填写；移交人自办理之时起不再能查阅。")
#signatures(signature("移交人"), signature("接收人"), signature("站长"))
`;

/** The protocol of a hand-over, for three signatures. */
export async function handoverFile(c: Context, id: string): Promise<MadeFile> {
  const [h] = (await listHandovers(c.tx, { limit: 1, id })).rows;
  if (!h) throw new AppError('not_found');
  const pdf = await renderPdf(
    HANDOVER,
    {
      title: '个案移交书',
      subtitle: h.station_name,
      footer: made(c),
      from: h.from.name,
      to: h.to.name,
      on: documentDay(h.on),
      why: it.HANDOVER_REASONS[h.why],
      by: `${h.by}，${documentDay(dayOf(h.at))}`,
      cases: h.cases.map((one, i) => [String(i + 1), one.case_no]),
      remark: h.remark ?? '',
    },
    {},
  );
  return { fileName: `个案移交书_${h.on}.pdf`, write: async out => void out.write(pdf) };
}
