// What is counted and why not: a rule over its measures for the stations and workers of a contract, the reasons a row can have, and the
// rules that follow from it for what it is compared with. Pure.

import type { Measure } from '#server/measures.ts';
import type { Filter, Plain, Rule } from './rule.ts';
import { titleOf } from './rule-check.ts';
import { filterWords } from './rule-words.ts';
import type { Span } from './term.ts';
import { type Frame, framesOf } from './windows.ts';

export type Measures = ReadonlyMap<string, Measure>;
/** A worker's days in post within the term, at a station of the contract. */
export type Post = { worker: string; name: string; station: number; span: Span };
/** A station's days in the contract, and those between on which it did not take part. */
export type Part = { station: number; span: Span; away: readonly Span[] };
/** What is counted: a rule over its measure, for the stations and workers of a contract, on a day. */
export type Counting = {
  rule: Rule;
  measure: Measure;
  /** The measure of `among` or of `whole`. */
  other: Measure | null;
  term: Span;
  today: string;
  frames: readonly Frame[];
  stations: readonly number[];
  parts: readonly Part[];
  posts: readonly Post[];
};
export type Reason = { code: string; title: string };
/** Which evidence rows: a worker's, a station's, or all (both null). */
export type Cell = { station: number | null; worker: string | null };
export const EVERYTHING: Cell = { station: null, worker: null };

/** The name of the measure a rule compares with, if it does. */
const otherName = ({ count }: Rule): string | null =>
  count.how === 'ratio' ? count.whole.measure : count.how === 'units' ? (count.among?.measure ?? null) : null;

/** The measures as one contract counts them: of what belongs to a contract, its own. */
export const within = (measures: Measures, contract: string): Measures =>
  new Map([...measures].map(([name, m]) => [name, m.within ? { ...m, ...m.within(contract) } : m]));

/** How a rule is counted; null while no measure of this installation serves it. */
export function countingFor(
  rule: Rule,
  measures: Measures,
  at: { term: Span; parts: readonly Part[]; posts: readonly Post[]; today: string },
): Counting | null {
  const measure = measures.get(rule.measure);
  const name = otherName(rule);
  const other = name === null ? null : (measures.get(name) ?? null);
  if (!measure || (name !== null && !other)) return null;
  return {
    rule,
    measure,
    other,
    ...at,
    frames: framesOf(rule.window, at.term, at.today),
    stations: at.parts.map(p => p.station),
  };
}

/** The days from which on, and up to which, a row is looked at. What exists (a stock) has no first day. */
export function boundsOf({ measure, frames }: Counting): { from: string | null; to: string } {
  return { from: measure.stock ? null : frames[0]!.from, to: frames.at(-1)!.to };
}

function outsideWords(c: Counting): string {
  const { from, to } = boundsOf(c);
  if (from === null) return `在 ${to} 之后`;
  return c.rule.window.kind === 'rolling'
    ? `不在${c.frames[0]!.label}内（${from} 至 ${to}）`
    : `不在合同期内（${from} 至 ${to}）`;
}

const TOLD_APART: Readonly<Record<string, string>> = { client_id: '同一人已经计过' };

/** Why a row is or is not counted, in the order in which it is asked; the first that holds is given. `reasons[0]` is counted. */
export function reasonsOf(c: Counting): Reason[] {
  const { rule, measure } = c;
  const excluded = measure.exclusions.filter(x => !rule.without.includes(x.code)).map(({ code, title }) => ({ code, title }));
  const key = keyOf(rule);
  return [
    { code: 'counted', title: '计入' },
    { code: 'outside_term', title: outsideWords(c) },
    ...excluded,
    ...rule.where.map((filter, i) => ({ code: `where_${i + 1}`, title: `不符合条件：${filterWords(filter, measure)}` })),
    { code: 'not_in_post', title: '当日不是本合同的在岗驻站社工' },
    { code: 'outside_stations', title: '社工站当日不在本合同内' },
    {
      code: 'unnamed',
      title: rule.count.how === 'units' ? `没有写明是哪一个${titleOf(measure, key!)}` : '没有写明是谁，无法去重',
    },
    { code: 'not_among', title: '不在应当服务的名单内' },
    { code: 'unit_short', title: key ? `所属的${titleOf(measure, key)}还没有达到条件` : '还没有达到条件' },
    { code: 'repeated', title: (key && TOLD_APART[key]) ?? (key ? `同一${titleOf(measure, key)}已经计过` : '已经计过') },
  ];
}

const named = (where: readonly Filter[]): string[] => where.map(f => f.attribute);
const summed = (count: Plain): string[] => (count.how === 'rows' ? [] : [count.of]);
/** Attributes that a rule asks of every row, without what is told beside. */
export function askedOf({ where, count, cover }: Rule): string[] {
  const counted =
    count.how === 'units'
      ? [count.by, ...count.having.flatMap(h => [...named(h.where), ...summed(h.count)])]
      : summed(count.how === 'ratio' ? count.part : count);
  return [...named(where), ...counted, ...cover.map(c => c.attribute)];
}

/** By which column or attribute rows are told apart or gathered; null where each stands for itself. */
export function keyOf({ count }: Rule): string | null {
  if (count.how === 'units') return count.by;
  const plain = count.how === 'ratio' ? count.part : count;
  return plain.how === 'distinct' ? plain.of : null;
}

/** The same stations, workers and windows over other rows. */
function over(c: Counting, rule: Partial<Rule>, measure: Measure): Counting {
  const changed = { ...c.rule, cover: [], beside: [], ...rule };
  return { ...c, measure, other: null, rule: { ...changed, measure: measure.name } };
}

/** All the units there are, as a rule of its own: one row counted for each; null where the rule names none. */
export function amongOf(c: Counting): Counting | null {
  const { count } = c.rule;
  if (count.how !== 'units' || !count.among || !c.other) return null;
  const { by, where, without } = count.among;
  const window = c.rule.window.kind === 'rolling' ? c.rule.window : ({ kind: 'term' } as const);
  const whole = { ...c, frames: [{ from: c.frames[0]!.from, to: c.frames.at(-1)!.to, label: '' }] };
  return over(whole, { count: { how: 'distinct', of: by }, where, without, window }, c.other);
}

/** What a part is compared with, as a rule of its own; null where the rule is no ratio. */
export function wholeOf(c: Counting): Counting | null {
  const { count } = c.rule;
  if (count.how !== 'ratio' || !c.other) return null;
  return over(c, { count: count.whole.count, where: count.whole.where, without: count.whole.without }, c.other);
}

/** How much, by station, worker, window (from 1) and reason (place in `reasonsOf`). `marks`: see `Mark`. */
export type Count = {
  station_id: number;
  worker_id: string | null;
  slot: number;
  reason: number;
  rows: number;
  amount: number;
  marks: number[];
};
/** Whether a count belongs to a cell. */
export const belongs = (count: Pick<Count, 'station_id' | 'worker_id'>, { station, worker }: Cell): boolean =>
  worker !== null ? count.worker_id === worker : station === null || count.station_id === station;
