// A worker's own figures for the phone (K1): what is asked of me, how far I am, and what was not counted.

import type { z } from 'zod';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type IndicatorRow, type Loaded, loadContract } from './contract.service.ts';
import type { Measures } from './counting.ts';
import { figureOf, monthsOfFigure } from './figure.service.ts';
import type { mine } from './figures.ts';
import { ASSUMPTION } from './forecast.ts';
import { countingOf, postsOf } from './standing.service.ts';

type Mine = z.input<typeof mine.answer>;

async function ofContract(tx: Tx, contract: Loaded, measures: Measures): Promise<Mine['rows']> {
  const posts = await postsOf(tx, contract);
  const post = posts.find(p => p.worker === tx.actor.account);
  if (!post) return [];
  const figure = async (indicator: IndicatorRow): Promise<Mine['rows']> => {
    const c = countingOf(contract, indicator, measures, posts, tx.today);
    if (c?.rule.unit !== 'worker') return [];
    const cell = { station: null, worker: post.worker };
    const [why, byMonth] = await Promise.all([
      figureOf(tx, contract, indicator, c, cell, measures),
      monthsOfFigure(tx, contract, c, cell, indicator.unit),
    ]);
    const begun = byMonth.months.flatMap((m, i) =>
      m.from <= tx.today ? [{ label: m.label, amount: byMonth.rows[0]?.amounts[i] ?? 0 }] : [],
    );
    return [
      {
        ...why.figure,
        indicator: indicator.id,
        contract: contract.name,
        clause: indicator.clause,
        title: indicator.title,
        from_on: post.span.from,
        to_on: post.span.to,
        reasons: why.reasons,
        suggest: why.suggest,
        months: begun.reverse(),
      },
    ];
  };
  return (await Promise.all(contract.indicators.map(figure))).flat();
}

/** Figures of every running contract that asks something of each worker. */
export async function myFigures(tx: Tx, measures: Measures): Promise<Mine> {
  const running = await tx.all(
    q
      .selectFrom('app.contracts')
      .select('id')
      .where('county_id', '=', tx.county)
      .where('state', '=', 'running')
      .orderBy('from_on', 'desc'),
  );
  const rows = await Promise.all(running.map(async ({ id }) => ofContract(tx, await loadContract(tx, id), measures)));
  return { rows: rows.flat(), assumption: ASSUMPTION, as_of: tx.today, computed_at: tx.now.toISOString() };
}
