// The doubtful and wrong rows of a roster, one under the other, each with its reasons, the cells to correct and what can be decided.
// After a decision the focus goes on to the next row. Serves K2.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Popconfirm } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { Pager } from '#web/office/kit/ledger-parts.tsx';
import { EmptyState, ErrorNote } from '#web/office/kit/words.tsx';
import { type Batch, rosterRows } from '../../clients.ts';
import { useVillages } from './choices.ts';
import { type Decided, useDeciding, type Wish, wordsOf } from './deciding.ts';
import { RosterCard } from './RosterCard.tsx';
import { beside } from './RosterConfirm.tsx';

type Troubled = 'doubtful' | 'wrong';

/** The same decision for all that are left. Who somebody is, is not decided in bulk. */
function Bulk({ verdict, onDecide }: { verdict: Troubled; onDecide(wish: Wish): void }) {
  return (
    <span className="row-actions">
      {verdict === 'doubtful' && (
        <Popconfirm
          {...beside}
          title="其余存疑的行都照名册导入？"
          description="涉及是否同一人的行不在内，仍须逐行判断。"
          okText="都导入"
          cancelText="取消"
          onConfirm={() => onDecide({ all: { verdict, take: 'as_read' } })}
        >
          <Button size="small">其余都照名册导入</Button>
        </Popconfirm>
      )}
      <Popconfirm
        {...beside}
        title="其余没有处理的行都不导入？"
        description="名册文件不变，以后可以改好再导入。"
        okText="都不导入"
        cancelText="取消"
        onConfirm={() => onDecide({ all: { verdict, take: 'leave_out' } })}
      >
        <Button size="small">其余都不导入</Button>
      </Popconfirm>
    </span>
  );
}

export function RosterTroubles({ batch, verdict }: { batch: Batch; verdict: Troubled }) {
  const { search, change } = useAddress();
  const cursor = one(search.cursor);
  const undecided = one(search.undecided) === 'true';
  const villages = useVillages(batch.station);
  const { decide } = useDeciding(batch);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const focusFrom = useRef<number | null>(null);
  const query = { id: batch.id, verdict, cursor, ...(undecided && { undecided: 'true' as const }) };
  const answer = useQuery({
    queryKey: ['clients.roster_rows', query],
    queryFn: ({ signal }) => read(rosterRows, query, signal),
    placeholderData: keepPreviousData,
  });
  const rows = answer.data?.rows;
  useEffect(() => {
    if (!rows || focusFrom.current === null) return;
    const next = rows.find(row => row.place > focusFrom.current! && row.decision === null);
    document.getElementById(next ? `row-${next.place}` : 'troubles-end')?.focus();
    focusFrom.current = null;
  }, [rows]);
  const decideOne = async (decided: Decided) => {
    focusFrom.current = decided.place;
    try {
      setSaid(await decide({ rows: [decided] }));
    } catch (error) {
      focusFrom.current = null;
      throw error;
    }
  };
  const bulk = (wish: Wish) => {
    setProblem(null);
    decide(wish).then(setSaid, error => setProblem(wordsOf(error)));
  };
  if (answer.isError && !answer.data) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading />;
  return (
    <section className="troubles" aria-label="需要处理的行" aria-busy={answer.isFetching}>
      <div className="ledger-bar">
        <Checkbox
          checked={undecided}
          onChange={event => change({ undecided: event.target.checked ? 'true' : undefined, cursor: undefined })}
        >
          只看没有处理的
        </Checkbox>
        {answer.data.rows.length > 0 && <Bulk verdict={verdict} onDecide={bulk} />}
      </div>
      <p role="status" className="hint">
        {said}
      </p>
      {problem && (
        <p role="alert" className="harm">
          {problem}
        </p>
      )}
      {answer.data.rows.map(row => (
        <RosterCard key={row.place} row={row} villages={villages} onDecide={decideOne} />
      ))}
      {answer.data.rows.length === 0 && <EmptyState icon="done" title={undecided ? '都处理好了' : '没有这样的行'} />}
      <p id="troubles-end" tabIndex={-1} className="visually-hidden">
        {undecided ? '没有处理的行到此为止' : '行到此为止'}
      </p>
      <Pager page={answer.data} cursor={cursor} onGo={next => change({ cursor: next })} />
    </section>
  );
}
