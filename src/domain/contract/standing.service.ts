// Where everybody stands: counts by station, worker and reason become figures with status, what is missing and where it leads (K1–K6c).

import { heldPosts } from '#domain/org/posts.service.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { type IndicatorRow, type Loaded, present } from './contract.service.ts';
import { countOf } from './counting.service.ts';
import {
  amongOf,
  type Cell,
  type Counting,
  countingFor,
  EVERYTHING,
  type Measures,
  type Part,
  type Post,
  wholeOf,
  within,
} from './counting.ts';
import type { Indicator, Standing } from './figures.ts';
import { ASSUMPTION } from './forecast.ts';
import { type Counts, Figures } from './making.ts';
import type { Rule } from './rule.ts';
import { demandWords } from './rule-words.ts';
import { overlap, type Span } from './term.ts';

const termOf = (contract: Loaded): Span => ({ from: contract.from_on, to: contract.to_on });

/** The stations of a contract, each with its days in it; one that has none in the term is left out. */
export const partsOf = (contract: Loaded): Part[] =>
  contract.stations.flatMap(({ station, joined_on, left_on, away }) => {
    const span = overlap(termOf(contract), { from: joined_on ?? contract.from_on, to: left_on });
    return span ? [{ station, span, away }] : [];
  });

const RESIDENT: readonly string[] = ['resident_worker', 'station_lead'];
/**
 * Resident workers (heads of station among them) of the contract's stations, with their days in post within the term. Who moved between
 * its stations owes once, at the station he came to; what he did before stays with the station where he did it.
 */
export async function postsOf(tx: Tx, contract: Loaded): Promise<Post[]> {
  const parts = new Map(partsOf(contract).map(p => [p.station, p.span]));
  const posts = (await heldPosts(tx)).flatMap(({ id, name, posts }): Post[] => {
    const own = posts.flatMap(p => {
      const part = p.station === null || !RESIDENT.includes(p.post) ? undefined : parts.get(p.station);
      const span = part && overlap(part, p);
      return span ? [{ station: p.station!, span }] : [];
    });
    const last = own.at(-1);
    return last ? [{ worker: id, name, station: last.station, span: { from: own[0]!.span.from, to: last.span.to } }] : [];
  });
  return posts.sort((a, b) => a.station - b.station);
}

/** Measures whose rows are made by the program, made once for a transaction however many indicators count them. */
const made = new WeakMap<Tx, Map<string, Promise<Measure>>>();
function ready(tx: Tx, measure: Measure): Measure | Promise<Measure> {
  if (!measure.prepare) return measure;
  const own = made.get(tx) ?? new Map<string, Promise<Measure>>();
  made.set(tx, own);
  const known = own.get(measure.name) ?? measure.prepare(tx).then(evidence => ({ ...measure, evidence }));
  own.set(measure.name, known);
  return known;
}

/** How a rule is counted in a contract today; null while no measure of this installation serves it. */
export async function countingOf(
  tx: Tx,
  contract: Loaded,
  { rule }: { rule: Rule | null },
  measures: Measures,
  posts: readonly Post[],
): Promise<Counting | null> {
  const c =
    rule &&
    countingFor(rule, within(measures, contract.id), {
      term: termOf(contract),
      parts: partsOf(contract),
      posts,
      today: tx.today,
    });
  return c && { ...c, measure: await ready(tx, c.measure), other: c.other && (await ready(tx, c.other)) };
}

/** Everything a figure is made of, in statements that travel together. `beside` looks at every record that counts. */
export async function countsOf(tx: Tx, c: Counting, cell: Cell = EVERYTHING, beside = false): Promise<Counts> {
  const [whole, among] = [wholeOf(c), amongOf(c)];
  const [own, ofWhole, ofAmong] = await Promise.all([
    countOf(tx, c, cell, { beside }),
    whole && countOf(tx, whole, cell),
    among && countOf(tx, among, cell, { slots: c.frames }),
  ]);
  return { own, whole: ofWhole, among: ofAmong, beside };
}

