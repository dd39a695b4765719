// The next visit begins with the last one; what changed since is marked; what deserves a second look is hinted. Nothing here decides
// anything: hints are for a person. Pure. Serves E6.

import type { Content, Observation } from './forms.ts';
import { carried, fieldsOf, show } from './forms.ts';
import { VISIT_TYPES } from './home-visit.ts';
import { FORMS, OUTCOMES, PLACE_REASONS, SIGNATURE_REASONS, type VisitKind, type Written } from './written.ts';

/** What a new form begins with: the carried answers of the last record of the same kind. Never the day, the times, the notes, photos, signature or place. */
export type Prefilled = { kind: VisitKind; content: Content };

/** @param last the last record of this person and kind that met the person, or null for the first */
export const prefillFrom = (kind: VisitKind, last: Pick<Written, 'content'> | null): Prefilled => ({
  kind,
  content: last ? carried(FORMS[kind], last.content) : {},
});

/** One thing that differs, in words; '' stands for "not filled in". */
export type Difference = { path: string; label: string; before: string; after: string };

type Head = { path: keyof Written | 'type'; label: string; show: (w: Written) => string };
const HEAD: readonly Head[] = [
  { path: 'type', label: '探访类型', show: w => (w.kind === 'home_visit' ? VISIT_TYPES[w.type] : '') },
  { path: 'outcome', label: '结果', show: w => OUTCOMES[w.outcome] },
  { path: 'unusual', label: '异常标记', show: w => (w.unusual ? '有异常' : '无异常') },
];
/** Parts that belong to one visit alone: compared between revisions of a visit, not between visits. */
const OWN: readonly Head[] = [
  { path: 'visited_on', label: '日期', show: w => w.visited_on },
  { path: 'started_at', label: '开始时间', show: w => w.started_at ?? '' },
  { path: 'ended_at', label: '结束时间', show: w => w.ended_at ?? '' },
  { path: 'co_workers', label: '陪访人数', show: w => (w.co_workers.length ? `${w.co_workers.length} 人` : '') },
  { path: 'present', label: '同时见到的对象', show: w => (w.present.length ? `${w.present.length} 人` : '') },
  { path: 'next_on', label: '下次日期', show: w => w.next_on ?? '' },
  {
    path: 'place',
    label: '定位',
    show: w => (w.place ? `${w.place.lat}, ${w.place.lng}` : w.place_reason ? `无（${PLACE_REASONS[w.place_reason]}）` : ''),
  },
  { path: 'photos', label: '照片', show: w => (w.photos.length ? `${w.photos.length} 张` : '') },
  {
    path: 'signature',
    label: '签名',
    show: w => (w.signature ? '有' : w.signature_reason ? `无（${SIGNATURE_REASONS[w.signature_reason]}）` : ''),
  },
  { path: 'late_reason', label: '补录原因', show: w => w.late_reason ?? '' },
];
/** Texts and lists that are new at every visit say nothing when they differ. */
const PER_VISIT: ReadonlySet<string> = new Set([
  'notes',
  'followups',
  'services',
  'services_note',
  'purpose',
  'companions',
  'attempts',
]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function between(previous: Written, now: Written, heads: readonly Head[], skip: ReadonlySet<string>): Difference[] {
  if (previous.kind !== now.kind) return [];
  const found = heads
    .filter(h => !same(Reflect.get(previous, h.path), Reflect.get(now, h.path)) || h.show(previous) !== h.show(now))
    .map(h => ({ path: h.path as string, label: h.label, before: h.show(previous), after: h.show(now) }));
  const before = previous.content as Content;
  const after = now.content as Content;
  for (const [key, field] of fieldsOf(FORMS[now.kind])) {
    if (skip.has(key) || same(before[key], after[key])) continue;
    found.push({ path: `content.${key}`, label: field.label, before: show(field, before[key]), after: show(field, after[key]) });
  }
  return found;
}

/** What is different from the previous visit of this person (same kind), in the order of the form. */
export const differences = (previous: Written, now: Written): Difference[] => between(previous, now, HEAD, PER_VISIT);
/** What a correction changed, everything included. */
export const corrections = (before: Written, after: Written): Difference[] =>
  between(before, after, [...HEAD, ...OWN], new Set());

/** What deserves a second look before or after sending; sentences, never refusals. */
export function hintsOf(now: Written, previous: Written | null): string[] {
  const hints: string[] = [];
  const content = now.content as Content;
  const abnormal = fieldsOf(FORMS[now.kind]).filter(
    ([key, f]) => f.kind === 'observation' && (content[key] as Observation | undefined)?.level === 'abnormal',
  );
  if (abnormal.length && !now.unusual)
    hints.push(`“${abnormal.map(([, f]) => f.label).join('、')}”记为异常，请确认是否标记“有异常”。`);
  if (now.outcome === 'died') hints.push('对象档案不会自动改变：请核实后在服务对象中登记去世。');
  if (now.outcome === 'moved') hints.push('对象档案不会自动改变：请核实后在服务对象中登记迁出。');
  if (now.outcome === 'away') hints.push('特困人员就医住院，照料服务人应及时报告乡镇政府；请确认已经报告。');
  if (now.kind === 'home_visit' && now.content.hazards?.includes('abuse'))
    hints.push('疑似未成年人受侵害：负有强制报告义务，请立即向公安机关报告并告知站长。');
  if (
    now.kind === 'welfare_call' &&
    now.outcome !== 'connected' &&
    (now.content.attempts ?? 1) >= 2 &&
    !now.content.steps?.includes('visit')
  )
    hints.push('多次未接通，建议转为入户探访。');
  const notes = now.content.notes;
  if (notes && notes.length >= 10 && previous?.content.notes === notes) hints.push('摘要与上次完全相同，请确认写的是本次情况。');
  return hints;
}
