// A contract as it is set up (P1, P2): read whole, written whole from a document, drafted, copied, started.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Rule as Policy, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { ContractState } from './contract.ts';
import { type ContractDocument, documentProblems } from './contract-json.ts';
import { StoredConditions } from './milestones.ts';
import { Rule } from './rule.ts';
import type { Countable } from './rule-words.ts';
import { Grades, Score } from './scoring.ts';
import { setupPolicy as may } from './setup.policy.ts';
import type { draft, Setup } from './setup.ts';
import { missingOf } from './setup-checks.ts';
import { contractTemplate } from './template.ts';
import { keepClauses, keepIndicators } from './versions.service.ts';

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
    tx.all(
      q
        .selectFrom('app.clauses')
        .select(['code', 'block', 'title', 'body', 'revision'])
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', id)
        .where('removed_at', 'is', null)
        .orderBy('place'),
    ),
    tx.all(
      q
        .selectFrom('app.indicators')
        .select(['id', 'clause_code as clause', 'title', 'unit', 'rule', 'score', 'revision'])
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', id)
        .where('removed_at', 'is', null)
        .orderBy('place')
        .orderBy('id'),
    ),
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
  ]);

/** A contract with everything that is set up in it. Throws `not_found`. */
export async function contentsOf(tx: Tx, id: string): Promise<Contents> {
  const [head, stations, budget, clauses, indicators, milestones] = await parts(tx, id);
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
    stations,
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

/** A contract as a document: what is exported, and what another contract is copied from. */
export function documentOf(c: Contents): ContractDocument {
  const keys = new Map(c.clauses.flatMap(clause => clause.indicators.map((i, n) => [i.id, `${clause.code}-${n + 1}`] as const)));
  const { code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan, grades } = c;
  return {
    version: 1,
    ...{ code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan, grades },
    stations: c.stations.map(({ left_reason: _, ...s }) => s),
    budget: c.budget,
    clauses: c.clauses.map(({ revision: _, ...clause }) => ({
      ...clause,
      indicators: clause.indicators.map(({ id, title, unit, rule, score }) => ({ key: keys.get(id)!, title, unit, rule, score })),
    })),
    milestones: c.milestones.map(({ title, amount_yuan, percent, due_on, conditions }) => ({
      ...{ title, amount_yuan, percent, due_on },
      conditions: conditions.flatMap((condition): ContractDocument['milestones'][number]['conditions'] => {
        if (condition.is !== 'indicators') return [condition];
        const indicators = condition.indicators.flatMap(id => keys.get(id) ?? []);
        return indicators.length ? [{ is: 'indicators', indicators }] : [];
      }),
    })),
  };
}

async function writeClauses(tx: Tx, id: string, d: ContractDocument, ids: ReadonlyMap<string, string>): Promise<void> {
  if (d.clauses.length === 0) return;
  const own = { county_id: tx.county, contract_id: id };
  const clauses = d.clauses.map(({ indicators: _, ...c }) => ({ ...c, revision: 1 }));
  await tx.run(
    q.insertInto('app.clauses').values(clauses.map((c, i) => ({ ...own, ...c, place: i + 1, changed_by: tx.changedBy }))),
  );
  await keepClauses(tx, id, clauses, { reason: null });
  const indicators = d.clauses.flatMap(c =>
    c.indicators.map(({ key, ...i }) => ({ ...i, id: ids.get(key)!, clause: c.code, revision: 1 })),
  );
  if (indicators.length === 0) return;
  await tx.run(
    q.insertInto('app.indicators').values(
      indicators.map(({ clause, rule, score, ...i }, n) => ({
        ...own,
        ...i,
        clause_code: clause,
        place: n + 1,
        rule: rule && JSON.stringify(rule),
        score: score && JSON.stringify(score),
        changed_by: tx.changedBy,
      })),
    ),
  );
  await keepIndicators(tx, id, indicators, { reason: null });
}

async function writeMoney(tx: Tx, id: string, d: ContractDocument, ids: ReadonlyMap<string, string>): Promise<void> {
  const own = { county_id: tx.county, contract_id: id };
  if (d.stations.length)
    await tx.run(
      q
        .insertInto('app.contract_stations')
        .values(d.stations.map(({ station, name: _, ...s }) => ({ ...own, station_id: station, ...s }))),
    );
  if (d.budget.length)
    await tx.run(
      q
        .insertInto('app.budget_lines')
        .values(d.budget.map(({ station, ...line }, i) => ({ ...own, ...line, station_id: station, place: i + 1 }))),
    );
  if (d.milestones.length)
    await tx.run(
      q.insertInto('app.milestones').values(
        d.milestones.map(({ conditions, ...m }, i) => ({
          ...own,
          ...m,
          id: newId(),
          place: i + 1,
          conditions: JSON.stringify(
            conditions.map(c => (c.is === 'indicators' ? { ...c, indicators: c.indicators.map(key => ids.get(key)!) } : c)),
          ),
          changed_by: tx.changedBy,
        })),
      ),
    );
}

/** Numbers of the county's stations. */
async function stationsHere(tx: Tx): Promise<Set<number>> {
  const rows = await tx.all(q.selectFrom('app.stations').select('station_id').where('county_id', '=', tx.county));
  return new Set(rows.map(r => r.station_id));
}

/** Writes a document as a draft. Throws `invalid` with a sentence for each place that cannot be so. */
export async function writeDraft(tx: Tx, id: string, d: ContractDocument, measures: Measures): Promise<void> {
  const issues = documentProblems(d, measures, await stationsHere(tx));
  if (issues.length) throw new AppError('invalid', { issues: issues.map(i => ({ ...i, path: `document.${i.path}` })) });
  const { code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan } = d;
  await tx.run(
    q.insertInto('app.contracts').values({
      county_id: tx.county,
      id,
      ...{ code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan },
      grades: d.grades && JSON.stringify(d.grades),
      state: 'draft',
      changed_by: tx.changedBy,
    }),
  );
  const ids = new Map(d.clauses.flatMap(c => c.indicators.map(i => [i.key, newId()] as const)));
  await writeClauses(tx, id, d, ids);
  await writeMoney(tx, id, d, ids);
}

type Drafting = z.output<typeof draft.input>;
const EMPTY = { version: 1 as const, budget_yuan: 0, grades: null, stations: [], budget: [], clauses: [], milestones: [] };

/** The document a new draft begins with: nothing, the requirement's clauses, or another contract of the county without its days. */
export async function beginningOf(tx: Tx, { id: _, source, ...head }: Drafting): Promise<ContractDocument> {
  if (source.from === 'blank') return { ...EMPTY, ...head };
  if (source.from === 'requirement')
    return {
      ...EMPTY,
      ...head,
      clauses: contractTemplate.clauses.map(c => ({
        ...c,
        indicators: c.indicators.map((i, n) => ({ score: null, ...i, key: `${c.code}-${n + 1}` })),
      })),
    };
  const from = documentOf(await contentsOf(tx, source.id));
  return {
    ...from,
    ...head,
    stations: from.stations.filter(s => s.left_on === null).map(s => ({ ...s, joined_on: null })),
    budget: from.budget.filter(b => b.station === null || from.stations.some(s => s.station === b.station && s.left_on === null)),
    milestones: from.milestones.map(m => ({ ...m, due_on: null })),
  };
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
  return revision + 1;
}
