// The scoring table as data: sections with items, each with points and how it is scored; grades; vetoes. Started from a template that a
// county edits, exported and imported as JSON. Pure; both sides. Serves the evaluation of every clause.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';
import example from '../../../db/seed/evaluation-template.json' with { type: 'json' };

/** What an evaluator looks at to judge an item. */
export const EVIDENCE = {
  figure: '指标数字',
  documents: '档案资料',
  on_site: '现场查看',
  interview: '访谈回访',
  accounts: '财务资料',
  survey: '满意度调查',
} as const;
export type EvidenceKind = keyof typeof EVIDENCE;

/** Who gives the points. */
export const WAYS = { figure: '按指标数字', evaluators: '评估员打分', satisfaction: '按满意度' } as const;
export type Way = keyof typeof WAYS;

const Code = z.string().regex(/^[A-Z]{1,2}[0-9]{1,3}$/, '编号如 A1、B12');
const Points = z.number().positive('分值须大于 0').max(1000).multipleOf(0.5, '分值以 0.5 分为单位');

const Item = z.strictObject({
  code: Code,
  title: text(60),
  /** What full points ask for. */
  standard: text(400),
  points: Points,
  evidence: z.enum(Object.keys(EVIDENCE) as [EvidenceKind, ...EvidenceKind[]]),
  way: z.enum(Object.keys(WAYS) as [Way, ...Way[]]),
  /** The clause whose indicators give the points of a `figure` item. */
  clause: text(10).nullable(),
});
export type Item = z.output<typeof Item>;

export const Layout = z
  .strictObject({
    version: z.literal(1),
    title: text(60),
    sections: z
      .array(z.strictObject({ title: text(30), items: z.array(Item).min(1, '每个部分至少有一项').max(60) }))
      .min(1, '请至少列一个部分')
      .max(30),
    /** Marked by any evaluator: the lowest grade, whatever the points. */
    vetoes: z.array(z.strictObject({ code: Code, title: text(60) })).max(20),
    /** From the best to the lowest; `from` is the least share of all points, in percent. */
    grades: z
      .array(z.strictObject({ title: text(10), from: z.number().min(0).max(100) }))
      .min(2, '请至少列两个等次')
      .max(8),
  })
  .superRefine((layout, context) => {
    for (const p of problemsOf(layout)) context.addIssue({ code: 'custom', path: [p.path], message: p.message });
  });
export type Layout = z.output<typeof Layout>;

type Parts = {
  sections: readonly { items: readonly Item[] }[];
  vetoes: readonly { code: string }[];
  grades: readonly { from: number }[];
};

/** What cannot be true of a table, one sentence each. */
function problemsOf({ sections, vetoes, grades }: Parts): { path: string; message: string }[] {
  const items = sections.flatMap(s => s.items);
  const codes = [...items, ...vetoes].map(i => i.code);
  const found: { path: string; message: string }[] = [];
  if (new Set(codes).size < codes.length) found.push({ path: 'sections', message: '评分项和否决项的编号不能重复' });
  for (const i of items)
    if ((i.way === 'figure') !== (i.clause !== null))
      found.push({ path: 'sections', message: `${i.code}：按指标数字计分的须填写条款编号，其他的不填` });
  const from = grades.map(g => g.from);
  if (from.some((f, n) => n > 0 && f >= from[n - 1]!) || from.at(-1) !== 0)
    found.push({ path: 'grades', message: '等次从高到低排列，最低等次从 0 开始' });
  return found;
}

/** An example in our own words; no standard prescribes it, a county edits it. */
export const exampleLayout: Layout = Layout.parse(example);

export const itemsOf = (layout: Layout): Item[] => layout.sections.flatMap(s => s.items);
export const fullPoints = (layout: Layout): number => itemsOf(layout).reduce((sum, i) => sum + i.points, 0);
