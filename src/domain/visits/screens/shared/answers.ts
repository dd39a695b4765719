// A visit's form while somebody fills it in: what it holds, which fields it shows in this situation, what of it is sent, and what
// still keeps it from being accepted. The same check as the server's. Pure; phone and office. Serves K1, E6.

import type { Issue } from '#kernel/errors.ts';
import {
  type Check,
  type Content,
  type Field,
  FORMS,
  type Followup,
  type Form,
  missing,
  type Observation,
  type Outcome,
  type PLACE_REASONS,
  type Place,
  problemsOf,
  type Section,
  type SIGNATURE_REASONS,
  type Situation,
  sectionsFor,
  show,
  situationOf,
  tidy,
  type VisitKind,
  type VisitType,
  Written,
  wasMet,
} from '../../visits.ts';

/** The form's state: like `Written`, with '' and null for what is not filled in yet. */
export type Answers = {
  type: VisitType | null;
  outcome: Outcome | null;
  visited_on: string;
  started_at: string;
  ended_at: string;
  co_workers: readonly string[];
  present: readonly string[];
  next_on: string;
  unusual: boolean;
  place: Place | null;
  place_reason: keyof typeof PLACE_REASONS | null;
  photos: readonly string[];
  signature: string | null;
  signature_reason: keyof typeof SIGNATURE_REASONS | null;
  late_reason: string;
  content: Content;
};

/** An empty form of a day. `content`: what is carried over from the last visit. */
export const freshAnswers = (visited_on: string, type: VisitType | null, content: Content): Answers => ({
  type,
  outcome: null,
  visited_on,
  started_at: '',
  ended_at: '',
  co_workers: [],
  present: [],
  next_on: '',
  unusual: false,
  place: null,
  place_reason: null,
  photos: [],
  signature: null,
  signature_reason: null,
  late_reason: '',
  content,
});

/** What was written, as the form holds it. */
export const answersOf = (w: Written): Answers => ({
  type: w.kind === 'home_visit' ? w.type : null,
  outcome: w.outcome,
  visited_on: w.visited_on,
  started_at: w.started_at ?? '',
  ended_at: w.ended_at ?? '',
  co_workers: w.co_workers,
  present: w.present,
  next_on: w.next_on ?? '',
  unusual: w.unusual,
  place: w.place ?? null,
  place_reason: w.place_reason ?? null,
  photos: w.photos,
  signature: w.signature ?? null,
  signature_reason: w.signature_reason ?? null,
  late_reason: w.late_reason ?? '',
  content: w.content,
});

/** What decides which fields are asked; null before the outcome is chosen. */
export const situationIn = (a: Pick<Answers, 'outcome' | 'visited_on'>, person: Check['person']): Situation | null =>
  a.outcome === null ? null : situationOf({ outcome: a.outcome, visited_on: a.visited_on }, person);

/**
 * The sections and fields of this situation. Who was not met was not observed: what would be carried over from the last visit is
 * neither shown nor sent then.
 */
export const askedSections = (form: Form, s: Situation): readonly Section[] =>
  sectionsFor(form, s)
    .map(section => ({
      ...section,
      fields: Object.fromEntries(Object.entries(section.fields).filter(([, field]) => s.met || !field.carry)),
    }))
    .filter(section => Object.keys(section.fields).length > 0);

const followup = ({ what, due_on, who }: Followup): Followup => ({
  what,
  ...(due_on && { due_on }),
  ...(who?.trim() && { who }),
});

/** A field's value without what was left empty while typing. */
function cleaned(field: Field, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (field.kind === 'followups') return (value as Followup[]).filter(f => f.what.trim() !== '').map(followup);
  if (field.kind !== 'observation') return value;
  const { level, note } = value as Observation;
  return note?.trim() ? { level, note } : { level };
}

/** The content that is sent in this situation. */
export const sentContent = (form: Form, content: Content, s: Situation): Content =>
  tidy(
    Object.fromEntries(
      askedSections(form, s).flatMap(section =>
        Object.entries(section.fields).map(([key, field]) => [key, cleaned(field, content[key])]),
      ),
    ),
  );

