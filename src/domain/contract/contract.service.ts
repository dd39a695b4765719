// Contracts as they are written down: opened, corrected, their indicators set; and read as one thing (P1, P2).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { keepChange, mustSayWhy } from './changing.service.ts';
import { contractPolicy as may } from './contract.policy.ts';
import { type ContractHead, type ContractState, type correct, type list, type open, termsProblems } from './contract.ts';
import { clauseRows, gapRows, type IndicatorRow, indicatorRows } from './contract-rows.service.ts';
import type { Measures } from './counting.ts';
import { Rule } from './rule.ts';
import { problemOf } from './rule-words.ts';
import { Score } from './scoring.ts';
import { daysOf, type Span } from './term.ts';
import { keepClauses, keepIndicators } from './versions.service.ts';

export type { IndicatorRow };

type Head = Omit<ContractHead, 'elapsed_days' | 'total_days'>;
/** A contract with everything in it. */
export type Loaded = Head & {
  stations: {
    station: number;
    name: string;
    fee_yuan: number;
    operating_yuan: number;
    joined_on: string | null;
    left_on: string | null;
    away: Span[];
  }[];
  clauses: { code: string; block: string; title: string; body: string }[];
  indicators: IndicatorRow[];
};

const HEAD = [
  'id',
  'code',
  'name',
  'purchaser',
  'provider',
  'signed_on',
  'from_on',
  'to_on',
  'budget_yuan',
  'state',
  'revision',
] as const;

/** The head as it is answered, with how much of the term has begun. */
export function present(head: Head, today: string): ContractHead {
  const total = daysOf({ from: head.from_on, to: head.to_on });
  const begun = daysOf({ from: head.from_on, to: today });
  const { id, code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan, state, revision } = head;
  return {
    id,
    code,
    name,
    purchaser,
    provider,
    signed_on,
    from_on,
    to_on,
    budget_yuan,
    state,
    revision,
    total_days: total,
    elapsed_days: Math.min(total, Math.max(0, begun)),
  };
}

/** Contracts of the county, the newest first; or the drafts that were given up. */
export async function listContracts(tx: Tx, discarded: boolean): Promise<z.input<typeof list.answer>['rows']> {
  const [rows, shares] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.contracts')
        .select(HEAD)
        .where('county_id', '=', tx.county)
        .where('state', discarded ? '=' : '<>', 'discarded')
        .orderBy('from_on', 'desc')
        .orderBy('id'),
    ),
    tx.all(
      q
        .selectFrom('app.contract_stations')
        .select(e => ['contract_id', e.fn.countAll<number>().as('n')])
        .where('county_id', '=', tx.county)
        .groupBy('contract_id'),
    ),
  ]);
  const stations = new Map(shares.map(s => [s.contract_id, s.n]));
  return rows.map(r => ({ ...present({ ...r, state: r.state as ContractState }, tx.today), stations: stations.get(r.id) ?? 0 }));
}

/** One contract with stations, clauses and indicators in their order. Throws `not_found`. */
export async function loadContract(tx: Tx, id: string): Promise<Loaded> {
  const [head, stations, clauses, indicators, gaps] = await Promise.all([
    tx.first(q.selectFrom('app.contracts').select(HEAD).where('county_id', '=', tx.county).where('id', '=', id)),
    tx.all(
      q
        .selectFrom('app.contract_stations as c')
        .innerJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'c.station_id').on('s.county_id', '=', tx.county))
        .select(['c.station_id as station', 's.name', 'c.fee_yuan', 'c.operating_yuan', 'c.joined_on', 'c.left_on'])
        .where('c.county_id', '=', tx.county)
        .where('c.contract_id', '=', id)
        .orderBy('c.station_id'),
    ),
    clauseRows(tx, id),
    indicatorRows(tx, id),
    gapRows(tx, id),
  ]);
  if (!head) throw new AppError('not_found');
  const parsed = indicators.map(i => ({
    ...i,
    rule: i.rule === null ? null : Rule.parse(i.rule),
    score: i.score === null ? null : Score.parse(i.score),
  }));
  const awayOf = (station: number) => gaps.filter(g => g.station === station).map(g => ({ from: g.from_on, to: g.to_on }));
  const taking = stations.map(s => ({ ...s, away: awayOf(s.station) }));
  return { ...head, state: head.state as ContractState, stations: taking, clauses, indicators: parsed };
}

