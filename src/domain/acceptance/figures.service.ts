// The automatic figures of an evaluation: for each item that is scored by a clause's figure, how much of what is owed has been done.

import { type Proof, partsOf, proofsOf } from '#domain/contract/proof.service.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Measure } from '#server/measures.ts';
import { itemsOf, type Layout } from './layout.ts';
import { shareOf, type Taken } from './scoring.ts';

const NOT_CONNECTED: Taken = { share: null, say: '平台还没有这一条的数据，由评估员打分', indicators: [] };

function takenOf(proofs: readonly Proof[]): Taken {
  const counted = proofs.filter(p => p.standing.connected);
  const shares = counted.flatMap(p => shareOf(partsOf(p.standing)) ?? []);
  if (shares.length === 0) return NOT_CONNECTED;
  const share = shares.reduce((sum, s) => sum + s, 0) / shares.length;
  const said = counted.map(({ standing: s }) =>
    s.project ? `${s.title}：已完成 ${s.project.done} ${s.unit}，要求 ${s.project.needed} ${s.unit}` : s.title,
  );
  return {
    share,
    say: `${said.join('；')}；平均完成率 ${Math.floor(share * 1000) / 10}%`,
    indicators: counted.map(p => p.standing.id),
  };
}

/** Figures by item code, as they are now. Throws as `proofsOf` does. */
export async function figuresFor(
  tx: Tx,
  contract: string,
  layout: Layout,
  measures: ReadonlyMap<string, Measure>,
): Promise<Record<string, Taken>> {
  const { proofs } = await proofsOf(tx, contract, measures);
  return Object.fromEntries(
    itemsOf(layout)
      .filter(i => i.way === 'figure')
      .map(i => [i.code, takenOf(proofs.filter(p => p.clause === i.clause))]),
  );
}
