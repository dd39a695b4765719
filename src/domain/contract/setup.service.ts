// A contract as it is set up (P1, P2): read whole, and started.

import { AppError } from '#kernel/errors.ts';
import { type Rule as Policy, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { keepChange } from './changing.service.ts';
import type { ContractState } from './contract.ts';
import { clauseRows, gapRows, indicatorRows } from './contract-rows.service.ts';
import { StoredConditions } from './milestones.ts';
import { Rule } from './rule.ts';
import type { Countable } from './rule-words.ts';
import { Grades, Score } from './scoring.ts';
import { setupPolicy as may } from './setup.policy.ts';
import type { Setup } from './setup.ts';
import { missingOf } from './setup-checks.ts';

type Measures = ReadonlyMap<string, Countable>;
type MilestoneRow = {
  id: string;
  title: string;
  amount_yuan: number | null;
  percent: number | null;
  due_on: string | null;
  conditions: StoredConditions;
};
/** Everything of a contract that is set up. */
export type Contents = Omit<Setup, 'missing'> & { milestones: MilestoneRow[] };

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

/** The statements that read a contract; they travel together. */
const parts = (tx: Tx, id: string) =>
  Promise.all([
    tx.first(
      q
        .selectFrom('app.contracts')
        .select([...HEAD, 'grades'])
        .where('county_id', '=', tx.county)
        .where('id', '=', id),
    ),
    tx.all(
      q
        .selectFrom('app.contract_stations as c')
        .innerJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'c.station_id').on('s.county_id', '=', tx.county))
        .select([
          'c.station_id as station',
          's.name',
          'c.fee_yuan',
          'c.operating_yuan',
          'c.joined_on',
          'c.left_on',
          'c.left_reason',
        ])
        .where('c.county_id', '=', tx.county)
        .where('c.contract_id', '=', id)
        .orderBy('c.station_id'),
    ),
    tx.all(
      q
        .selectFrom('app.budget_lines')
        .select(['title', 'amount_yuan', 'station_id as station'])
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', id)
        .orderBy('place'),
    ),
    clauseRows(tx, id),
    indicatorRows(tx, id),
    tx.all(
      q
        .selectFrom('app.milestones')
        .select(['id', 'title', 'amount_yuan', 'percent', 'due_on', 'conditions'])
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', id)
        .where('removed_at', 'is', null)
        .orderBy('place')
        .orderBy('id'),
    ),
    gapRows(tx, id),
  ]);

/** A contract with everything that is set up in it. Throws `not_found`. */
export async function contentsOf(tx: Tx, id: string): Promise<Contents> {
  const [head, stations, budget, clauses, indicators, milestones, gaps] = await parts(tx, id);
  if (!head) throw new AppError('not_found');
  const parsed = indicators.map(i => ({
    ...i,
    rule: i.rule === null ? null : Rule.parse(i.rule),
    score: i.score === null ? null : Score.parse(i.score),
  }));
  return {
    ...head,
    state: head.state as ContractState,
    grades: head.grades === null ? null : Grades.parse(head.grades),
    stations: stations.map(s => ({
      ...s,
      away: gaps.filter(g => g.station === s.station).map(({ station: _, ...gap }) => gap),
    })),
    budget,
    clauses: clauses.map(c => ({
      ...c,
      indicators: parsed.filter(i => i.clause === c.code).map(({ clause: _, ...indicator }) => indicator),
    })),
    milestones: milestones.map(m => ({ ...m, conditions: StoredConditions.parse(m.conditions) })),
  };
}

/** The grades of a contract. */
export async function gradesOf(tx: Tx, id: string): Promise<Grades | null> {
  const row = await tx.first(
    q.selectFrom('app.contracts').select('grades').where('county_id', '=', tx.county).where('id', '=', id),
  );
  return row?.grades == null ? null : Grades.parse(row.grades);
}

/** Refuses whom the rule does not let read this contract. */
export function mayRead(tx: Tx, contract: { state: ContractState }, rule: Policy<{ state: ContractState }>): void {
  const refused = refusal(rule, tx.actor, contract);
  if (refused) throw new AppError(refused);
}

/** What the set-up page shows. */
export async function setupOf(tx: Tx, id: string, measures: Measures): Promise<Setup> {
  const { milestones, ...contract } = await contentsOf(tx, id);
  mayRead(tx, contract, may['contract.setup']);
  return { ...contract, missing: missingOf({ ...contract, missing: [] }, milestones, measures) };
}

/** Draft → running, when nothing is missing. Answers the new revision. */
export async function startContract(tx: Tx, id: string, revision: number, measures: Measures): Promise<number> {
  const { milestones, ...contract } = await contentsOf(tx, id);
  const refused = refusal(may['contract.start'], tx.actor, contract);
  if (refused) throw new AppError(refused);
  if (contract.revision !== revision) throw new AppError('stale', { current: { revision: contract.revision } });
  const missing = missingOf({ ...contract, missing: [] }, milestones, measures).filter(m => m.must);
  if (missing.length) throw new AppError('contract_incomplete', { issues: missing.map(m => ({ path: m.step, message: m.say })) });
  await tx.run(
    q
      .updateTable('app.contracts')
      .set({ state: 'running', revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  await keepChange(tx, id, { what: '启用合同', reason: null });
  return revision + 1;
}
