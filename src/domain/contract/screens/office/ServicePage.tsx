// A service that was counted for a person, whichever it was: evidence of visits and casework together leads here, and on to the record.

import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { get as getVisit } from '#domain/visits/visits.ts';
import { ApiError, read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';

export default function ServicePage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useQuery({
    queryKey: ['visits.get', id],
    queryFn: ({ signal }) => read(getVisit, { id }, signal),
    retry: false,
  });
  if (answer.data) return <Navigate to="/visits/$id" params={{ id }} replace />;
  const elsewhere = answer.error instanceof ApiError && answer.error.code === 'not_found';
  if (elsewhere) return <Navigate to="/cases/$id" params={{ id }} replace />;
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return <p role="status">正在读取…</p>;
}
