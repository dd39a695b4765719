// One record of a case beside the review queue.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import type { Read } from '#web/office/registry.ts';
import { get, namesOf } from '../../cases.ts';
import { toldFrom } from '../shared/about.ts';
import { RecordRead } from './RecordRead.tsx';
import './cases.css';

export default function CaseReading({ id, of }: Read) {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: ['cases.get', of], queryFn: ({ signal }) => read(get, { id: of }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const found = answer.data?.records.find(r => r.id === id);
  if (!answer.data || !found) return <Loading />;
  const done = () => {
    for (const key of ['cases.get', 'cases.list', 'records.to_review']) void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <p>
        <Link to="/cases/$id" params={{ id: of }}>
          {answer.data.case_no} 全部资料
        </Link>
      </p>
      <RecordRead record={found} names={namesOf(toldFrom(answer.data))} open onDone={done} />
    </>
  );
}
