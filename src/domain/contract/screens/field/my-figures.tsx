// A worker's own line under the contract: done and needed, as of when, and what was not counted and why. No ranking. Serves K1.

import type { z } from 'zod';
import { dayOf } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { Fold } from '#web/field/kit/fold.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { mine } from '../../contract.ts';

type Mine = z.infer<typeof mine.answer>;

export const myFigures: Collection<Mine & { id: 'mine' }> = {
  name: 'contract.mine',
  id: row => row.id,
  page: async () => ({ rows: [{ ...(await read(mine, {})), id: 'mine' as const }], after: null, more: false }),
};

const Figure = ({ row, assumption }: { row: Mine['rows'][number]; assumption: string }) => (
  <div className="stack">
    <p>{row.say}</p>
    {row.reasons.length > 0 && (
      <>
        <p className="row-detail">未计入 {row.left_out} 条:</p>
        <ul className="hints">
          {row.reasons.map(reason => (
            <li key={reason.code}>
              {reason.title} {reason.rows} 条
            </li>
          ))}
        </ul>
      </>
    )}
    <p className="row-detail">
      {row.contract} · {row.from_on} 至 {row.to_on}。{assumption}
    </p>
  </div>
);

/** One line a figure; a tap shows what is behind it. Nothing for who has none. */
export function MyFigures() {
  const { rows, asOf } = useCollection(myFigures);
  const answer = rows[0];
  if (!answer || !asOf) return null;
  return answer.rows.map(row => (
    <Fold
      key={row.indicator}
      title={`${row.done}/${row.needed} ${row.unit}`}
      summary={`${row.title} · 数据截至 ${asOfWords(asOf, dayOf(new Date()))}`}
    >
      <Figure row={row} assumption={answer.assumption} />
    </Fold>
  ));
}
