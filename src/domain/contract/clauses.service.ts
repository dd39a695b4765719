// Clauses and indicators while a contract is set up and while it runs: added, changed, ordered, taken out; each wording kept (P1).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { changed, changing, mustSayWhy } from './changing.service.ts';
import { Rule } from './rule.ts';
import { Score } from './scoring.ts';
import { setupPolicy as may } from './setup.policy.ts';
import type { orderClauses, removeClause, removeIndicator, setClause } from './setup.ts';
import { forgetVersions, type IndicatorText, keepClauses, keepIndicators } from './versions.service.ts';

const clauseRow = (tx: Tx, contract: string, code: string) =>
  tx.first(
    q
      .selectFrom('app.clauses')
      .select(['code', 'revision', 'block', 'title', 'body', 'removed_at'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', contract)
      .where('code', '=', code),
  );

/** Adds a clause at the end (also one that was taken out), or replaces its text. Answers its revision. */
export async function putClause(tx: Tx, input: z.output<typeof setClause.input>): Promise<number> {
  const { contract: id, code, block, title, body, reason } = input;
  const contract = await changing(tx, may['contract.set_clause'], id);
  mustSayWhy(contract, reason);
  const now = await clauseRow(tx, id, code);
  if (input.revision === 0 && now && now.removed_at === null) throw new AppError('clause_code_taken');
  if (input.revision > 0 && (!now || now.removed_at !== null)) throw new AppError('missing_reference');
  if (input.revision > 0 && now!.revision !== input.revision) throw new AppError('stale', { current: now });
  const revision = (now?.revision ?? 0) + 1;
  const last = await tx.first(
    q
      .selectFrom('app.clauses')
      .select(e => e.fn.max('place').as('place'))
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', id),
  );
  const text = { block, title, body, revision, changed_by: tx.changedBy };
  if (!now)
    await tx.run(
      q.insertInto('app.clauses').values({ county_id: tx.county, contract_id: id, code, place: (last?.place ?? 0) + 1, ...text }),
    );
  else
    await tx.run(
      q
        .updateTable('app.clauses')
        .set({ ...text, ...(now.removed_at !== null && { removed_at: null, place: (last?.place ?? 0) + 1 }) })
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', id)
        .where('code', '=', code)
        .where('revision', '=', now.revision),
    );
  await keepClauses(tx, id, [{ code, block, title, body, revision }], { reason });
  return revision;
}

async function indicatorsOf(tx: Tx, contract: string): Promise<IndicatorText[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.indicators')
      .select(['id', 'clause_code as clause', 'revision', 'title', 'unit', 'rule', 'score'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', contract)
      .where('removed_at', 'is', null),
  );
  return rows.map(r => ({
    ...r,
    rule: r.rule === null ? null : Rule.parse(r.rule),
    score: r.score === null ? null : Score.parse(r.score),
  }));
}

/** Takes indicators out: deleted in a draft, otherwise kept with the time and the reason. */
async function takeOut(tx: Tx, contract: { id: string; state: string }, gone: readonly IndicatorText[], reason: string | null) {
  if (gone.length === 0) return;
  const ids = gone.map(i => i.id);
  if (contract.state === 'draft') {
    await forgetVersions(tx, contract.id, [], ids);
    await tx.run(q.deleteFrom('app.indicators').where('county_id', '=', tx.county).where('id', 'in', ids));
    return;
  }
  for (const i of gone)
    await tx.run(
      q
        .updateTable('app.indicators')
        .set({ removed_at: tx.now.toISOString(), revision: i.revision + 1, changed_by: tx.changedBy })
        .where('county_id', '=', tx.county)
        .where('id', '=', i.id)
        .where('revision', '=', i.revision),
    );
  await keepIndicators(
    tx,
    contract.id,
    gone.map(i => ({ ...i, revision: i.revision + 1 })),
    { reason, removed: true },
  );
}

/** Takes a clause out with its indicators. Answers its last revision. */
export async function takeOutClause(tx: Tx, input: z.output<typeof removeClause.input>): Promise<number> {
  const contract = await changing(tx, may['contract.remove_clause'], input.contract);
  mustSayWhy(contract, input.reason);
  const now = await clauseRow(tx, input.contract, input.code);
  if (!now || now.removed_at !== null) throw new AppError('missing_reference');
  if (now.revision !== input.revision) throw new AppError('stale', { current: { revision: now.revision } });
  const own = (await indicatorsOf(tx, input.contract)).filter(i => i.clause === input.code);
  await takeOut(tx, contract, own, input.reason);
  const { code, block, title, body } = now;
  const revision = now.revision + 1;
  if (contract.state === 'draft') {
    await forgetVersions(tx, input.contract, [code], []);
    await tx.run(
      q
        .deleteFrom('app.clauses')
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', input.contract)
        .where('code', '=', code),
    );
    return revision;
  }
  await tx.run(
    q
      .updateTable('app.clauses')
      .set({ removed_at: tx.now.toISOString(), revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', input.contract)
      .where('code', '=', code)
      .where('revision', '=', now.revision),
  );
  await keepClauses(tx, input.contract, [{ code, block, title, body, revision }], { reason: input.reason, removed: true });
  return revision;
}

/** Takes one indicator out. Answers its last revision. */
export async function takeOutIndicator(tx: Tx, input: z.output<typeof removeIndicator.input>): Promise<number> {
  const contract = await changing(tx, may['contract.remove_indicator'], input.contract);
  mustSayWhy(contract, input.reason);
  const now = (await indicatorsOf(tx, input.contract)).find(i => i.id === input.id);
  if (!now) throw new AppError('not_found');
  if (now.revision !== input.revision) throw new AppError('stale', { current: { revision: now.revision } });
  await takeOut(tx, contract, [now], input.reason);
  return input.revision + 1;
}

/** Puts the clauses in the order given, which must name each of them once. Answers the contract's new revision. */
export async function putOrder(tx: Tx, input: z.output<typeof orderClauses.input>): Promise<number> {
  const contract = await changing(tx, may['contract.order_clauses'], input.id, input.revision);
  mustSayWhy(contract, input.reason);
  const rows = await tx.all(
    q
      .selectFrom('app.clauses')
      .select('code')
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', input.id)
      .where('removed_at', 'is', null),
  );
  const named = new Set(input.codes);
  if (named.size !== input.codes.length || rows.length !== named.size || rows.some(r => !named.has(r.code)))
    throw new AppError('invalid', { issues: [{ path: 'codes', message: '条款有变动，请刷新后重新排序' }] });
  for (const [i, code] of input.codes.entries())
    tx.later(
      q
        .updateTable('app.clauses')
        .set({ place: i + 1 })
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', input.id)
        .where('code', '=', code),
    );
  return changed(tx, contract, { what: '调整条款顺序', reason: input.reason });
}
