// 点名 on the phone, with or without signal: one tap each, people who came without being on the list, done. Serves K4c, E1.

import { useCallback, useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { useDraft } from '#web/drafts.ts';
import { Button, Card, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf } from '#web/field/kit/chips.tsx';
import { DayField, TextInput } from '#web/field/kit/form.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { belongsOn, came, rollCall, STATUSES, type Status } from '../../groups.ts';
import { type Meeting, type OwnGroup, useOwnGroups } from './cached.ts';
import { keep, NoGroup } from './parts.tsx';

type State = { held_on: string; statuses: Record<string, Status>; guests: { id: string; name: string }[] };

/** What is known already: the roll that waits here, else what the server has (sign-ins by code, or the roll to correct). */
function startOf(group: OwnGroup, s: Meeting): State {
  const waiting = s.waitingRoll?.roll;
  if (waiting)
    return {
      held_on: waiting.held_on,
      statuses: Object.fromEntries(waiting.entries.map(e => [e.member, e.status])),
      guests: waiting.guests.map(({ id, name }) => ({ id, name })),
    };
  const known = group.attendance.filter(a => a.session === s.id).map(a => [a.member, a.status] as const);
  const today = dayOf(new Date());
  return { held_on: s.held_on ?? (s.planned_on < today ? s.planned_on : today), statuses: Object.fromEntries(known), guests: [] };
}

function Guests({ state, set }: { state: State; set(next: State): void }) {
  const [name, setName] = useState('');
  const addOne = () => {
    if (!name.trim()) return;
    set({ ...state, guests: [...state.guests, { id: newId(), name: name.trim() }] });
    setName('');
  };
  return (
    <Card title="临时参加的人">
      <ul className="list">
        {state.guests.map(g => (
          <li key={g.id} className="row">
            <span className="row-text">{g.name}</span>
            <Button look="quiet" onClick={() => set({ ...state, guests: state.guests.filter(other => other.id !== g.id) })}>
              去掉<span className="visually-hidden">{g.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <TextInput label="姓名" hint="不在名单里、今天来参加的" value={name} onChange={setName} maxLength={30} />
      <Button icon="plus" onClick={addOne} disabled={!name.trim()}>
        加入名单
      </Button>
    </Card>
  );
}

function Roll({ group, session: s }: { group: OwnGroup; session: Meeting }) {
  const start = useCallback(() => startOf(group, s), [group, s]);
  const draft = useDraft<State>(`groups.roll/${s.id}/${s.revision}`, start);
  const [busy, setBusy] = useState(false);
  if (!draft.ready) return null;
  const state = draft.value;
  const members = group.members.filter(m => belongsOn(m, state.held_on));
  const open = members.filter(m => !state.statuses[m.id]);
  const there = members.filter(m => state.statuses[m.id] && came(state.statuses[m.id]!)).length + state.guests.length;
  const mark = (statuses: Record<string, Status>) => draft.set({ ...state, statuses: { ...state.statuses, ...statuses } });
  const save = async () => {
    setBusy(true);
    const entries = members.map(m => ({ member: m.id, status: state.statuses[m.id] ?? ('absent' as const) }));
    const revision = s.waitingRoll?.roll.revision ?? s.revision;
    const input = { session: s.id, revision, held_on: state.held_on, how: 'roll' as const, entries, guests: state.guests };
    const note = { title: `点名 ${group.name} 第 ${s.no} 节`, about: [s.id] };
    const kept = await keep(rollCall, input, note, s.waitingRoll?.item);
    setBusy(false);
    if (!kept) return;
    await draft.clear();
    go(`groups/${group.id}`, true);
  };
  return (
    <>
      <p className="whom">
        <strong>{group.name}</strong> 第 {s.no} 节 {s.topic}
      </p>
      {s.state === 'held' && !s.waitingRoll && <Note>这一节已经点名，保存后按新的登记。</Note>}
      <DayField
        label="开展日期"
        value={state.held_on}
        max={dayOf(new Date())}
        onChange={held_on => draft.set({ ...state, held_on })}
      />
      <Button wide onClick={() => mark(Object.fromEntries(open.map(m => [m.id, 'present'])))} disabled={open.length === 0}>
        其余 {open.length} 人全部出席
      </Button>
      {members.map(m => (
        <ChoiceChips
          key={m.id}
          label={m.name}
          even
          options={choicesOf(STATUSES)}
          value={state.statuses[m.id] ?? null}
          onChange={status => mark({ [m.id]: status })}
        />
      ))}
      <Guests state={state} set={draft.set} />
      {draft.trouble && <Note mood="warn">{draft.trouble}</Note>}
      <div className="actions">
        <p className="row-detail" role="status">
          到 {there} 人{open.length > 0 && `，${open.length} 人没有点，按缺席登记`}
        </p>
        <Button look="main" wide busy={busy} onClick={() => void save()}>
          完成点名
        </Button>
        {s.state === 'held' && (
          <LinkButton to={`groups/${group.id}/record/${s.id}`} wide>
            写本节记录
          </LinkButton>
        )}
      </div>
    </>
  );
}

export default function RollCall({ params }: { params: Params }) {
  const { ready, groups } = useOwnGroups();
  const group = groups.find(g => g.id === params.id);
  const session = group?.sessions.find(s => s.id === params.session);
  if (!ready) return null;
  return group && session ? <Roll key={`${session.id} ${session.revision}`} group={group} session={session} /> : <NoGroup />;
}
