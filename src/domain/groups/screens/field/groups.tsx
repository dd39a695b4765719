// 我的小组 on the phone: what is to be done today, the list, and one group with its sessions. Serves K4, K4b.

import { dayOf, listDay } from '#kernel/dates.ts';
import { Card, EmptyState, LinkButton, List, Note, Row } from '#web/field/kit/basic.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import type { Params } from '#web/field/registry.ts';
import { StatusTag } from '#web/status.tsx';
import { STAGES } from '../../groups.ts';
import { dueOf, useOwnGroups } from './cached.ts';
import { NoGroup, SessionLine } from './parts.tsx';

/** On 今天: sessions that wait for a roll or a record. */
export function GroupsToday() {
  const { ready, groups } = useOwnGroups();
  const today = dayOf(new Date());
  const due = groups.flatMap(g => (g.ready ? g.sessions.filter(s => dueOf(s, today)).map(s => ({ g, s })) : []));
  if (!ready || due.length === 0) return null;
  return (
    <section className="group">
      <h2>
        小组 <small>{due.length} 节待办</small>
      </h2>
      <List label="小组待办">
        {due.map(({ g, s }) => (
          <SessionLine key={s.id} group={g} session={s} today={today} named />
        ))}
      </List>
    </section>
  );
}

/** The way to one's own groups. */
export function GroupsLink() {
  const { ready, groups } = useOwnGroups();
  if (!ready || groups.length === 0) return null;
  return (
    <LinkButton wide to="groups" icon="people">
      {`我的小组 ${groups.length} 个`}
    </LinkButton>
  );
}

export function OwnGroups() {
  const { ready, groups, asOf } = useOwnGroups();
  if (!ready) return null;
  if (groups.length === 0)
    return (
      <EmptyState icon="people" title="还没有小组">
        <p>在电脑上新建小组、提交计划书；审核通过后，就可以在这里点名、写记录。</p>
      </EmptyState>
    );
  return (
    <>
      {asOf && <p className="row-detail">名单截至 {asOfWords(asOf, dayOf(new Date()))}</p>}
      <List label="我的小组">
        {groups.map(g => (
          <Row
            key={g.id}
            to={`groups/${g.id}`}
            title={g.name}
            detail={`已开展 ${g.sessions.filter(s => s.state === 'held').length} 节 · 组员 ${g.members.filter(m => m.state === 'joined').length} 人`}
            state={<StatusTag mood={g.ready ? 'good' : 'wait'}>{STAGES[g.stage]}</StatusTag>}
          />
        ))}
      </List>
    </>
  );
}

export function GroupHome({ params }: { params: Params }) {
  const { ready, groups } = useOwnGroups();
  const today = dayOf(new Date());
  const group = groups.find(g => g.id === params.id);
  if (!ready) return null;
  if (!group) return <NoGroup />;
  const now = group.sessions.find(s => s.state !== 'dropped' && (s.held_on ?? s.planned_on) === today);
  return (
    <>
      {!group.ready && <Note mood="warn">计划书还没有审核通过，不能开展。请先在电脑上提交计划书，等站长审核。</Note>}
      {now && group.ready && (
        <LinkButton to={`groups/${group.id}/code/${now.id}`} wide>
          出示今天的签到二维码
        </LinkButton>
      )}
      <Card title="各节">
        <List label="各节">
          {group.sessions.map(s => (
            <SessionLine key={s.id} group={group} session={s} today={today} />
          ))}
        </List>
      </Card>
      <Card title="组员">
        <List label="组员">
          {group.members.map(m => (
            <Row
              key={m.id}
              title={m.name}
              detail={m.left_on ? `${listDay(m.left_on)} 离开` : `${listDay(m.joined_on)} 加入`}
              {...(m.state !== 'joined' && {
                state: <StatusTag mood="plain">{m.state === 'waiting' ? '候补' : '临时'}</StatusTag>,
              })}
            />
          ))}
        </List>
      </Card>
    </>
  );
}
