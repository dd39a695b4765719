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
    {row.suggest.length > 0 && (
      <>
        <p>
          还差 {row.missing} {row.unit}，建议先去看：
        </p>
        <ul className="hints">
          {row.suggest.map(s => (
            <li key={s.client}>
              {s.name}（{s.last_on ? `上次 ${s.last_on}` : '还没有探访过'}）
            </li>
          ))}
        </ul>
      </>
    )}
    {row.uncovered.length > 0 && <p>还没有覆盖：{row.uncovered.join('、')}。</p>}
    {row.beside.map(b => (
      <p key={b.title} className="row-detail">
        其中{b.title} {b.amount}。
      </p>
    ))}
    {row.windows.length > 0 && (
      <ul className="hints">
        {row.windows.map(w => (
          <li key={w.label}>
            {w.label} {w.done}/{w.needed} {w.met === null ? '进行中' : w.met ? '已达标' : '未达到'}
          </li>
        ))}
      </ul>
    )}
    {row.months.length > 0 && (
      <p className="row-detail">
        逐月：
        {row.months
          .slice(0, 3)
          .map(m => `${m.label} ${m.amount}`)
          .join('，')}
      </p>
    )}
    {row.reasons.length > 0 && (
      <>
        <p className="row-detail">未计入 {row.left_out} 条：</p>
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

/** This month and the last one: `；11月 2 次，10月 3 次`. */
const monthsSaid = ({ months, unit }: Mine['rows'][number]): string =>
  months.length
    ? `；${months
        .slice(0, 2)
        .map(m => `${m.label.slice(5)} ${m.amount} ${unit}`)
        .join('，')}`
    : '';

/** One line a figure; a tap shows what is behind it. Nothing for who has none. */
export function MyFigures() {
  const { rows, asOf } = useCollection(myFigures);
  const answer = rows[0];
  if (!answer || !asOf) return null;
  return answer.rows.map(row => (
    <Fold
      key={row.indicator}
      title={`${row.done}/${row.needed} ${row.unit}`}
      summary={`${row.title}${monthsSaid(row)} · 数据截至 ${asOfWords(asOf, dayOf(new Date()))}`}
    >
      <Figure row={row} assumption={answer.assumption} />
    </Fold>
  ));
}
