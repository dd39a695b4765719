// 过程记录 on the phone: facts come from the roll; questions instead of many required fields; a line for each member who needs one. Offline.

import { useCallback, useState } from 'react';
import { listDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { isLate } from '#kernel/lateness.ts';
import { useDraft } from '#web/drafts.ts';
import { Button, Card, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { Fold } from '#web/field/kit/fold.tsx';
import { TextArea, TextInput } from '#web/field/kit/form.tsx';
import { PhotoPicker } from '#web/field/kit/photos.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { came, recordSession, type Status } from '../../groups.ts';
import { type Meeting, type OwnGroup, useOwnGroups } from './cached.ts';
import { keep, NoGroup } from './parts.tsx';

type Texts = Record<'process' | 'deviation' | 'events' | 'dynamics' | 'assessment' | 'next' | 'late_reason', string>;
type State = Texts & {
  record: string;
  goals: Record<string, { score: string; words: string }>;
  seen: Record<string, string>;
  photos: string[];
};
const EMPTY: Texts = { process: '', deviation: '', events: '', dynamics: '', assessment: '', next: '', late_reason: '' };
const filesOf = (state: State): readonly string[] => state.photos;
const LATE_DAYS = 3;

/** Who came, by the roll that waits here or the one that was sent. */
function presentOf(group: OwnGroup, s: Meeting): { id: string; name: string }[] {
  const roll = s.waitingRoll?.roll;
  const statuses = roll
    ? roll.entries.map(e => [e.member, e.status] as const)
    : group.attendance.filter(a => a.session === s.id).map(a => [a.member, a.status] as const);
  const there = new Set(statuses.filter(([, status]: readonly [string, Status]) => came(status)).map(([member]) => member));
  return [...group.members.filter(m => there.has(m.id)), ...(roll?.guests ?? [])].map(({ id, name }) => ({ id, name }));
}

/** What goes to the server: what was left empty is left out. */
function inputOf(group: OwnGroup, s: Meeting, state: State) {
  const given = (key: keyof Texts) => (state[key].trim() ? { [key]: state[key].trim() } : {});
  const goals = Object.entries(state.goals).flatMap(([key, { score, words }]) =>
    score || words.trim() ? [{ key, ...(score && { score: Number(score) }), ...(words.trim() && { words: words.trim() }) }] : [],
  );
  const observations = Object.entries(state.seen).flatMap(([member, words]) =>
    words.trim() ? [{ member, words: words.trim() }] : [],
  );
  return {
    group: group.id,
    id: state.record,
    revision: 0,
    head: { occurred_on: s.held_on!, files: state.photos, recorded_at: new Date().toISOString(), ...given('late_reason') },
    content: {
      session: s.id,
      process: state.process.trim(),
      assessment: state.assessment.trim(),
      next: state.next.trim(),
      ...given('deviation'),
      ...given('events'),
      ...given('dynamics'),
      goals,
      observations,
    },
  };
}

const SCORES = Array.from({ length: 11 }, (_, n) => String(n));
function Goals({ group, state, set }: { group: OwnGroup; state: State; set(next: State): void }) {
  return group.goals.map(({ key, words }) => {
    const now = state.goals[key] ?? { score: '', words: '' };
    const change = (next: Partial<typeof now>) => set({ ...state, goals: { ...state.goals, [key]: { ...now, ...next } } });
    return (
      <Card key={key} title={`目标：${words}`}>
        <label className="field">
          目前程度（0 完全没有，10 完全做到）
          <select className="input" value={now.score} onChange={event => change({ score: event.target.value })}>
            <option value="">不评</option>
            {SCORES.map(n => (
              <option key={n}>{n}</option>
            ))}
          </select>
        </label>
        <TextInput label="看得见的依据" value={now.words} maxLength={300} onChange={value => change({ words: value })} />
      </Card>
    );
  });
}

const NEEDED: readonly (keyof Texts)[] = ['process', 'assessment', 'next'];

function Form({ group, session: s }: { group: OwnGroup; session: Meeting }) {
  const start = useCallback((): State => ({ ...EMPTY, record: newId(), goals: {}, seen: {}, photos: [] }), []);
  const draft = useDraft<State>(`groups.record/${s.id}`, start, filesOf);
  const [tried, setTried] = useState(false);
  if (!draft.ready) return null;
  const state = draft.value;
  const late = isLate(s.held_on!, new Date(), LATE_DAYS);
  const missing = [...NEEDED, ...(late ? (['late_reason'] as const) : [])].filter(key => !state[key].trim());
  const area = (key: keyof Texts, label: string, hint: string, max: number, required = false) => (
    <TextArea
      label={label}
      hint={hint}
      max={max}
      required={required}
      value={state[key]}
      error={tried && required && missing.includes(key) ? '此项必填' : null}
      onChange={value => draft.set({ ...state, [key]: value })}
    />
  );
  const save = async () => {
    setTried(true);
    if (missing.length > 0) return;
    const note = { title: `过程记录 ${group.name} 第 ${s.no} 节`, about: [state.record, s.id], files: state.photos };
    if (!(await keep(recordSession, inputOf(group, s, state), note))) return;
    await draft.clear();
    go(`groups/${group.id}`, true);
  };
  const present = presentOf(group, s);
  return (
    <>
      <p className="whom">
        <strong>{group.name}</strong> 第 {s.no} 节 {s.topic}
        <span className="row-detail">
          {listDay(s.held_on!)} · 实到 {present.length} 人
        </span>
      </p>
      {area('process', '过程', '按先后写：做了什么，组员有什么反应', 3_000, true)}
      {area('deviation', '与计划不同的地方', '哪个环节没按计划？为什么？', 500)}
      <Goals group={group} state={state} set={draft.set} />
      <Fold title={`组员表现（${present.length} 人）`}>
        {present.map(m => (
          <TextInput
            key={m.id}
            label={m.name}
            value={state.seen[m.id] ?? ''}
            maxLength={300}
            onChange={words => draft.set({ ...state, seen: { ...state.seen, [m.id]: words } })}
          />
        ))}
      </Fold>
      <Fold title="关键事件与小组气氛">
        {area('events', '关键事件', '冲突、沉默、意外的帮助', 1_000)}
        {area('dynamics', '小组动力', '谁在说，谁在听，彼此怎样相待', 1_000)}
      </Fold>
      {area('assessment', '评估与反思', '凭什么说有变化？自己哪里可以做得更好？', 1_000, true)}
      {area('next', '下次安排和跟进', '要带什么、要看望谁、要转介谁', 500, true)}
      {late && area('late_reason', '补录原因', '距开展日期已超过 3 天', 200, true)}
      <PhotoPicker
        label="照片"
        hint="可以不拍；只拍同意拍照的组员"
        files={state.photos}
        station={group.station}
        max={6}
        onAdd={file => draft.set({ ...state, photos: [...state.photos, file] })}
        onRemove={file => draft.set({ ...state, photos: state.photos.filter(other => other !== file) })}
      />
      {draft.trouble && <Note mood="warn">{draft.trouble}</Note>}
      {tried && missing.length > 0 && <Note mood="harm">还有 {missing.length} 项必填没有填写。</Note>}
      <div className="actions">
        <Button look="main" wide onClick={() => void save()}>
          保存记录
        </Button>
      </div>
    </>
  );
}

export default function SessionRecord({ params }: { params: Params }) {
  const { ready, groups } = useOwnGroups();
  const group = groups.find(g => g.id === params.id);
  const session = group?.sessions.find(s => s.id === params.session);
  if (!ready) return null;
  if (!group || !session) return <NoGroup />;
  if (session.state !== 'held')
    return (
      <>
        <Note mood="warn">这一节还没有点名，请先点名，再写记录。</Note>
        <LinkButton to={`groups/${group.id}/roll/${session.id}`} wide>
          去点名
        </LinkButton>
      </>
    );
  if (session.record || session.recordWaits) return <Note>这一节的记录已经写好。需要更正的，请在电脑上打开小组修改。</Note>;
  return <Form group={group} session={session} />;
}
