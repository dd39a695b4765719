// From counts to figures: what a project, station or worker has done of what is asked, window by window, with units, shares, coverage
// and what is told beside (K1–K6c). Pure.

import { belongs, type Cell, type Count, type Counting, reasonsOf } from './counting.ts';
import type { Figure } from './figures.ts';
import { type Part, together } from './forecast.ts';
import {
  asOfToday,
  type Bounds,
  boundsFor,
  byWindow,
  covering,
  type InWindow,
  inTerm,
  reachedIn,
  type Verdict,
} from './outlooks.ts';
import { valueWords } from './rule-words.ts';
import { overlap, prorated, type Span } from './term.ts';
import { frameUnit } from './windows.ts';

/** Counts of the rule itself, of what it is a part of, and of all the units there are; `beside`: whether the marks tell those too. */
export type Counts = { own: readonly Count[]; whole: readonly Count[] | null; among: readonly Count[] | null; beside: boolean };
type Named = { name: string };

const tidy = (n: number): number => Math.round(n * 1000) / 1000;
const hundredth = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part * 10_000) / whole + 1e-7) / 100);

export class Figures {
  readonly #c: Counting;
  readonly #counts: Counts;
  readonly #unit: string;
  readonly #names: ReadonlyMap<number, string>;
  /** @param names of the stations */
  constructor(c: Counting, counts: Counts, unit: string, names: ReadonlyMap<number, string>) {
    this.#c = c;
    this.#counts = counts;
    this.#unit = c.rule.count.how === 'ratio' ? '%' : unit;
    this.#names = names;
  }
  /** The sum over counts of a cell with reason 0, in one window (from 0) or in all of them. What exists is there in every later one. */
  #amount(counts: readonly Count[] | null, cell: Cell, window: number | null, stock: boolean): number {
    let sum = 0;
    for (const count of counts ?? []) {
      if (count.reason !== 0 || !belongs(count, cell)) continue;
      if (window === null || (stock ? count.slot <= window + 1 : count.slot === window + 1)) sum += count.amount;
    }
    return tidy(sum);
  }
  /** All units of a cell: those that are listed, or those that have a row. */
  #units(cell: Cell, window: number | null): number {
    if (this.#counts.among) return this.#amount(this.#counts.among, cell, window, true);
    const { own } = this.#counts;
    const short = reasonsOf(this.#c).findIndex(r => r.code === 'unit_short');
    const seen = own.filter(n => (n.reason === 0 || n.reason === short) && (window === null || n.slot === window + 1));
    return seen.reduce((sum, n) => sum + (belongs(n, cell) ? n.amount : 0), 0);
  }
  /** How much in a window: the amount, or the percentage with its two amounts. */
  #done(cell: Cell, window: number | null): { done: number; ratio: Figure['ratio'] } {
    const { measure, other, rule } = this.#c;
    const amount = this.#amount(this.#counts.own, cell, window, measure.stock === true);
    if (rule.count.how !== 'ratio') return { done: amount, ratio: null };
    const whole = this.#amount(this.#counts.whole, cell, window, other?.stock === true);
    return { done: hundredth(amount, whole), ratio: { part: amount, whole } };
  }
  #bounds(cell: Cell, span: Span, window: number | null): Bounds {
    const { rule, frames, term } = this.#c;
    const asked = boundsFor(rule.threshold, rule.count.how === 'ratio' ? null : this.#units(cell, window));
    const within = window === null ? term : frames[window]!;
    const part = overlap(within, span);
    if (!rule.options.prorate || asked.min === null || !part) return asked;
    return { ...asked, min: prorated(asked.min, part, within, this.#away(cell)) };
  }
  /** Days on which the cell's station did not take part. */
  #away(cell: Cell): readonly Span[] {
    const station = cell.station ?? this.#c.posts.find(p => p.worker === cell.worker)?.station;
    return this.#c.parts.find(p => p.station === station)?.away ?? [];
  }
  #facts(cell: Cell): Pick<Figure, 'unit' | 'left_out' | 'uncovered' | 'beside' | 'units'> {
    const { rule, measure } = this.#c;
    const own = this.#counts.own.filter(n => belongs(n, cell));
    const left_out = own.reduce((sum, n) => sum + (n.reason === 0 ? 0 : n.rows), 0);
    const mark = (i: number): number => tidy(own.reduce((sum, n) => sum + (n.reason === 0 ? (n.marks[i] ?? 0) : 0), 0));
    const values = rule.cover.flatMap(c => valueWords(measure, c.attribute, c.values));
    const beside = this.#counts.beside ? rule.beside.map((b, i) => ({ title: b.title, amount: mark(values.length + i) })) : [];
    const units = rule.count.how === 'units' ? { met: this.#amount(own, cell, null, false), all: this.#units(cell, null) } : null;
    const unit = 'months' in rule.window ? frameUnit(rule.window) : this.#unit;
    return { unit, left_out, uncovered: values.filter((_, i) => mark(i) === 0), beside, units };
  }
  /** Windows in which the cell took part, each with its own demand. */
  #windows(cell: Cell, span: Span): InWindow[] {
    return this.#c.frames.flatMap((frame, i) => {
      if (!overlap(frame, span)) return [];
      const { done } = this.#done(cell, i);
      const bounds = this.#bounds(cell, span, i);
      return [{ ...frame, done, needed: bounds.min ?? bounds.max!, met: reachedIn(frame, done, bounds, this.#c.today) }];
    });
  }
  /** The figure of whom the rule speaks of. */
  #single(cell: Cell, span: Span): Figure {
    const { rule, term, today } = this.#c;
    const facts = this.#facts(cell);
    const covered = (verdict: Verdict) => covering(verdict, facts.uncovered, today > span.to);
    if ('months' in rule.window) {
      const windows = this.#windows(cell, span);
      const { done, ...verdict } = byWindow(windows, today, this.#unit, frameUnit(rule.window));
      return { ...facts, ratio: this.#done(cell, null).ratio, done, needed: windows.length, windows, ...covered(verdict) };
    }
    const { done, ratio } = this.#done(cell, null);
    const bounds = this.#bounds(cell, span, null);
    const needed = bounds.min ?? bounds.max!;
    if (ratio || rule.window.kind === 'rolling') {
      const said = ratio ? `${done}%（${ratio.part}/${ratio.whole}）` : `${this.#c.frames[0]!.label} ${done} ${this.#unit}`;
      const verdict = asOfToday({ done, bounds, span, today, unit: this.#unit }, said, ratio === null || ratio.whole > 0);
      return { ...facts, ratio, done, needed, windows: [], ...covered(verdict) };
    }
    if (needed === 0 && bounds.max === null)
      return { ...facts, ratio, done, needed, windows: [], missing: 0, status: 'no_demand', say: '名单上还没有对象，没有要求。' };
    const verdict = inTerm({ done, span, termTo: term.to, today, unit: this.#unit }, bounds);
    const { status, missing, say } = covered(verdict);
    return { ...facts, ratio, done, needed, windows: [], status, missing, say };
  }
  /** Of whom the rule speaks only as a part of a whole. */
  #share(cell: Cell): Figure {
    const { done, ratio } = this.#done(cell, null);
    const say = `计入 ${done} ${this.#unit}；这条指标按${this.#c.rule.unit === 'project' ? '全项目' : '社工站'}要求。`;
    const shared = { ...this.#facts(cell), unit: this.#unit, uncovered: [], windows: [] };
    return { ...shared, ratio, done, needed: 0, missing: 0, status: 'no_demand', say };
  }
  /** Several figures as one: an excess of one makes up for no other. */
  #joint(cell: Cell, parts: readonly (Figure & Named)[], called: string, singles: readonly Figure[] = parts): Figure {
    const named = parts.map((p): Part => ({ ...p, lacks: p.uncovered.join('、') }));
    const sum = (of: (f: Figure) => number): number => tidy(parts.reduce((n, p) => n + of(p), 0));
    const windowed = 'months' in this.#c.rule.window;
    const { done, ratio } = this.#done(cell, null);
    return {
      ...this.#facts(cell),
      uncovered: [],
      ratio,
      done: windowed ? sum(p => p.done) : done,
      needed: ratio ? (parts[0]?.needed ?? 0) : sum(p => p.needed),
      windows: windowed ? jointWindows(singles) : [],
      ...together(named, called, windowed ? frameUnit(this.#c.rule.window) : this.#unit),
    };
  }
  /** What a worker owes and has done; his rows wherever they were made. */
  worker(worker: string): Figure {
    const cell = { station: null, worker };
    const post = this.#c.posts.find(p => p.worker === worker);
    return this.#c.rule.unit === 'worker' && post ? this.#single(cell, post.span) : this.#share(cell);
  }
  station(station: number): Figure {
    const cell = { station, worker: null };
    const { rule, parts, posts } = this.#c;
    if (rule.unit === 'project') return this.#share(cell);
    if (rule.unit === 'station') return this.#single(cell, parts.find(p => p.station === station)!.span);
    const workers = posts.filter(p => p.station === station).map(p => ({ ...this.worker(p.worker), name: p.name }));
    return this.#joint(cell, workers, '名社工');
  }
  project(): Figure {
    const cell = { station: null, worker: null };
    if (this.#c.rule.unit === 'project') return this.#single(cell, this.#c.term);
    const stations = this.#c.stations.map(s => ({ ...this.station(s), name: this.#names.get(s) ?? String(s) }));
    const workers = this.#c.rule.unit === 'worker' ? this.#c.posts.map(p => this.worker(p.worker)) : stations;
    return this.#joint(cell, stations, '个社工站', workers);
  }
  /** The cell's own figure. */
  of({ station, worker }: Cell): Figure {
    if (worker !== null) return this.worker(worker);
    return station === null ? this.project() : this.station(station);
  }
}

/** For each window how many of those who are asked in it reached it. */
function jointWindows(singles: readonly Figure[]): Figure['windows'] {
  const windows = new Map<string, Figure['windows'][number]>();
  for (const own of singles.flatMap(f => f.windows)) {
    const so = windows.get(own.label);
    const met = so?.met === false || own.met === false ? false : so?.met === null ? null : own.met;
    const done = (so?.done ?? 0) + (own.met === true ? 1 : 0);
    // One who took part for a part of the window does not shorten it for the others.
    const from = so && so.from < own.from ? so.from : own.from;
    windows.set(own.label, { label: own.label, from, to: own.to, done, needed: (so?.needed ?? 0) + 1, met });
  }
  return [...windows.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}
