// The contract's door for acceptance and evaluation: every indicator with its figure and, one by one, the rows behind it (K1–K6c).

import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { type IndicatorRow, type Loaded, loadContract } from './contract.service.ts';
import { type Counting, type Measures, type Reason, reasonsOf } from './counting.ts';
import { allRowsOf, type ProofRow } from './evidence.service.ts';
import type { Figure, Indicator, Standing } from './figures.ts';
import { ruleWords } from './rule-words.ts';
import { countingOf, postsOf, standingOf } from './standing.service.ts';

/** An indicator with everything that proves its figure. */
export type Proof = {
  clause: string;
  standing: Indicator;
  /** What is counted, null while no measure serves the indicator. */
  measure: Measure | null;
  rule: string[];
  /** Whether the figure is the sum of the counted rows; not so where windows or a ratio are counted. */
  adds_up: boolean;
  /** Every reason a row of this contract can have, `counted` first. */
  reasons: Reason[];
  /** Every row page by page, in the order of `reasons`; what belongs to another term or another contract's stations is no part of it. */
  rows(): AsyncGenerator<(ProofRow & { reason: string })[]>;
};

/** Rows for these reasons are another contract's. */
const OTHERS: readonly string[] = ['outside_term', 'outside_stations'];
function proofOf(
  tx: Tx,
  contract: Loaded,
  row: IndicatorRow,
  standing: Indicator,
  c: Counting | null,
  measures: Measures,
): Proof {
  const head = { clause: row.clause, standing };
  if (!c) return { ...head, measure: null, rule: [], adds_up: true, reasons: [], rows: async function* () {} };
  const { window, count, threshold } = c.rule;
  return {
    ...head,
    measure: c.measure,
    rule: ruleWords(c.rule, c.measure, { from: contract.from_on, to: contract.to_on }, row.unit, measures),
    adds_up: window.kind === 'term' && count.how !== 'ratio' && threshold.at !== 'share',
    reasons: reasonsOf(c).filter(r => !OTHERS.includes(r.code)),
    rows: () => allRowsOf(tx, c, OTHERS),
  };
}

/**
 * The contract with the proof of each indicator, in their order.
 * @throws AppError `not_found`; `figure_of_others` when the reader does not see every station of the contract
 */
export async function proofsOf(
  tx: Tx,
  id: string,
  measures: Measures,
): Promise<{ contract: Loaded; standing: Standing; proofs: Proof[] }> {
  const contract = await loadContract(tx, id);
  const stations = contract.stations.map(s => s.station);
  if (!stations.every(s => tx.actor.stations.includes(s))) throw new AppError('figure_of_others');
  const [standing, posts] = await Promise.all([standingOf(tx, contract, measures), postsOf(tx, contract)]);
  const found = new Map(standing.clauses.flatMap(c => c.indicators).map(i => [i.id, i]));
  const proofs = await Promise.all(
    contract.indicators.map(async row =>
      proofOf(tx, contract, row, found.get(row.id)!, await countingOf(tx, contract, row, measures, posts), measures),
    ),
  );
  return { contract, standing, proofs };
}

/** The figures that are owed one by one: workers' where the rule speaks of workers, else stations', else the project's. */
export function partsOf(indicator: Indicator): Figure[] {
  const workers = indicator.stations.flatMap(s => s.workers);
  if (workers.length > 0) return workers;
  return indicator.stations.length > 0 ? indicator.stations : indicator.project ? [indicator.project] : [];
}

/** Closes a contract as accepted; what was agreed about it is not changed any more. Throws `contract_closed` when it is not open. */
export async function acceptContract(tx: Tx, id: string): Promise<void> {
  const changed = await tx.run(
    q
      .updateTable('app.contracts')
      .set(e => ({ state: 'accepted', revision: e('revision', '+', 1), changed_by: tx.changedBy }))
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('state', 'in', ['draft', 'running']),
  );
  if (changed === 0) throw new AppError('contract_closed');
}
