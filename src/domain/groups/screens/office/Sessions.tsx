// The sessions of a group: planned, moved, held, recorded; and what its worker does with each.

import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { send } from '#web/api.ts';
import { StatusTag } from '#web/status.tsx';
import { came, type GroupFull, moveSession, type SessionRow, WAYS } from '../../groups.ts';
import { SessionForm } from './FormEditors.tsx';
import { RecordTag, today } from './parts.tsx';
import { MoveForm, RollForm } from './RollForm.tsx';

type Doing = { session: string; what: 'roll' | 'move' | 'drop' | 'record' } | null;

const StateTag = ({ s }: { s: SessionRow }) =>
  s.state === 'held' ? (
    <StatusTag mood="good">已开展</StatusTag>
  ) : (
    <StatusTag mood={s.state === 'planned' && s.planned_on < today() ? 'warn' : 'plain'}>
      {s.state === 'planned' ? '未开展' : '已取消'}
    </StatusTag>
  );

function Facts({ group, s }: { group: GroupFull; s: SessionRow }) {
  const there = group.attendance.filter(a => a.session === s.id && came(a.status)).length;
  const signed = s.state === 'planned' && there > 0;
  return (
    <>
      <p>
        <StateTag s={s} /> {documentDay(s.held_on ?? s.planned_on)} {s.started_at} {s.place ?? group.place}
        {s.state === 'held' && `，到 ${there} 人（${s.how ? WAYS[s.how] : ''}）`}
        {signed && `，已扫码 ${there} 人，待点名确认`}
      </p>
      <p>目标：{s.goal}</p>
      {s.moves.map(m => (
        <p className="hint" key={m.at}>
          原定 {documentDay(m.from)}，{m.to ? `改到 ${documentDay(m.to)}` : '已取消'}：{m.reason}
        </p>
      ))}
      {s.state === 'held' && (
        <p>
          过程记录 <RecordTag state={s.record_state} />
        </p>
      )}
    </>
  );
}

export function Sessions({ group, mayWrite, onDone }: { group: GroupFull; mayWrite: boolean; onDone(): void }) {
  const [doing, setDoing] = useState<Doing>(null);
  const done = () => {
    setDoing(null);
    onDone();
  };
  const toggle = (session: string, what: NonNullable<Doing>['what']) =>
    setDoing(doing?.session === session && doing.what === what ? null : { session, what });
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">各节</h2>
      {group.sessions.length === 0 && <p>计划书里安排各节后，会列在这里。</p>}
      {group.sessions.map(s => {
        const open = doing?.session === s.id ? doing.what : null;
        return (
          <article key={s.id} className="session" aria-labelledby={`s-${s.id}`}>
            <h3 id={`s-${s.id}`}>
              第 {s.no} 节 {s.topic}
            </h3>
            <Facts group={group} s={s} />
            {mayWrite && (
              <p className="bar">
                {s.state !== 'dropped' && (
                  <Button onClick={() => toggle(s.id, 'roll')}>{s.state === 'held' ? '更正点名' : '点名'}</Button>
                )}
                {s.state !== 'dropped' && (s.held_on ?? s.planned_on) === today() && (
                  <Link className="button" to="/groups/code/$id" params={{ id: s.id }}>
                    扫码签到
                  </Link>
                )}
                {s.state === 'held' && s.record_state !== 'approved' && (
                  <Button onClick={() => toggle(s.id, 'record')}>{s.record_state ? '修改记录' : '写过程记录'}</Button>
                )}
                {s.state !== 'held' && (
                  <Button onClick={() => toggle(s.id, 'move')}>{s.state === 'dropped' ? '恢复' : '改期'}</Button>
                )}
                {s.state === 'planned' && <Button onClick={() => toggle(s.id, 'drop')}>取消这一节</Button>}
              </p>
            )}
            {open === 'roll' && <RollForm group={group} session={s} onDone={done} />}
            {open === 'record' && <SessionForm group={group} session={s} onDone={done} />}
            {(open === 'move' || open === 'drop') && (
              <MoveForm
                session={s}
                drop={open === 'drop'}
                onDone={done}
                submit={({ planned_on, reason }, id) =>
                  send(
                    moveSession,
                    { id: s.id, revision: s.revision, reason, to: open === 'drop' || !planned_on ? null : { planned_on } },
                    { id },
                  )
                }
              />
            )}
          </article>
        );
      })}
    </section>
  );
}
