// Every wording a clause and every rule an indicator had: written with each change, never changed afterwards (P1, K1–K6c).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { IndicatorRow } from './contract-rows.service.ts';
import { Rule } from './rule.ts';
import { type Countable, problemOf, ruleWords } from './rule-words.ts';
import { Score } from './scoring.ts';
import type { clauseVersions, indicatorVersions } from './versions.ts';

/** How a change is kept: why, and whether it took the thing away. */
export type Change = { reason: string | null; removed?: boolean };
export type ClauseText = { code: string; revision: number; block: string; title: string; body: string };
export type IndicatorText = {
  id: string;
  clause: string;
  revision: number;
  title: string;
  unit: string;
  rule: Rule | null;
  score: Score | null;
};

const author = (tx: Tx, { reason, removed = false }: Change) => ({
  removed,
  reason,
  by_account: tx.actor.account,
  at: tx.now.toISOString(),
  changed_by: tx.changedBy,
});

/** Keeps clauses as they read from now on. */
export async function keepClauses(tx: Tx, contract: string, clauses: readonly ClauseText[], change: Change): Promise<void> {
  if (clauses.length === 0) return;
  const kept = author(tx, change);
  await tx.run(
    q.insertInto('app.clause_versions').values(
      clauses.map(({ code, revision, block, title, body }) => ({
        county_id: tx.county,
        contract_id: contract,
        code,
        revision,
        block,
        title,
        body,
        ...kept,
      })),
    ),
  );
}

/** Keeps indicators as they count from now on. */
export async function keepIndicators(
  tx: Tx,
  contract: string,
  indicators: readonly IndicatorText[],
  change: Change,
): Promise<void> {
  if (indicators.length === 0) return;
  const kept = author(tx, change);
  await tx.run(
    q.insertInto('app.indicator_versions').values(
      indicators.map(i => ({
        county_id: tx.county,
        indicator_id: i.id,
        revision: i.revision,
        contract_id: contract,
        clause_code: i.clause,
        title: i.title,
        unit: i.unit,
        rule: i.rule && JSON.stringify(i.rule),
        score: i.score && JSON.stringify(i.score),
        ...kept,
      })),
    ),
  );
}

/** Forgets what a draft had: nothing was ever counted by it. */
export async function forgetVersions(
  tx: Tx,
  contract: string,
  codes: readonly string[],
  indicators: readonly string[],
): Promise<void> {
  if (codes.length)
    await tx.run(
      q
        .deleteFrom('app.clause_versions')
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', contract)
        .where('code', 'in', [...codes]),
    );
  if (indicators.length)
    await tx.run(
      q
        .deleteFrom('app.indicator_versions')
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', contract)
        .where('indicator_id', 'in', [...indicators]),
    );
}

/** Every rule an indicator had, the newest first, in words of today's measures. */
export async function versionsOfIndicator(
  tx: Tx,
  id: string,
  measures: ReadonlyMap<string, Countable>,
): Promise<z.input<typeof indicatorVersions.answer>> {
  const rows = await tx.all(
    q
      .selectFrom('app.indicator_versions as v')
      .innerJoin('app.contracts as c', j => j.onRef('c.id', '=', 'v.contract_id').on('c.county_id', '=', tx.county))
      .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'v.by_account').on('a.county_id', '=', tx.county))
      .select(['v.revision', 'v.clause_code', 'v.title', 'v.unit', 'v.rule', 'v.score', 'v.removed', 'v.reason', 'v.at'])
      .select(['a.name as by', 'c.from_on', 'c.to_on'])
      .where('v.county_id', '=', tx.county)
      .where('v.indicator_id', '=', id)
      .orderBy('v.revision', 'desc'),
  );
  if (rows.length === 0) throw new AppError('not_found');
  return {
    rows: rows.map(({ clause_code, by, from_on, to_on, ...row }) => {
      const rule = row.rule === null ? null : Rule.parse(row.rule);
      const measure = rule && measures.get(rule.measure);
      const words =
        rule && measure && !problemOf(rule, measure, measures)
          ? ruleWords(rule, measure, { from: from_on, to: to_on }, row.unit, measures)
          : [];
      return {
        ...row,
        by: by ?? '',
        clause: clause_code,
        rule,
        score: row.score === null ? null : Score.parse(row.score),
        words,
      };
    }),
  };
}

/** An indicator as it was in this version. Throws `not_found`; `not_connected` where it had no rule. */
export async function indicatorAt(tx: Tx, id: string, revision: number): Promise<IndicatorRow> {
  const row = await tx.first(
    q
      .selectFrom('app.indicator_versions')
      .select(['indicator_id as id', 'clause_code as clause', 'title', 'unit', 'rule', 'score', 'revision', 'removed'])
      .where('county_id', '=', tx.county)
      .where('indicator_id', '=', id)
      .where('revision', '=', revision),
  );
  if (!row || row.removed) throw new AppError('not_found');
  if (row.rule === null) throw new AppError('not_connected');
  const { removed: _, ...indicator } = row;
  return { ...indicator, rule: Rule.parse(row.rule), score: row.score === null ? null : Score.parse(row.score) };
}

/** Every wording a clause had, the newest first. */
export async function versionsOfClause(tx: Tx, contract: string, code: string): Promise<z.input<typeof clauseVersions.answer>> {
  const rows = await tx.all(
    q
      .selectFrom('app.clause_versions as v')
      .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'v.by_account').on('a.county_id', '=', tx.county))
      .select(['v.revision', 'v.block', 'v.title', 'v.body', 'v.removed', 'v.reason', 'v.at', 'a.name as by'])
      .where('v.county_id', '=', tx.county)
      .where('v.contract_id', '=', contract)
      .where('v.code', '=', code)
      .orderBy('v.revision', 'desc'),
  );
  if (rows.length === 0) throw new AppError('not_found');
  return { rows: rows.map(({ by, ...row }) => ({ ...row, by: by ?? '' })) };
}
