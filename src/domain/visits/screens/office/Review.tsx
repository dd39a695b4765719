// The reviewer's queue, the longest waiting first. Several may be approved together, but only those that were opened and read.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { ApiError, read, send } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { approveMany, toReview, type VisitRow } from '../../visits.ts';
import { visitColumns, visitName } from './columns.tsx';
import { VisitRead } from './VisitRead.tsx';

/** Marks a row as read by opening it. */
function Opened({ id, onOpen }: { id: string; onOpen(id: string): void }) {
  // Only the row that is opened matters: a new function for the same row says nothing new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => onOpen(id), [id]);
  return <VisitRead id={id} />;
}

export default function Review() {
  const client = useQueryClient();
  const places = useStations();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const first = useQuery({
    queryKey: ['visits.to_review', 'sentence'],
    queryFn: ({ signal }) => read(toReview, { limit: 200 }, signal),
  });
  const waiting = first.data?.rows ?? [];
  const approveRead = async (rows: readonly VisitRow[], clear: () => void) => {
    const readOnes = rows.filter(row => opened.has(row.id));
    setProblem(null);
    try {
      await send(approveMany, { visits: readOnes.map(({ id, revision }) => ({ id, revision })) });
      clear();
      void client.invalidateQueries({ queryKey: ['visits.to_review'] });
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
            : `有 ${waiting.length}${first.data?.next ? '+' : ''} 条记录待您审核，最早一条是 ${waiting[0]!.visited_on} 的探访。`}
      </PageSentence>
      {problem && <Alert type="error" role="alert" showIcon message={problem} />}
      <LedgerTable<VisitRow>
        name="visits.to_review"
        label="待审核"
        rowKey={row => row.id}
        rowName={visitName}
        columns={[
          { key: 'read', title: '阅读', render: row => (opened.has(row.id) ? '已读' : '未读') },
          ...visitColumns(places.name),
        ]}
        load={({ sort, ...query }, stop) => read(toReview, query, stop)}
        drawer={(_, id) => <Opened id={id} onOpen={one => setOpened(before => new Set(before).add(one))} />}
        chosenActions={(rows, clear) => {
          const unread = rows.filter(row => !opened.has(row.id)).length;
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