const filled = <T>(value: T | null | ''): T | undefined => (value === null || value === '' ? undefined : value);

/** Everything but the content; a signature and others present only where somebody was met. */
function headOf(kind: VisitKind, a: Answers): Record<string, unknown> {
  const met = a.outcome !== null && wasMet(a.outcome);
  const head = {
    kind,
    type: kind === 'home_visit' ? filled(a.type) : undefined,
    outcome: filled(a.outcome),
    visited_on: a.visited_on,
    started_at: filled(a.started_at),
    ended_at: filled(a.ended_at),
    co_workers: a.co_workers,
    present: met ? a.present : [],
    next_on: filled(a.next_on),
    unusual: a.unusual,
    place: filled(a.place),
    place_reason: filled(a.place_reason),
    photos: a.photos,
    signature: met ? filled(a.signature) : undefined,
    signature_reason: met ? filled(a.signature_reason) : undefined,
    late_reason: a.late_reason.trim() || undefined,
  };
  return Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
}

const SAYS: Record<string, string> = { outcome: '请选择结果', type: '请选择探访类型', visited_on: '请选择日期' };
/** What zod itself says of a value; true, but not for people. What our schemas say is. */
const TECHNICAL = /^(?:无效|数值|未知|期望)/;
type ZodIssue = { path: PropertyKey[]; message: string };
const asIssue = (issue: ZodIssue): Issue => {
  const path = issue.path.map(String).join('.');
  return { path, message: SAYS[path] ?? (TECHNICAL.test(issue.message) ? '请按要求填写' : issue.message) };
};
const oncePerPath = (issues: readonly Issue[]): Issue[] =>
  issues.filter((i, n) => issues.findIndex(j => j.path === i.path) === n);

export type Checked = { written: Written; issues: readonly [] } | { written: null; issues: readonly Issue[] };

/** The record as it would be sent, or one sentence a field for all that is wrong with it, everything at once. */
export function checkAnswers(kind: VisitKind, a: Answers, check: Check): Checked {
  const situation = situationIn(a, check.person);
  const content = situation ? sentContent(FORMS[kind], a.content, situation) : {};
  const head = headOf(kind, a);
  const whole = Written.safeParse({ ...head, content });
  if (whole.success) {
    const issues = problemsOf(whole.data, check);
    return issues.length === 0 ? { written: whole.data, issues: [] } : { written: null, issues };
  }
  const bare = Written.safeParse({ ...head, content: {} });
  const issues = [
    ...whole.error.issues.map(asIssue),
    ...(situation ? missing(FORMS[kind], content, situation) : []),
    ...(bare.success ? problemsOf(bare.data, check).filter(i => !i.path.startsWith('content.')) : []),
  ];
  return { written: null, issues: oncePerPath(issues) };
}

/** Whether an issue is about this field or a part of it. */
export const isAbout = (path: string, issue: Issue): boolean => issue.path === path || issue.path.startsWith(`${path}.`);
/** The sentence at a field. */
export const errorAt = (issues: readonly Issue[], path: string): string | null =>
  issues.find(i => isAbout(path, i))?.message ?? null;

/** Whether a carried answer still stands as it was, and what it was; null for a field that is new at every visit. */
export function sinceLast(field: Field, before: unknown, now: unknown): { same: boolean; before: string } | null {
  if (!field.carry || before === undefined) return null;
  return { same: JSON.stringify(cleaned(field, before)) === JSON.stringify(cleaned(field, now)), before: show(field, before) };
}

/** What two versions of a record become when the author takes some parts of the other one. `theirs`: the paths taken from it. */
export function merged(mine: Answers, other: Answers, theirs: ReadonlySet<string>): Answers {
  const content: Record<string, unknown> = { ...mine.content };
  const head: Record<string, unknown> = {};
  for (const path of theirs) {
    const key = /^content\.(.+)$/.exec(path)?.[1];
    if (key) content[key] = other.content[key];
    // A place and its reason, a signature and its reason are one answer each.
    else for (const part of [path, `${path}_reason`]) if (part in other) head[part] = Reflect.get(other, part);
  }
  return { ...mine, ...head, content: tidy(content) };
}
