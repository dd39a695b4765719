// The papers of acceptance and evaluation as files: 验收书 and 验收公示 as PDF and Word, 评估结果表 as PDF.

import { dayOf, documentDay } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type Block, type Letter, letterPdf } from '#server/documents/letter.ts';
import { letterWord } from '#server/documents/word.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { type Evaluation, KINDS } from './evaluation.ts';
import { itemsOf, WAYS } from './layout.ts';
import { saidOf } from './letters.service.ts';
import { certificate, notice } from './letters.ts';
import { byHand } from './scoring.ts';
import { evaluationFor } from './sheets.service.ts';

export type Paper = 'certificate' | 'notice';
const TITLES: Readonly<Record<Paper, string>> = { certificate: '验收书', notice: '验收公示' };

/** The letter of a paper. Throws `not_frozen`. */
export async function letterOf(c: Context, id: string, paper: Paper): Promise<Letter> {
  const { said, images } = await saidOf(c, id);
  return paper === 'certificate' ? certificate(said, images) : notice(said);
}

/** A paper in one of its two forms. */
export async function paperFile(c: Context, id: string, paper: Paper, form: 'pdf' | 'docx'): Promise<MadeFile> {
  const letter = await letterOf(c, id, paper);
  const fileName = `${TITLES[paper]}_${c.tx.today}.${form}`;
  if (form === 'pdf') {
    const pdf = await letterPdf(letter);
    return { fileName, write: async out => void out.write(pdf) };
  }
  return {
    fileName,
    write: async out => {
      for await (const bytes of letterWord(letter)) out.write(bytes);
    },
  };
}

const shown = (points: number | null): string => (points === null ? '—' : String(points));

function evaluationBlocks(e: Evaluation): Block[] {
  const { result } = e;
  if (!result) throw new AppError('not_found', { say: '评估签定后才能下载结果表。' });
  const byCode = new Map(result.items.map(i => [i.code, i]));
  const seen = e.sheets.filter(s => s.scores);
  const remarks = (code: string): string[] => seen.flatMap(s => s.scores?.remarks[code] ?? []);
  const rows = e.layout.sections.flatMap((section, n) => [
    [`【${section.title}】`, `${shown(result.sections[n]!.points)}/${result.sections[n]!.full}`, '', ''],
    ...section.items.map(i => {
      const own = byCode.get(i.code)!;
      return [
        `${i.code} ${i.title}`,
        `${shown(own.points)}/${i.points}`,
        byHand(i, e.figures) ? WAYS.evaluators : WAYS[i.way],
        [own.how, ...remarks(i.code)].join('；'),
      ];
    }),
  ]);
  const overall = seen.flatMap(s => (s.remark ? [`${s.name}：${s.remark}`] : []));
  return [
    {
      kind: 'pairs',
      rows: [
        ['项目名称', e.contract_name],
        ['数字截至', documentDay(e.as_of)],
        ['评分项', `${itemsOf(e.layout).length} 项，满分 ${result.full} 分`],
        ['得分', `${result.total} 分${result.complete ? '' : '（尚有未打分的项）'}`],
        ['等次', result.grade ?? '尚未得出'],
        ...(e.version > 1 ? [['版本', `第 ${e.version} 版，重开原因：${e.reason ?? ''}`] as [string, string]] : []),
      ],
    },
    { kind: 'table', headers: ['评分项', '得分', '计分方式', '依据和说明'], widths: [30, 12, 16, 42], rows },
    ...result.vetoes.map(
      (v): Block => ({ kind: 'text', text: `否决项 ${v.code} ${v.title}：${v.reasons.join('；')}。等次按最低一档。` }),
    ),
    { kind: 'text', text: overall.length ? `评估员意见:\n${overall.join('\n')}` : '评估员没有填写总体意见。' },
    {
      kind: 'table',
      headers: ['评估员', '签定日期'],
      widths: [50, 50],
      rows: e.sheets.map(s => [s.name, s.signed_at ? documentDay(dayOf(s.signed_at)) : '尚未签定']),
    },
  ];
}

/** The result of an evaluation as far as the reader sees it. */
export async function evaluationFile({ tx }: Context, id: string): Promise<MadeFile> {
  const e = await evaluationFor(tx, id);
  const letter: Letter = {
    title: [`${e.contract_name}`, `${KINDS[e.kind as keyof typeof KINDS]}结果表`],
    below: e.state === 'scoring' ? '（尚未签定）' : null,
    blocks: evaluationBlocks(e as Evaluation),
    images: {},
  };
  const pdf = await letterPdf(letter);
  return { fileName: `评估结果表_${e.as_of}.pdf`, write: async out => void out.write(pdf) };
}