export const namesOf = (contract: Loaded): Map<number, string> => new Map(contract.stations.map(s => [s.station, s.name]));

/** The number of a threshold by itself; of a range its lower end. */
export function thresholdOf({ threshold }: Rule): number {
  if (threshold.at === 'between') return threshold.min;
  return threshold.at === 'share' ? threshold.percent : threshold.value;
}

async function indicatorStanding(
  tx: Tx,
  contract: Loaded,
  row: IndicatorRow,
  measures: Measures,
  posts: readonly Post[],
): Promise<Indicator> {
  const { rule } = row;
  const head = {
    id: row.id,
    title: row.title,
    unit: row.unit,
    revision: row.revision,
    measure: rule?.measure ?? null,
    level: rule?.unit ?? null,
    threshold: rule && thresholdOf(rule),
    demand: rule && demandWords(rule, row.unit),
  };
  const c = await countingOf(tx, contract, row, measures, posts);
  if (!c) return { ...head, connected: false, project: null, stations: [] };
  const figures = new Figures(c, await countsOf(tx, c), row.unit, namesOf(contract));
  const seen = c.stations.filter(s => tx.actor.stations.includes(s));
  const workersAt = (station: number) =>
    c.rule.unit === 'worker'
      ? posts
          .filter(p => p.station === station)
          .map(p => ({ ...figures.worker(p.worker), worker: p.worker, name: p.name, from_on: p.span.from, to_on: p.span.to }))
      : [];
  return {
    ...head,
    connected: true,
    project: seen.length === c.stations.length ? figures.project() : null,
    stations:
      c.rule.unit === 'project'
        ? []
        : seen.map(station => ({ station, ...figures.station(station), workers: workersAt(station) })),
  };
}

/** The sentences that stand before the table: one for each clause that is counted, then how many are not. */
function sentences(contract: Loaded, clauses: Standing['clauses']): string[] {
  const names = namesOf(contract);
  const said = clauses.flatMap(clause =>
    clause.indicators
      .filter(i => i.connected)
      .flatMap(i =>
        i.project
          ? [`${clause.code} ${clause.title}：${i.project.say}`]
          : i.stations.map(s => `${names.get(s.station)} ${clause.code} ${clause.title}：${s.say}`),
      ),
  );
  const connected = clauses.filter(c => c.connected).length;
  const rest = clauses.length - connected;
  return [
    ...said,
    `合同共 ${clauses.length} 条，已接入数据 ${connected} 条${rest ? `；其余 ${rest} 条尚未接入，不代表完成，也不代表没有做` : ''}。`,
  ];
}

/** The whole contract, clause by clause, as far as the reader sees its stations. */
export async function standingOf(tx: Tx, contract: Loaded, measures: Measures): Promise<Standing> {
  const posts = await postsOf(tx, contract);
  const indicators = await Promise.all(contract.indicators.map(row => indicatorStanding(tx, contract, row, measures, posts)));
  const byId = new Map(indicators.map(i => [i.id, i]));
  const clauses = contract.clauses.map(clause => {
    const own = contract.indicators.filter(i => i.clause === clause.code).map(i => byId.get(i.id)!);
    return {
      code: clause.code,
      block: clause.block,
      title: clause.title,
      body: clause.body,
      connected: own.some(i => i.connected),
      indicators: own,
    };
  });
  return {
    contract: present(contract, tx.today),
    stations: contract.stations
      .filter(s => tx.actor.stations.includes(s.station))
      .map(s => ({ id: s.station, name: s.name, fee_yuan: s.fee_yuan, operating_yuan: s.operating_yuan })),
    say: sentences(contract, clauses),
    clauses,
    assumption: ASSUMPTION,
    as_of: tx.today,
    computed_at: tx.now.toISOString(),
  };
}
