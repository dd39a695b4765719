// The reviewer's queue over the records of all modules, the longest waiting first. Several may be approved together, but only those that
// were opened and read: the server keeps when each was opened.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { dayOf, listDay } from '#kernel/dates.ts';
import { ApiError, read, send } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { readingOf } from '#web/office/registry.ts';
import { StatusTag } from '#web/status.tsx';
import { approveMany, markRead, type Queued, toReview } from '../../records.ts';

const seenOf = ({ what, id, revision }: Queued) => ({ what, id, revision });

/** The record itself; opening it counts as reading this revision. */
function Opened({ row, onRead }: { row: Queued; onRead(id: string): void }) {
  const Reading = readingOf(row.what);
  // Only the revision that is opened matters: a new function for the same row says nothing new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (row.read) return onRead(row.id);
    let here = true;
    // Somebody was quicker, or the signal went: the row stays unread, and approving says so.
    send(markRead, seenOf(row)).then(
      () => here && onRead(row.id),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [row.id, row.revision]);
  if (!Reading) return <Link to={row.opens}>打开这条记录</Link>;
  return (
    <Suspense fallback={<Loading />}>
      <Reading id={row.id} of={row.of} />
    </Suspense>
  );
}

/** `王亚妹 11-23 周一 入户探访`: what a row is called. */
const nameOf = (row: Queued): string => [row.subject, listDay(row.occurred_on), row.kind_title].filter(Boolean).join(' ');

export default function Review() {
  const client = useQueryClient();
  const stations = useStations();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const first = useQuery({
    queryKey: ['records.to_review', 'sentence'],
    queryFn: ({ signal }) => read(toReview, { limit: 200 }, signal),
  });
  const waiting = first.data?.rows ?? [];
  const isRead = (row: Queued): boolean => row.read || opened.has(row.id);
  const approveRead = async (rows: readonly Queued[], clear: () => void) => {
    setProblem(null);
    try {
      await send(approveMany, { records: rows.map(seenOf) });
      clear();
      void client.invalidateQueries({ queryKey: ['records.to_review'] });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.say);
    }
  };
  return (
    <>
      <PageSentence>
        {first.isPending
          ? '正在读取…'
          : waiting.length === 0
            ? '没有待您审核的记录。'
            : `有 ${waiting.length}${first.data?.next ? '+' : ''} 条记录待您审核，最早一条发生在 ${waiting[0]!.occurred_on}。`}
      </PageSentence>
      {problem && <Alert type="error" role="alert" showIcon message={problem} />}
      <LedgerTable<Queued>
        name="records.to_review"
        label="待审核"
        rowKey={row => row.id}
        rowName={nameOf}
        columns={[
          { key: 'read', title: '阅读', render: row => (isRead(row) ? '已读' : '未读') },
          { key: 'day', title: '日期', render: row => listDay(row.occurred_on), fixed: 'left' },
          { key: 'kind', title: '记录', render: row => row.kind_title, fixed: 'left' },
          { key: 'subject', title: '服务对象', render: row => row.subject ?? '' },
          { key: 'title', title: '内容', render: row => row.title },
          { key: 'station', title: '社工站', render: row => stations.name(row.station) },
          { key: 'worker', title: '社工', render: row => row.worker_name },
          { key: 'late', title: '标记', render: row => row.late && <StatusTag mood="plain">补录</StatusTag> },
          { key: 'received', title: '收到日期', render: row => listDay(dayOf(row.received_at)) },
        ]}
        load={({ sort, ...query }, stop) => read(toReview, query, stop)}
        drawer={row =>
          row ? (
            <Opened row={row} onRead={id => setOpened(before => new Set(before).add(id))} />
          ) : (
            <p>这条记录已不在待审核之列，请回到列表查看其他记录。</p>
          )
        }
        chosenActions={(rows, clear) => {
          const unread = rows.filter(row => !isRead(row)).length;
          return (
            <Button type="primary" disabled={unread > 0} onClick={() => void approveRead(rows, clear)}>
              {unread > 0 ? `还有 ${unread} 条未打开阅读` : '通过所选'}
            </Button>
          );
        }}
        empty={{ title: '没有待审核的记录', next: <p>社工提交后会出现在这里。</p> }}
      />
    </>
  );
}