/** The contract an indicator belongs to, and the indicator. Throws `not_found`. */
export async function loadIndicator(tx: Tx, id: string): Promise<{ contract: Loaded; indicator: IndicatorRow }> {
  const row = await tx.first(
    q
      .selectFrom('app.indicators')
      .select('contract_id')
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('removed_at', 'is', null),
  );
  if (!row) throw new AppError('not_found');
  const contract = await loadContract(tx, row.contract_id);
  return { contract, indicator: contract.indicators.find(i => i.id === id)! };
}

/** A rule of a template may speak of a measure that is not there yet: the indicator waits for it as 尚未接入. */
const waits = (rule: Rule | null, measures: Measures): boolean => rule !== null && !measures.has(rule.measure);
/** Refuses a rule that cannot be carried out, with the reason as a sentence. */
export function mustBeCountable(rule: Rule | null, measures: Measures): void {
  const problem = rule && problemOf(rule, measures.get(rule.measure), measures);
  if (problem) throw new AppError('rule_unusable', { say: `${problem}。` });
}

type Opening = z.output<typeof open.input>;

/** Writes a new contract as a whole. */
export async function openContract(tx: Tx, input: Opening, measures: Measures): Promise<void> {
  const indicators = input.clauses.flatMap(c => c.indicators.map(i => ({ ...i, clause: c.code })));
  for (const { rule } of indicators) if (!waits(rule, measures)) mustBeCountable(rule, measures);
  const { stations, clauses, ...head } = input;
  const own = { county_id: tx.county, contract_id: input.id };
  await tx.run(q.insertInto('app.contracts').values({ county_id: tx.county, ...head, changed_by: tx.changedBy }));
  await tx.run(
    q
      .insertInto('app.contract_stations')
      .values(stations.map(({ station, ...share }) => ({ ...own, station_id: station, ...share }))),
  );
  const texts = clauses.map(({ indicators: _, ...c }) => ({ ...c, revision: 1 }));
  await tx.run(
    q.insertInto('app.clauses').values(texts.map((c, i) => ({ ...own, ...c, place: i + 1, changed_by: tx.changedBy }))),
  );
  await keepClauses(tx, input.id, texts, { reason: null });
  if (indicators.length === 0) return;
  const rows = indicators.map((i, n) => ({
    ...own,
    id: i.id,
    clause_code: i.clause,
    place: n + 1,
    title: i.title,
    unit: i.unit,
    rule: i.rule && JSON.stringify(i.rule),
    changed_by: tx.changedBy,
  }));
  await tx.run(q.insertInto('app.indicators').values(rows));
  await keepIndicators(
    tx,
    input.id,
    indicators.map(i => ({ ...i, score: null, revision: 1 })),
    { reason: null },
  );
}

/** Corrects what is given; what is not given stays. Answers the new revision. */
export async function correctContract(tx: Tx, input: z.output<typeof correct.input>): Promise<number> {
  const { id, revision, stations: named = [], reason, ...fields } = input;
  const now = await loadContract(tx, id);
  const refused = refusal(may['contract.correct'], tx.actor, now);
  if (refused) throw new AppError(refused);
  if (now.revision !== revision) throw new AppError('stale', { current: present(now, tx.today) });
  mustSayWhy(now, reason);
  const kept = now.stations.filter(s => !named.some(n => n.station === s.station));
  const problems = termsProblems({ ...now, ...fields, stations: [...kept, ...named] });
  // A draft may be half done: its money is checked when it starts.
  const issues = now.state === 'draft' ? problems.filter(p => p.path !== 'budget_yuan') : problems;
  if (issues.length) throw new AppError('invalid', { issues });
  const changed = await tx.run(
    q
      .updateTable('app.contracts')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: present(await loadContract(tx, id), tx.today) });
  await keepChange(tx, id, { what: '更正合同', reason });
  for (const s of named) {
    const { station, ...share } = s;
    const row = { county_id: tx.county, contract_id: id, station_id: station, ...share };
    await tx.run(
      q
        .insertInto('app.contract_stations')
        .values(row)
        .onConflict(c => c.columns(['county_id', 'contract_id', 'station_id']).doUpdateSet(share)),
    );
  }
  return revision + 1;
}
