// 更改记录 of a contract: what, when, by whom and why.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { changes } from '../../../changes.ts';
import { dayAndTime } from './Versions.tsx';

function List({ contract }: { contract: string }) {
  const answer = useQuery({
    queryKey: ['contract.changes', contract],
    queryFn: ({ signal }) => read(changes, { id: contract }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  return (
    <ul className="plain-list" aria-label="更改记录">
      {answer.data.rows.map(row => (
        <li key={`${row.at} ${row.what}`}>
          {dayAndTime(row.at)}，{row.by}：{row.what}
          {row.reason && `；原因：${row.reason}`}
        </li>
      ))}
      {answer.data.rows.length === 0 && <li>还没有更改。</li>}
    </ul>
  );
}

export function ChangesLog({ contract }: { contract: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="reason" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>更改记录</summary>
      {open && <List contract={contract} />}
    </details>
  );
}
