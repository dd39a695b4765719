// 名单签到 on the phone, with or without signal: tick one's people, type who is not on file, done. Serves K5b.

import { useCallback, useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { newId } from '#kernel/ids.ts';
import { useDraft } from '#web/drafts.ts';
import { Button, Card, Note, Row } from '#web/field/kit/basic.tsx';
import { MultiChips } from '#web/field/kit/chips.tsx';
import { TextInput } from '#web/field/kit/form.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { attend, MOST_AT_ONCE } from '../../activities.ts';
import { NoActivity } from './activities.tsx';
import { keep, type OwnActivity, useOwnActivities } from './cached.ts';

type State = { residents: string[]; typed: { id: string; name: string; phone_end?: string }[] };
const empty = (): State => ({ residents: [], typed: [] });

function Typed({ state, set }: { state: State; set(next: State): void }) {
  const [name, setName] = useState('');
  const [end, setEnd] = useState('');
  const wrong = end !== '' && !/^\d{4}$/.test(end);
  const addOne = () => {
    const one = { id: newId(), name: name.trim(), ...(end && { phone_end: end }) };
    set({ ...state, typed: [...state.typed, one] });
    setName('');
    setEnd('');
  };
  return (
    <Card title="不在名册里的人">
      <ul className="list">
        {state.typed.map(p => (
          <Row
            key={p.id}
            title={p.name}
            right={
              <Button look="quiet" onClick={() => set({ ...state, typed: state.typed.filter(other => other.id !== p.id) })}>
                去掉<span className="visually-hidden">{p.name}</span>
              </Button>
            }
          />
        ))}
      </ul>
      <TextInput label="姓名" value={name} onChange={setName} maxLength={30} />
      <TextInput
        label="手机号后 4 位"
        hint="可不填，用来区分同名的人"
        value={end}
        onChange={setEnd}
        maxLength={4}
        inputMode="numeric"
        error={wrong ? '请填写 4 位数字，或留空' : undefined}
      />
      <Button icon="plus" onClick={addOne} disabled={!name.trim() || wrong}>
        加入名单
      </Button>
    </Card>
  );
}

function Form({ activity: a }: { activity: OwnActivity }) {
  const { people } = useOwnPeople();
  const draft = useDraft<State>(`activities.attend/${a.id}`, useCallback(empty, []));
  const [busy, setBusy] = useState(false);
  if (!draft.ready) return null;
  const state = draft.value;
  const there = new Set([...a.attendance.flatMap(t => t.resident ?? []), ...a.waits.residents]);
  const choices = people
    .filter(p => p.station === a.station && !there.has(p.id))
    .map(p => ({ value: p.id, label: p.name, ...(p.village_name && { hint: p.village_name }) }));
  const n = state.residents.length + state.typed.length;
  const save = async () => {
    setBusy(true);
    const ticked = state.residents.map(resident => ({ id: newId(), resident }));
    const input = { activity: a.id, people: [...ticked, ...state.typed], recorded_at: new Date().toISOString() };
    const kept = await keep(attend, input, { title: `活动签到 ${a.name} ${n} 人`, about: [a.id] });
    setBusy(false);
    if (!kept) return;
    await draft.clear();
    go(`activities/${a.id}`, true);
  };
  return (
    <>
      <p className="whom">
        <strong>{a.name}</strong> 已签到 {a.tally.named} 人
      </p>
      {choices.length > 0 && (
        <MultiChips
          label="我负责的人"
          options={choices}
          value={state.residents}
          onChange={residents => draft.set({ ...state, residents: [...residents] })}
        />
      )}
      <Typed state={state} set={draft.set} />
      {draft.trouble && <Note mood="warn">{draft.trouble}</Note>}
      <div className="actions">
        <Button look="main" wide busy={busy} disabled={n === 0 || n > MOST_AT_ONCE} onClick={() => void save()}>
          {`登记 ${n} 人签到`}
        </Button>
      </div>
    </>
  );
}

export default function SignList({ params }: { params: Params }) {
  const { ready, activities } = useOwnActivities();
  const a = activities.find(one => one.id === params.id);
  if (!ready) return null;
  return a ? <Form key={a.id} activity={a} /> : <NoActivity />;
}
