// Where everybody stands: counts by station, worker and reason become figures with status, what is missing and where it leads (K1).

import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { type IndicatorRow, type Loaded, present } from './contract.service.ts';
import type { Figure, FigureAnswer, Indicator, Standing } from './contract.ts';
import { belongs, type Cell, type Count, type Counting, countOf, type Post, reasonsOf, recordsOf } from './evidence.service.ts';
import { ASSUMPTION, outlook, type Part, together } from './forecast.ts';
import { filterWords, LEVELS, ruleWords } from './rule.ts';
import { overlap, prorated, type Span } from './term.ts';

/** Resident workers (heads of station among them) of the contract's stations, with their days in post within the term. */
export async function postsOf(tx: Tx, term: Span, stations: readonly number[]): Promise<Post[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.staff')
      .select(['id', 'name', 'station_id', 'entered_on', 'left_on'])
      .where('county_id', '=', tx.county)
      .where('post', 'in', ['resident_worker', 'station_lead'])
      .where('station_id', 'in', [...stations])
      .orderBy('station_id')
      .orderBy('entered_on')
      .orderBy('id'),
  );
  return rows.flatMap(r => {
    const span = overlap(term, { from: r.entered_on, to: r.left_on });
    return span && r.station_id !== null ? [{ worker: r.id, name: r.name, station: r.station_id, span }] : [];
  });
}

/** How an indicator is counted in a contract; null while no measure of this installation serves it. */
export function countingOf(
  contract: Loaded,
  indicator: IndicatorRow,
  measures: ReadonlyMap<string, Measure>,
  posts: readonly Post[],
): Counting | null {
  const { rule } = indicator;
  const measure = rule && measures.get(rule.measure);
  if (!rule || !measure) return null;
  return {
    rule,
    measure,
    term: { from: contract.from_on, to: contract.to_on },
    stations: contract.stations.map(s => s.station),
    posts,
  };
}

