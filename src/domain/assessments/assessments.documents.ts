// What prints: one assessment as PDF (answers, scores, grade and which rule gave it, what to be careful about, places to sign), and an
// instrument as its JSON. Serves K3, E1.

import { dayOf, documentDay } from '#kernel/dates.ts';
import { maskName } from '#kernel/masks.ts';
import { renderPdf } from '#server/documents/pdf.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { FOR_KINDS, INFORMANTS, type Instrument, OCCASIONS, type Result, score } from './assessments.ts';
import { readInstrument } from './instruments.service.ts';
import { readAssessment } from './read.service.ts';

const TEMPLATE = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: d.subtitle, footer: d.footer)
#form(..d.head.map(f => if f.wide { wide(f.label, f.value) } else { field(f.label, f.value) }))
#for s in d.sections {
  section(s.title)
  listing(("项目", "回答", "得分"), s.rows, widths: (5.2cm, 1fr, 1.5cm))
}
#section("结果")
#form(..d.result.map(f => if f.wide { wide(f.label, f.value) } else { field(f.label, f.value) }))
#section("怎样得出")
#for line in d.says { prose(line) }
#if d.cautions.len() > 0 { section("使用说明"); for line in d.cautions { prose(line) } }
#signatures(signature("评估人"), signature("共同评估人"), signature(d.informant))
`;

type Cell = { label: string; value: string; wide: boolean };
const cell = (label: string, value: string, wide = false): Cell => ({ label, value, wide });

/** Two to a line; the last stands alone where they are odd. */
const paired = (cells: readonly Cell[]): Cell[] => {
  const kept = cells.filter(c => c.value !== '');
  const narrow = kept.filter(c => !c.wide);
  return [
    ...narrow.map((c, n) => (n === narrow.length - 1 && n % 2 === 0 ? { ...c, wide: true } : c)),
    ...kept.filter(c => c.wide),
  ];
};

const answered = (state: string, answer: string): string => (state === 'hidden' ? '不适用' : answer === '' ? '未回答' : answer);

function sectionsOf(result: Result): { title: string; rows: string[][] }[] {
  return result.sections.map(s => ({
    title: s.score === null || !s.range ? s.title : `${s.title}（小计 ${s.score} / ${s.range.max}）`,
    rows: s.items.map(i => [
      i.title,
      answered(i.state, i.answer),
      i.score === null ? '' : `${i.score}${i.reversed ? '（反向）' : ''}`,
    ]),
  }));
}

const resultCells = (body: Instrument, result: Result): Cell[] => {
  const label = (code: string | null): string => body.grades.find(g => g.code === code)?.label ?? '';
  const moved = result.adjustments.filter(a => a.applied === 'yes').map(a => a.title);
  return paired([
    cell('总分', result.total === null ? '未得出' : `${result.total} ${body.total.unit}`),
    cell('等级', body.grades.length === 0 ? '' : label(result.grade) || '未定'),
    cell('初步等级', body.adjustments.length === 0 ? '' : label(result.preliminary) || '未定', true),
    cell('调整依据', moved.join('；'), true),
    cell('提醒', result.alerts.join('；'), true),
  ]);
};

const cautionsOf = (i: Instrument): string[] => [
  ...i.warnings,
  ...(i.translation ? [`译文：${i.translation}。`] : []),
  `来源：${i.source}。`,
  `使用许可：${i.licence}。`,
];

/** The record of one assessment as a printed form. */
export async function sheetFile(c: Context, id: string): Promise<MadeFile> {
  const a = await readAssessment(c.tx, id);
  const result = score(a.body, a.written.answers);
  const pdf = await renderPdf(TEMPLATE, {
    title: a.body.title,
    subtitle: `${documentDay(a.assessed_on)}${a.state === 'withdrawn' ? '（已撤回）' : ''}；量表第 ${a.version} 版`,
    footer: `${c.tx.actor.name} 导出于 ${documentDay(c.tx.today)}`,
    head: paired([
      cell('对象', a.resident_name),
      cell('评估日期', documentDay(a.assessed_on)),
      cell('评估原因', OCCASIONS[a.occasion]),
      cell('信息来源', INFORMANTS[a.informant]),
      cell('评估人', a.worker_name),
      cell('共同评估人', a.co_worker_names.join('、')),
      cell('用于', a.for_kind ? FOR_KINDS[a.for_kind] : ''),
      cell('登记日期', documentDay(dayOf(a.received_at))),
      cell('补录', a.late ? (a.written.late_reason ?? '是') : '', true),
      cell('备注', a.written.remark ?? '', true),
    ]),
    sections: sectionsOf(result),
    result: resultCells(a.body, result),
    says: result.says,
    cautions: cautionsOf(a.body),
    informant: a.informant === 'carer' ? '照料人' : '服务对象',
  });
  const who = a.masked ? maskName(a.resident_name) : a.resident_name;
  return { fileName: `${a.body.short}_${who}_${a.assessed_on}.pdf`, write: async out => void out.write(pdf) };
}

/** An instrument as the JSON that an import takes. */
export async function instrumentFile(c: Context, code: string, version: number): Promise<MadeFile> {
  const { body } = await readInstrument(c.tx, code, version);
  const text = `${JSON.stringify({ $schema: 'instrument.schema.json', ...body }, null, 2)}\n`;
  return { fileName: `${code}_v${version}.json`, write: async out => void out.write(text) };
}
