// Every rule an indicator had, and every wording of a clause: since when, by whom, and why it was changed.

import { useQuery } from '@tanstack/react-query';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { clauseVersions, indicatorVersions } from '../../../versions.ts';

export const dayAndTime = (instant: string): string =>
  new Date(instant).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' });

type Line = { revision: number; by: string; at: string; reason: string | null; removed: boolean };
const Heading = ({ row }: { row: Line }) => (
  <p>
    <b>
      第 {row.revision} 版{row.removed && '（删去）'}
    </b>{' '}
    {dayAndTime(row.at)} 起，{row.by}
    {row.reason && <>；原因：{row.reason}</>}
  </p>
);

export function IndicatorVersions({ id }: { id: string }) {
  const answer = useQuery({
    queryKey: ['contract.versions', id],
    queryFn: ({ signal }) => read(indicatorVersions, { id }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  return (
    <ol className="plain-list cards">
      {answer.data.rows.map(row => (
        <li key={row.revision}>
          <Heading row={row} />
          <p>
            {row.title}
            {row.score && `，满分 ${row.score.points} 分`}
          </p>
          <ul>
            {row.words.length === 0 && <li>没有计数规则，或所用的统计口径尚未接入。</li>}
            {row.words.map(w => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

export function ClauseVersions({ contract, code }: { contract: string; code: string }) {
  const answer = useQuery({
    queryKey: ['contract.versions', contract, code],
    queryFn: ({ signal }) => read(clauseVersions, { contract, code }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  return (
    <ol className="plain-list cards">
      {answer.data.rows.map(row => (
        <li key={row.revision}>
          <Heading row={row} />
          <p>
            {row.block} · {row.title}
          </p>
          <p className="hint">{row.body}</p>
        </li>
      ))}
    </ol>
  );
}