/** Figures of one indicator from its counts. */
export class Figures {
  readonly #c: Counting;
  readonly #counts: readonly Count[];
  readonly #unit: string;
  readonly #today: string;
  readonly #names: ReadonlyMap<number, string>;
  constructor(c: Counting, counts: readonly Count[], unit: string, today: string, names: ReadonlyMap<number, string>) {
    this.#c = c;
    this.#counts = counts;
    this.#unit = unit;
    this.#today = today;
    this.#names = names;
  }
  #sums(cell: Cell): { done: number; left_out: number } {
    let done = 0;
    let left_out = 0;
    for (const count of this.#counts) {
      if (!belongs(count, cell)) continue;
      if (count.reason === 0) done += count.amount;
      else left_out += count.rows;
    }
    return { done, left_out };
  }
  #single(sums: { done: number; left_out: number }, needed: number, span: Span): Figure {
    const { status, missing, say } = outlook({
      done: sums.done,
      needed,
      span,
      termTo: this.#c.term.to,
      today: this.#today,
      unit: this.#unit,
    });
    return { ...sums, needed, status, missing, say };
  }
  #joint(sums: { done: number; left_out: number }, parts: readonly (Figure & { name: string })[], called: string): Figure {
    const needed = parts.reduce((n, p) => n + p.needed, 0);
    return { ...sums, needed, ...together(parts satisfies readonly Part[], called, this.#unit) };
  }
  /** What a worker owes and has done; his rows wherever they were made. */
  worker(post: Post): Figure {
    const { rule, term } = this.#c;
    const { value } = rule.threshold;
    return this.#single(
      this.#sums({ station: null, worker: post.worker }),
      rule.options.prorate ? prorated(value, post.span, term) : value,
      post.span,
    );
  }
  station(station: number): Figure {
    const sums = this.#sums({ station, worker: null });
    if (this.#c.rule.unit === 'station') return this.#single(sums, this.#c.rule.threshold.value, this.#c.term);
    const workers = this.#c.posts.filter(p => p.station === station).map(p => ({ ...this.worker(p), name: p.name }));
    return this.#joint(sums, workers, '名社工');
  }
  project(): Figure {
    const sums = this.#sums({ station: null, worker: null });
    if (this.#c.rule.unit === 'project') return this.#single(sums, this.#c.rule.threshold.value, this.#c.term);
    const stations = this.#c.stations.map(s => ({ ...this.station(s), name: this.#names.get(s) ?? String(s) }));
    return this.#joint(sums, stations, '个社工站');
  }
  /** The cell's own figure. */
  of(cell: Cell): Figure {
    if (cell.worker !== null) return this.worker(this.#c.posts.find(p => p.worker === cell.worker)!);
    return cell.station === null ? this.project() : this.station(cell.station);
  }
}

export const namesOf = (contract: Loaded): Map<number, string> => new Map(contract.stations.map(s => [s.station, s.name]));

async function indicatorStanding(
  tx: Tx,
  contract: Loaded,
  row: IndicatorRow,
  measures: ReadonlyMap<string, Measure>,
  posts: readonly Post[],
): Promise<Indicator> {
  const head = { id: row.id, title: row.title, unit: row.unit, revision: row.revision };
  const c = countingOf(contract, row, measures, posts);
  if (!c)
    return {
      ...head,
      connected: false,
      level: row.rule?.unit ?? null,
      threshold: row.rule?.threshold.value ?? null,
      project: null,
      stations: [],
    };
  const figures = new Figures(c, await countOf(tx, c), row.unit, tx.today, namesOf(contract));
  const seen = c.stations.filter(s => tx.actor.stations.includes(s));
  const workersAt = (station: number) =>
    c.rule.unit === 'worker'
      ? posts
          .filter(p => p.station === station)
          .map(p => ({ ...figures.worker(p), worker: p.worker, name: p.name, from_on: p.span.from, to_on: p.span.to }))
      : [];
  return {
    ...head,
    connected: true,
    level: c.rule.unit,
    threshold: c.rule.threshold.value,
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
          ? [`${clause.code} ${clause.title}:${i.project.say}`]
          : i.stations.map(s => `${names.get(s.station)} ${clause.code} ${clause.title}:${s.say}`),
      ),
  );
  const connected = clauses.filter(c => c.connected).length;
  const rest = clauses.length - connected;
  return [
    ...said,
    `合同共 ${clauses.length} 条,已接入数据 ${connected} 条${rest ? `;其余 ${rest} 条尚未接入,不代表完成,也不代表没有做` : ''}。`,
  ];
}

/** The whole contract, clause by clause, as far as the reader sees its stations. */
export async function standingOf(tx: Tx, contract: Loaded, measures: ReadonlyMap<string, Measure>): Promise<Standing> {
  const posts = await postsOf(
    tx,
    { from: contract.from_on, to: contract.to_on },
    contract.stations.map(s => s.station),
  );
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

/** Everything that explains one number. */
export async function figureOf(tx: Tx, contract: Loaded, row: IndicatorRow, c: Counting, cell: Cell): Promise<FigureAnswer> {
  const counts = await countOf(tx, c, cell);
  const own = counts.filter(n => belongs(n, cell));
  const rowsOf = (reason: number): number => own.reduce((sum, n) => sum + (n.reason === reason ? n.rows : 0), 0);
  const left = reasonsOf(c).flatMap((r, i) => (i > 0 && rowsOf(i) > 0 ? [{ ...r, rows: rowsOf(i) }] : []));
  const post = c.posts.find(p => p.worker === cell.worker);
  const whose =
    post?.name ?? (cell.station === null ? LEVELS.project : (namesOf(contract).get(cell.station) ?? String(cell.station)));
  return {
    indicator: {
      id: row.id,
      clause: row.clause,
      title: row.title,
      unit: row.unit,
      revision: row.revision,
      measure: c.measure.title,
    },
    whose,
    rule: ruleWords(c.rule, c.measure, c.term, row.unit),
    filters: c.rule.where.map(f => filterWords(f, c.measure)),
    figure: new Figures(c, counts, row.unit, tx.today, namesOf(contract)).of(cell),
    rows: rowsOf(0),
    // A worker has at most one row of a record.
    records: cell.worker === null ? await recordsOf(tx, c, cell) : rowsOf(0),
    looked_at: own.reduce((n, r) => n + r.rows, 0),
    reasons: left,
    assumption: ASSUMPTION,
    as_of: tx.today,
    computed_at: tx.now.toISOString(),
  };
}
