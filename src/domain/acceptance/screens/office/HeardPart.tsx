// Opinions of people served as numbers from the call-backs after draws at random: as they were frozen, and each of them to be opened.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { type AcceptanceAnswer, heard } from '../../acceptance.ts';
import { GRADES, heardWords } from '../../heard.ts';

/** What stands now of a contract's call-backs. */
export const useHeard = (contract: string, enabled = true) =>
  useQuery({
    queryKey: ['acceptance.heard', contract],
    queryFn: ({ signal }) => read(heard, { contract }, signal),
    enabled,
  });

function Each({ contract }: { contract: string }) {
  const answer = useHeard(contract);
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  return (
    <ul className="plain-list" aria-label="逐条回访">
      {answer.data.rows.map(row => (
        <li key={row.id}>
          <Link to={row.opens}>
            {documentDay(row.on)} {row.station}
          </Link>
          ：{row.reached ? (row.satisfaction === null ? '联系上，没有给出满意度' : GRADES[row.satisfaction - 1]) : '没有联系上'}
        </li>
      ))}
      {answer.data.rows.length === 0 && <li>没有已完成的随机回访。</li>}
    </ul>
  );
}

export function HeardPart({ a }: { a: AcceptanceAnswer }) {
  const [open, setOpen] = useState(false);
  const figures = a.frozen?.heard;
  const words = figures ? heardWords(figures) : [];
  return (
    <>
      {words.length === 0 && (
        <p>
          固定证据时还没有已完成的随机回访。请先在“<Link to="/draws">抽查回访</Link>”中抽取并登记结果，再重新固定证据。
        </p>
      )}
      {words.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <details className="reason" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>逐条看回访</summary>
        {open && <Each contract={a.contract} />}
      </details>
    </>
  );
}
