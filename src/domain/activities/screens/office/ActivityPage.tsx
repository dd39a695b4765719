// One activity: where it stands, what is missing as a list of links, and its parts from the plan to the summary (K5, K5b).

import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { send } from '#web/api.ts';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { activitiesPolicy as may } from '../../activities.policy.ts';
import { type ActivityFull, archive, cancel, STAGES, THEMES, tallyWords } from '../../activities.ts';
import { Attendance, Hold } from './Attendance.tsx';
import { Plan } from './Papers.tsx';
import { Photos } from './Photos.tsx';
import { Act, Reason, StageTag, useActivity } from './parts.tsx';
import { Satisfaction } from './Satisfaction.tsx';
import { Summary } from './Summary.tsx';
import './activities.css';

const Part = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section className="activity-part" id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
  </section>
);

const whenOf = (a: ActivityFull): string => {
  if (a.held_on) return `${documentDay(a.held_on)} ${a.held_start}–${a.held_end} 举办`;
  const times = [a.planned_start, a.planned_end].filter(Boolean).join('–');
  return `计划 ${documentDay(a.planned_on)}${times && ` ${times}`}`;
};

/** What lacks, each a link to where it is put right. */
const Missing = ({ activity: a }: { activity: ActivityFull }) =>
  a.stage === 'cancelled' ? null : a.missing.length === 0 ? (
    <p>材料齐全。</p>
  ) : (
    <nav aria-label="还缺什么">
      <p>还缺 {a.missing.length} 项：</p>
      <ul>
        {a.missing.map(m => (
          <li key={m.gap}>
            <a href={`#${m.part}`}>
              {m.say}
              {m.advised && '（建议）'}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );

function Read({ activity: a }: { activity: ActivityFull }) {
  const actor = useActor();
  const can = (rule: keyof typeof may): boolean => refusal(may[rule] as never, actor, a.about as never) === null;
  const seen = { id: a.id, revision: a.revision };
  return (
    <article className="activity">
      <PageSentence>
        {a.name}：{STAGES[a.stage]}。{a.tally.times > 0 && `${tallyWords(a.tally)}。`}
      </PageSentence>
      <p>
        <StageTag stage={a.stage} /> {a.number}；{a.station_name}；{a.themes.map(t => THEMES[t]).join('、')}
      </p>
      <p>
        {whenOf(a)}；{a.place}；负责 {a.worker.name}
        {a.co_workers.length > 0 && `，协同 ${a.co_workers.map(c => c.name).join('、')}`}
        {a.partners && `；${a.partners}`}
      </p>
      {a.cancelled_because && <p>取消原因：{a.cancelled_because}</p>}
      <Missing activity={a} />
      <p className="activity-actions">
        {can('activities.hold') && <Hold activity={a} />}
        {can('activities.archive') && a.missing.every(m => m.advised) && (
          <Act<object> label="归档" title="活动归档" submit={(_, id) => send(archive, seen, { id })}>
            <p>归档后不能再更改。</p>
          </Act>
        )}
        {can('activities.cancel') && (
          <Act<{ reason: string }> label="取消活动" danger submit={({ reason }, id) => send(cancel, { ...seen, reason }, { id })}>
            <Reason label="取消原因" />
          </Act>
        )}
      </p>
      <Part id="plan" title="计划书">
        <Plan activity={a} />
      </Part>
      <Part id="attendance" title="签到与人数">
        <Attendance activity={a} open={can('activities.attend')} />
      </Part>
      <Part id="satisfaction" title="满意度">
        <Satisfaction activity={a} open={can('activities.answer')} />
      </Part>
      <Part id="photos" title="照片">
        <Photos activity={a} open={can('activities.add_photo')} />
      </Part>
      <Part id="summary" title="总结">
        <Summary activity={a} mayWrite={can('activities.summarise')} />
      </Part>
    </article>
  );
}

export default function ActivityPage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useActivity(id);
  if (answer.error) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return answer.data ? <Read activity={answer.data} /> : <p role="status">正在读取…</p>;
}
