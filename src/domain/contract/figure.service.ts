// Everything that explains one number, and what a rule that nobody has saved would come to (K1–K6c).

import type { z } from 'zod';
import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { seesNames } from './contract.policy.ts';
import type { IndicatorRow, Loaded } from './contract.service.ts';
import { classified, countOf, recordsOf } from './counting.service.ts';
import { belongs, type Cell, type Count, type Counting, keyOf, type Measures, reasonsOf, wholeOf } from './counting.ts';
import type { FigureAnswer, Months, preview } from './evidence.ts';
import { ASSUMPTION } from './forecast.ts';
import { Figures } from './making.ts';
import { inCell } from './rows.service.ts';
import { LEVELS, Rule } from './rule.ts';
import { titleOf } from './rule-check.ts';
import { demandWords, filterWords, problemOf, ruleWords } from './rule-words.ts';
import { countingOf, countsOf, namesOf, postsOf } from './standing.service.ts';
import { monthsOf } from './windows.ts';

/** Rows of a cell by reason, and how many in all. */
function rowsBy(c: Counting, counts: readonly Count[], cell: Cell) {
  const own = counts.filter(n => belongs(n, cell));
  const rowsOf = (reason: number): number => own.reduce((sum, n) => sum + (n.reason === reason ? n.rows : 0), 0);
  return {
    counted: rowsOf(0),
    all: own.reduce((n, r) => n + r.rows, 0),
    reasons: reasonsOf(c).flatMap((r, i) => (i > 0 && rowsOf(i) > 0 ? [{ ...r, rows: rowsOf(i) }] : [])),
  };
}

/** People with counted rows whose file was merged, or who died or moved away in the term, or are served by another station now. */
async function peopleWords(tx: Tx, c: Counting, cell: Cell): Promise<string[]> {
  const of = sql`select r.id, r.station_id, r.state from app.residents r where r.county_id = ${tx.county} and (r.merged_into is not null
    or (r.state in ('moved', 'died') and r.state_on between ${c.term.from}::date and ${c.term.to}::date)
    or exists (select 1 from app.assignments a where a.county_id = ${tx.county} and a.resident_id = r.id and a.station_id <> r.station_id))`;
  const rows = await tx.all(
    sql<{ state: string; people: number }>`with changed as materialized (${of})
      select d.state, count(distinct d.id) as people from (select changed.id, case when changed.state in ('merged', 'moved', 'died') then changed.state
          when changed.station_id <> z.station_id then 'elsewhere' end as state
        from (${classified(tx.county, c, { client: true })}) z join changed on changed.id = z.client where z.reason = 0 and ${inCell('z', cell)}) d
      where d.state is not null group by d.state`.compile(q),
  );
  const n = new Map(rows.map(r => [r.state, r.people]));
  const one = keyOf(c.rule) === 'client_id' ? '，按同一个人只计一次' : '';
  const said: [string, string][] = [
    ['merged', `份档案已并入他人档案：原来的记录仍然计入${one}。`],
    ['died', '人在合同期内去世：去世前的记录仍然计入。'],
    ['moved', '人在合同期内迁出：迁出前的记录仍然计入。'],
    ['elsewhere', '人现由其他社工站服务：记录留在当时服务的社工站。'],
  ];
  return said.flatMap(([state, words]) => (n.has(state) ? [`计入的记录中，${n.get(state)} ${words}`] : []));
}

/** Whom a worker could turn to next, where the measure knows and something is still missing. */
export async function suggestionsOf(tx: Tx, c: Counting, cell: Cell, missing: number): Promise<FigureAnswer['suggest']> {
  if (!c.measure.suggest || cell.worker === null || missing === 0) return [];
  type Row = { client_id: string; name: string; station_id: number; last_on: string | null };
  const rows = await tx.all(sql<Row>`${c.measure.suggest(tx.county, cell.worker, c.today)}`.compile(q));
  return rows.map(r => ({
    client: r.client_id,
    name: seesNames(tx.actor, r.station_id) ? r.name : maskName(r.name),
    last_on: r.last_on,
  }));
}

async function wholeWords(tx: Tx, c: Counting, cell: Cell): Promise<FigureAnswer['whole']> {
  const whole = wholeOf(c);
  if (!whole) return null;
  const { counted, all, reasons } = rowsBy(whole, await countOf(tx, whole, cell), cell);
  return { measure: whole.measure.title, unit: whole.measure.unit, rows: counted, left_out: all - counted, reasons };
}

