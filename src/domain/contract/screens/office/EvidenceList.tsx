// The records behind a figure, or those left out for one reason: newest first, each opens its record.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { listDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { EmptyState, ErrorNote } from '#web/office/kit/words.tsx';
import { type EvidenceRow, evidence } from '../../contract.ts';
import { type Asked, queryOf } from './cells.tsx';

const PAGE = 20;

function Row({ row, unit }: { row: EvidenceRow; unit: string }) {
  const who = [row.client_name ?? '未指明对象', row.worker_name ?? '未指明社工', row.station_name].join(' · ');
  return (
    <li>
      <Link to={row.opens}>
        <b>{listDay(row.occurred_on)}</b> {who}
      </Link>
      {row.reason === null && row.amount !== 1 && (
        <span>
          {row.amount} {unit}
        </span>
      )}
      <span className="facts">{row.facts.map(f => `${f.title}：${f.value}`).join('；')}</span>
    </li>
  );
}

type Shown = { asked: Asked; reason: string; unit: string; label: string; list?: 'own' | 'whole' };
export function EvidenceList({ asked, reason, unit, label, list = 'own' }: Shown) {
  const query = { ...queryOf(asked), reason, list, limit: PAGE };
  const pages = useInfiniteQuery({
    queryKey: ['contract.evidence', query],
    queryFn: ({ pageParam, signal }) => read(evidence, { ...query, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: page => page.next ?? undefined,
  });
  if (pages.isError) return <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <p role="status">正在读取…</p>;
  const rows = pages.data.pages.flatMap(page => page.rows);
  if (rows.length === 0) return <EmptyState title="还没有计入的记录" />;
  return (
    <>
      <ul className="evidence" aria-label={label}>
        {rows.map(row => (
          <Row key={`${row.record} ${row.worker}`} row={row} unit={unit} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          再看 {PAGE} 条
        </Button>
      )}
    </>
  );
}
