// In a person's file: the last visits and greetings, and the way to all of them. Serves K1, E6.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { KINDS, list, OUTCOMES, type VisitRow } from '../../visits.ts';
import { Marks, VisitStateTag } from './columns.tsx';
import './visits.css';

const SHOWN = 5;

const Line = ({ row }: { row: VisitRow }) => (
  <li>
    <span>
      <Link to="/visits/$id" params={{ id: row.id }}>
        {row.visited_on.slice(0, 4)}-{listDay(row.visited_on)} {KINDS[row.kind]}
      </Link>{' '}
      {OUTCOMES[row.outcome]} · {row.worker_name} <Marks row={row} />
    </span>
    <VisitStateTag state={row.state} />
  </li>
);

export default function PersonRecords({ person }: { person: string }) {
  const answer = useQuery({
    queryKey: ['visits.list', 'person', person],
    queryFn: ({ signal }) => read(list, { resident: person, limit: SHOWN }, signal),
  });
  const rows = answer.data?.rows ?? [];
  return (
    <section className="person-part" aria-labelledby="person-records">
      <div className="part-title">
        <h3 id="person-records">探访与问候</h3>
        {answer.data?.next && (
          <Link className="no-print" to="/visits" search={{ resident: person } as never}>
            全部记录
          </Link>
        )}
      </div>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && rows.length === 0 && <p className="hint">还没有探访记录。社工在外勤端记录后，会列在这里。</p>}
      <ul className="person-records">
        {rows.map(row => (
          <Line key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
