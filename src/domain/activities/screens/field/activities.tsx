// Activities on the phone: today's on 今天, the list, and one with what can be done on the spot. Serves K5, K5b.

import { dayOf, listDay } from '#kernel/dates.ts';
import { Card, EmptyState, LinkButton, List, Note, Row } from '#web/field/kit/basic.tsx';
import type { Params } from '#web/field/registry.ts';
import { StatusTag } from '#web/status.tsx';
import { HOWS, STAGES, THEMES, tallyWords } from '../../activities.ts';
import { type OwnActivity, useOwnActivities } from './cached.ts';

const dayOn = (a: OwnActivity): string => a.held_on ?? a.planned_on;
const Line = ({ activity: a }: { activity: OwnActivity }) => (
  <Row
    to={`activities/${a.id}`}
    title={a.name}
    detail={[listDay(dayOn(a)), a.planned_start, a.place].filter(Boolean).join(' · ')}
    state={<StatusTag mood={dayOn(a) === dayOf(new Date()) ? 'warn' : 'plain'}>{STAGES[a.about.stage]}</StatusTag>}
  />
);

/** On 今天: what is on today, and the way to the rest. */
export function ActivitiesToday() {
  const { ready, activities } = useOwnActivities();
  const now = activities.filter(a => dayOn(a) === dayOf(new Date()));
  if (!ready || now.length === 0) return null;
  return (
    <section className="group">
      <h2>
        活动 <small>{now.length} 场</small>
      </h2>
      <List label="今天的活动">
        {now.map(a => (
          <Line key={a.id} activity={a} />
        ))}
      </List>
    </section>
  );
}

/** The way to the station's activities. */
export function ActivitiesLink() {
  const { ready, activities } = useOwnActivities();
  if (!ready || activities.length === 0) return null;
  return (
    <LinkButton wide to="activities" icon="hands">
      {`本站活动 ${activities.length} 场`}
    </LinkButton>
  );
}

export function OwnActivities() {
  const { ready, activities } = useOwnActivities();
  if (!ready) return null;
  if (activities.length === 0)
    return (
      <EmptyState icon="record" title="近期没有活动">
        <p>在电脑上写好活动计划并提交后，就可以在这里签到、拍照。</p>
      </EmptyState>
    );
  const mine = activities.filter(a => a.mine);
  const others = activities.filter(a => !a.mine);
  return (
    <>
      {[
        { label: '我的活动', rows: mine },
        { label: '同事的活动', rows: others },
      ].map(
        ({ label, rows }) =>
          rows.length > 0 && (
            <Card key={label} title={label}>
              <List label={label}>
                {rows.map(a => (
                  <Line key={a.id} activity={a} />
                ))}
              </List>
            </Card>
          ),
      )}
    </>
  );
}

export const NoActivity = () => (
  <EmptyState icon="record" title="没有找到这场活动">
    <p>它可能已取消。到有信号的地方打开一次，名单会更新。</p>
    <LinkButton to="activities">回到活动</LinkButton>
  </EmptyState>
);

/** What is not sent yet, in words; null when nothing waits. */
function waitsIn({ waits: w }: OwnActivity): string | null {
  const people = w.residents.length + w.names.length;
  const parts = [people && `签到 ${people} 人`, w.counted && `计数 ${w.counted} 人`, w.photos && `照片 ${w.photos} 张`];
  return parts.some(Boolean) ? parts.filter(Boolean).join('，') : null;
}

export function ActivityHome({ params }: { params: Params }) {
  const { ready, activities } = useOwnActivities();
  const a = activities.find(one => one.id === params.id);
  if (!ready) return null;
  if (!a) return <NoActivity />;
  const open = !a.about.summed && a.about.stage !== 'archived' && a.about.stage !== 'draft';
  const waits = waitsIn(a);
  return (
    <>
      <p className="whom">
        <strong>{a.name}</strong> {a.themes.map(t => THEMES[t]).join('、')}
      </p>
      <p>
        {listDay(dayOn(a))} {a.planned_start} · {a.place}
      </p>
      <p role="status">{tallyWords(a.tally)}</p>
      {waits && <Note>已存本机，待发送：{waits}</Note>}
      {a.about.stage === 'draft' && <Note mood="warn">计划书还是草稿，提交后才能签到。</Note>}
      {open && (
        <>
          {dayOn(a) === dayOf(new Date()) && (
            <LinkButton to={`activities/${a.id}/code`} wide>
              出示签到二维码
            </LinkButton>
          )}
          <LinkButton to={`activities/${a.id}/people`} wide>
            名单签到
          </LinkButton>
          <LinkButton to={`activities/${a.id}/count`} wide>
            仅计数
          </LinkButton>
          <LinkButton to={`activities/${a.id}/photos`} wide>
            拍照片
          </LinkButton>
        </>
      )}
      {a.attendance.length > 0 && (
        <Card title="已签到">
          <List label="已签到">
            {a.attendance.map(t => (
              <Row key={t.id} title={t.name ?? `${t.people} 人`} detail={HOWS[t.how]} />
            ))}
          </List>
        </Card>
      )}
    </>
  );
}
