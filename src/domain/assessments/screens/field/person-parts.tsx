// What assessments add to a person's page on the phone: the way to assess, and what was found over time. Serves K3, E1.

import { dayOf } from '#kernel/dates.ts';
import { Card, LinkButton, Row } from '#web/field/kit/basic.tsx';
import { StatusTag } from '#web/status.tsx';
import { bodiesByVersion, seriesOf } from '../../assessments.ts';
import { GradeTag } from '../shared/result-shown.tsx';
import { useOwnAssessments } from './cached.ts';
import { useUnsentAssessments } from './waiting.ts';

export const PersonActions = ({ person }: { person: string }) => (
  <LinkButton wide icon="pen" to={`people/${person}/assess`}>
    评估
  </LinkButton>
);

/** The last result of each instrument in a sentence; what waits to be sent above. */
export function PersonHistory({ person }: { person: string }) {
  const own = useOwnAssessments();
  const waiting = (useUnsentAssessments() ?? []).filter(u => u.does === 'record' && u.input.resident === person);
  const mine = own.assessments.filter(a => a.resident === person);
  if (mine.length + waiting.length === 0) return null;
  return (
    <Card title="评估">
      <ul className="list">
        {waiting.map(u => (
          <Row
            key={u.item.id}
            to={`assess/unsent/${u.item.id}`}
            title={u.item.title}
            state={<StatusTag mood="wait">未发送</StatusTag>}
          />
        ))}
        {[...Map.groupBy(mine, a => a.instrument)].map(([code, list]) => {
          const bodies = bodiesByVersion(own.instruments, code);
          const last = list[0]!;
          return (
            <Row
              key={code}
              to={`assessed/${last.id}`}
              title={last.instrument_title}
              detail={list.every(a => bodies.has(a.version)) ? seriesOf(bodies, list, dayOf(new Date())).says : last.assessed_on}
              state={last.grade_label && <GradeTag label={last.grade_label} attention={last.attention} />}
            />
          );
        })}
      </ul>
    </Card>
  );
}