/** Everything that explains one number. */
export async function figureOf(
  tx: Tx,
  contract: Loaded,
  row: IndicatorRow,
  c: Counting,
  cell: Cell,
  measures: Measures,
): Promise<FigureAnswer> {
  const [counts, records, people, whole] = await Promise.all([
    countsOf(tx, c, cell, true),
    // A worker has at most one row of a record.
    cell.worker === null ? recordsOf(tx, c, cell) : null,
    peopleWords(tx, c, cell),
    wholeWords(tx, c, cell),
  ]);
  const figure = new Figures(c, counts, row.unit, namesOf(contract)).of(cell);
  const { counted, all, reasons } = rowsBy(c, counts.own, cell);
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
      newest: contract.indicators.find(i => i.id === row.id)?.revision ?? row.revision,
      measure: c.measure.title,
    },
    whose,
    rule: ruleWords(c.rule, c.measure, c.term, row.unit, measures),
    filters: c.rule.where.map(f => filterWords(f, c.measure)),
    figure,
    demand: demandWords(c.rule, row.unit),
    whole,
    gathered_by: c.rule.count.how === 'units' ? titleOf(c.measure, c.rule.count.by) : null,
    people,
    suggest: await suggestionsOf(tx, c, cell, figure.missing),
    rows: counted,
    records: records ?? counted,
    looked_at: all,
    reasons,
    assumption: ASSUMPTION,
    as_of: tx.today,
    computed_at: tx.now.toISOString(),
  };
}

/** What was counted month by month, also in months that are over: each counted row stands in the month in which it happened. */
export async function monthsOfFigure(tx: Tx, contract: Loaded, c: Counting, cell: Cell, unit: string): Promise<Months> {
  const frames = monthsOf(c.term);
  const counts = (await countOf(tx, c, cell, { slots: frames })).filter(n => n.reason === 0 && belongs(n, cell));
  const names = namesOf(contract);
  const rowOf = (of: Cell, station: number, worker: string | null, worker_name: string | null): Months['rows'][number] => {
    const amounts = frames.map((_, i) =>
      counts.reduce((sum, n) => sum + (belongs(n, of) && Math.max(1, n.slot) === i + 1 ? n.amount : 0), 0),
    );
    const total = amounts.reduce((sum, n) => sum + n, 0);
    return { station, station_name: names.get(station) ?? String(station), worker, worker_name, amounts, total };
  };
  const stations = c.stations.filter(s => cell.worker === null && (cell.station === null || cell.station === s));
  const workers = c.posts.filter(p => cell.worker === p.worker || (c.rule.unit === 'worker' && stations.includes(p.station)));
  const rows = [
    ...stations.map(s => rowOf({ station: s, worker: null }, s, null, null)),
    ...workers.map(p => rowOf({ station: null, worker: p.worker }, p.station, p.worker, p.name)),
  ];
  const said = c.rule.count.how === 'ratio' ? c.measure.unit : unit;
  return { months: frames.map(({ label, from, to }) => ({ label, from, to, closed: tx.today > to })), unit: said, rows };
}

type Preview = z.input<typeof preview.answer>;

function readRule(text: string): { rule: Rule | null; problem: string | null } {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { rule: null, problem: '规则不是完整的 JSON，请检查括号和引号' };
  }
  const parsed = Rule.safeParse(given);
  if (parsed.success) return { rule: parsed.data, problem: null };
  const issue = parsed.error.issues[0]!;
  return { rule: null, problem: `${issue.path.join('.') || '规则'}：${issue.message}` };
}

/** What a rule would come to in a contract, by the same function as the standing. The reader sees every station of it. */
export async function previewOf(tx: Tx, contract: Loaded, text: string, unit: string, measures: Measures): Promise<Preview> {
  const { rule, problem } = readRule(text);
  const nothing = { words: [], demand: null, project: null, stations: [], reasons: [], as_of: tx.today };
  const refused = rule ? problemOf(rule, measures.get(rule.measure), measures) : problem;
  if (!rule || refused) return { problem: refused ?? problem, ...nothing };
  const c = (await countingOf(tx, contract, { rule }, measures, await postsOf(tx, contract)))!;
  const names = namesOf(contract);
  const counts = await countsOf(tx, c);
  const figures = new Figures(c, counts, unit, names);
  return {
    problem: null,
    words: ruleWords(rule, c.measure, c.term, unit, measures),
    demand: demandWords(rule, unit),
    project: figures.project(),
    stations: c.stations.map(s => ({ station: s, name: names.get(s) ?? String(s), ...figures.station(s) })),
    reasons: rowsBy(c, counts.own, { station: null, worker: null }).reasons,
    as_of: tx.today,
  };
}
