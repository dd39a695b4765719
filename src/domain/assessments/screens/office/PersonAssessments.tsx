// In a person's file: what was found over time, instrument by instrument. Serves K3, E1.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { series } from '../../assessments.ts';
import { SeriesView } from '../shared/series-view.tsx';
import './office.css';

export default function PersonAssessments({ person }: { person: string }) {
  const answer = useQuery({
    queryKey: ['assessments.series', person],
    queryFn: ({ signal }) => read(series, { resident: person }, signal),
  });
  const all = answer.data?.series ?? [];
  return (
    <section className="person-part" aria-labelledby="person-assessments">
      <div className="part-title">
        <h3 id="person-assessments">评估</h3>
        {all.length > 0 && (
          <Link className="no-print" to="/assessments" search={{ resident: person } as never}>
            全部评估
          </Link>
        )}
      </div>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && all.length === 0 && <p className="hint">还没有评估。社工在外勤端评估后，历次变化会画在这里。</p>}
      {all.map(s => (
        <SeriesView key={s.instrument} series={s} open={id => `/assessments/${id}`} />
      ))}
    </section>
  );
}
