// One form of a group beside the review queue.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import type { Read } from '#web/office/registry.ts';
import { get } from '../../groups.ts';
import { FormView } from './FormView.tsx';
import './groups.css';

export default function GroupReading({ id, of }: Read) {
  const answer = useQuery({ queryKey: ['groups.get', of], queryFn: ({ signal }) => read(get, { id: of }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const found = answer.data?.forms.find(f => f.id === id);
  if (!answer.data || !found) return <Loading />;
  return (
    <>
      <p>
        <Link to="/groups/$id" params={{ id: of }}>
          {answer.data.name} 全部资料
        </Link>
      </p>
      <FormView form={found} group={answer.data} />
    </>
  );
}
