// A count with the photo of its sheet, and pictures of the activity, on the phone without signal. Serves K5b.

import { useCallback, useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { useDraft } from '#web/drafts.ts';
import { Button, Note } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf } from '#web/field/kit/chips.tsx';
import { TextInput } from '#web/field/kit/form.tsx';
import { PhotoPicker } from '#web/field/kit/photos.tsx';
import type { Params } from '#web/field/registry.ts';
import { go } from '#web/field/router.ts';
import { addPhoto, CONSENTS, count, MOST_COUNTED, SHOWS } from '../../activities.ts';
import { NoActivity } from './activities.tsx';
import { keep, type OwnActivity, useOwnActivities } from './cached.ts';

type Screen = (props: { activity: OwnActivity }) => React.ReactNode;
/** A screen of the activity that the address names. */
const of =
  (Body: Screen) =>
  ({ params }: { params: Params }) => {
    const { ready, activities } = useOwnActivities();
    const a = activities.find(one => one.id === params.id);
    if (!ready) return null;
    return a ? <Body key={a.id} activity={a} /> : <NoActivity />;
  };

type Counted = { people: string; sheet: string[]; remark: string };
const noCount = (): Counted => ({ people: '', sheet: [], remark: '' });
function Count({ activity: a }: { activity: OwnActivity }) {
  const draft = useDraft<Counted>(`activities.count/${a.id}`, useCallback(noCount, []), v => v.sheet);
  const [busy, setBusy] = useState(false);
  if (!draft.ready) return null;
  const v = draft.value;
  const people = Number(v.people);
  const right = Number.isInteger(people) && people >= 1 && people <= MOST_COUNTED;
  const save = async () => {
    setBusy(true);
    const remark = v.remark.trim();
    const input = { id: newId(), activity: a.id, people, sheet: v.sheet[0], ...(remark && { remark }) };
    const kept = await keep(count, input, { title: `活动计数 ${a.name} ${people} 人`, about: [a.id], files: v.sheet });
    setBusy(false);
    if (!kept) return;
    await draft.clear();
    go(`activities/${a.id}`, true);
  };
  return (
    <>
      <Note>只填没有实名签到的人；他们计入本场人次，不参与全年去重。</Note>
      <TextInput
        label="人数"
        required
        inputMode="numeric"
        value={v.people}
        onChange={next => draft.set({ ...v, people: next })}
        error={v.people !== '' && !right ? `请填写 1 至 ${MOST_COUNTED} 的整数` : undefined}
      />
      <PhotoPicker
        label="签到表或现场清点的照片"
        hint="必须有一张，作为人数的依据。"
        files={v.sheet}
        station={a.station}
        max={1}
        onAdd={file => draft.set({ ...v, sheet: [file] })}
        onRemove={() => draft.set({ ...v, sheet: [] })}
      />
      <TextInput label="说明" value={v.remark} maxLength={200} onChange={remark => draft.set({ ...v, remark })} />
      {draft.trouble && <Note mood="warn">{draft.trouble}</Note>}
      <div className="actions">
        <Button look="main" wide busy={busy} disabled={!right || v.sheet.length === 0} onClick={() => void save()}>
          保存人数
        </Button>
      </div>
    </>
  );
}
export const CountForm = of(Count);

type Taken = { files: string[]; shows: keyof typeof SHOWS; consent: keyof typeof CONSENTS | null };
const noPhoto = (): Taken => ({ files: [], shows: 'scene', consent: null });
const MOST = 6;
function Photos({ activity: a }: { activity: OwnActivity }) {
  const draft = useDraft<Taken>(`activities.photos/${a.id}`, useCallback(noPhoto, []), v => v.files);
  // Several pictures are taken at once: each is added to those before it, drawn or not.
  const latest = useRef<Taken>(noPhoto());
  const [busy, setBusy] = useState(false);
  if (!draft.ready) return null;
  const v = draft.value;
  latest.current = v;
  const save = async () => {
    setBusy(true);
    for (const hash of v.files) {
      const input = { id: newId(), activity: a.id, hash, shows: v.shows, consent: v.consent };
      const note = { title: `活动照片 ${a.name} ${SHOWS[v.shows]}`, about: [a.id], files: [hash] };
      if (!(await keep(addPhoto, input, note))) return setBusy(false);
    }
    setBusy(false);
    await draft.clear();
    go(`activities/${a.id}`, true);
  };
  return (
    <>
      <PhotoPicker
        files={v.files}
        station={a.station}
        max={MOST}
        onAdd={file => {
          latest.current = { ...latest.current, files: [...latest.current.files, file] };
          draft.set(latest.current);
        }}
        onRemove={file => draft.set({ ...v, files: v.files.filter(f => f !== file) })}
      />
      <ChoiceChips label="内容" options={choicesOf(SHOWS)} value={v.shows} onChange={shows => draft.set({ ...v, shows })} />
      <ChoiceChips
        label="照片中的人是否同意"
        options={choicesOf(CONSENTS)}
        value={v.consent}
        onChange={consent => draft.set({ ...v, consent })}
      />
      {draft.trouble && <Note mood="warn">{draft.trouble}</Note>}
      <div className="actions">
        <Button look="main" wide busy={busy} disabled={v.files.length === 0 || v.consent === null} onClick={() => void save()}>
          保存照片
        </Button>
      </div>
    </>
  );
}
export const PhotoForm = of(Photos);
