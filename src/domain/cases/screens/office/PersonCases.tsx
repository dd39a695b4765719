// In a person's file: her cases, and the way to take her in. Serves K3.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { casesPolicy as may } from '../../cases.policy.ts';
import { list } from '../../cases.ts';
import { StageTag } from './parts.tsx';

export default function PersonCases({ person }: { person: string }) {
  const actor = useActor();
  const answer = useQuery({
    queryKey: ['cases.list', 'person', person],
    queryFn: ({ signal }) => read(list, { resident: person, limit: 10 }, signal),
  });
  const rows = answer.data?.rows ?? [];
  const ended = rows.every(row => ['declined', 'closed', 'follow_up'].includes(row.stage));
  return (
    <section className="person-part" aria-labelledby="person-cases">
      <div className="part-title">
        <h3 id="person-cases">个案</h3>
        {answer.data && ended && holds(actor, ...may['cases.open'].roles) && (
          <Link
            className="no-print"
            to="/cases/new"
            search={{ resident: person, ...(rows[0] && { reopens: rows[0].id }) } as never}
          >
            {rows.length > 0 ? '重新接案' : '接案'}
          </Link>
        )}
      </div>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && rows.length === 0 && <p className="hint">还没有个案。</p>}
      <ul className="person-records">
        {rows.map(row => (
          <li key={row.id}>
            <span>
              <Link to="/cases/$id" params={{ id: row.id }}>
                {row.case_no}
              </Link>{' '}
              {row.opened_on} 接案 · {row.worker_name} · 服务 {row.services} 次
            </span>
            <StageTag row={row} />
          </li>
        ))}
      </ul>
    </section>
  );
}
