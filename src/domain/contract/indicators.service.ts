// Indicators of a contract: added and replaced, each rule kept with who wrote it, when and why (K1–K6c).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { mustSayWhy } from './changing.service.ts';
import { contractPolicy as may } from './contract.policy.ts';
import { loadContract, mustBeCountable } from './contract.service.ts';
import type { setIndicator } from './contract.ts';
import type { Measures } from './counting.ts';
import { keepIndicators } from './versions.service.ts';

/** Adds an indicator (revision 0) or replaces it whole. Answers its new revision. */
export async function putIndicator(tx: Tx, input: z.output<typeof setIndicator.input>, measures: Measures): Promise<number> {
  const contract = await loadContract(tx, input.contract);
  const refused = refusal(may['contract.set_indicator'], tx.actor, contract);
  if (refused) throw new AppError(refused);
  mustSayWhy(contract, input.reason);
  if (!contract.clauses.some(c => c.code === input.clause)) throw new AppError('missing_reference');
  mustBeCountable(input.rule, measures);
  const { id, clause, title, unit, rule, score } = input;
  const fields = {
    clause_code: clause,
    title,
    unit,
    rule: rule && JSON.stringify(rule),
    score: score && JSON.stringify(score),
    changed_by: tx.changedBy,
  };
  const revision = input.revision + 1;
  if (input.revision === 0) {
    const place = contract.indicators.length + 1;
    const row = { county_id: tx.county, contract_id: contract.id, id, place, ...fields };
    await tx.run(q.insertInto('app.indicators').values(row));
  } else {
    const changed = await tx.run(
      q
        .updateTable('app.indicators')
        .set({ ...fields, revision })
        .where('county_id', '=', tx.county)
        .where('contract_id', '=', contract.id)
        .where('id', '=', id)
        .where('revision', '=', input.revision)
        .where('removed_at', 'is', null),
    );
    if (changed === 0) {
      const current = contract.indicators.find(i => i.id === id);
      throw current ? new AppError('stale', { current: { revision: current.revision } }) : new AppError('not_found');
    }
  }
  await keepIndicators(tx, contract.id, [{ id, clause, title, unit, rule, score, revision }], { reason: input.reason });
  return revision;
}
