// What stands around the content of a record: outcome, type, day and times, who went along, what comes next, the evidence.
// Serves K1, E6.

import type { FieldPerson as Person } from '#domain/clients/clients.ts';
import { addMonths, dayOf, listDay } from '#kernel/dates.ts';
import type { Issue } from '#kernel/errors.ts';
import { isLate } from '#kernel/lateness.ts';
import { Button } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf, MultiChips } from '#web/field/kit/chips.tsx';
import { DayField, Switch, TextInput } from '#web/field/kit/form.tsx';
import { LocationField } from '#web/field/kit/location.tsx';
import { PhotoPicker } from '#web/field/kit/photos.tsx';
import { SignatureField } from '#web/field/kit/signature.tsx';
import { clockOf } from '#web/field/kit/time.ts';
import {
  CALL_OUTCOMES,
  MAX_PHOTOS,
  type Outcome,
  PLACE_REASONS,
  rhythmOf,
  SIGNATURE_REASONS,
  VISIT_OUTCOMES,
  VISIT_TYPES,
  type VisitKind,
} from '../../visits.ts';
import { type Answers, errorAt } from '../shared/answers.ts';
import type { Shared } from './cached.ts';
import { nextDays } from './overview.ts';

export type Change = (part: Partial<Answers> | ((now: Answers) => Partial<Answers>)) => void;
/** What the parts of a form need to know. `person` is null for somebody no longer on the phone's list. */
export type Around = {
  kind: VisitKind;
  answers: Answers;
  issues: readonly Issue[];
  person: Person | null;
  shared: Shared;
  account: string;
  station: number | undefined;
  /** The day the record first arrived, if it has. */
  received_on: string | undefined;
  change: Change;
};

export function OutcomePart({ kind, answers, issues, change }: Around) {
  const outcomes: Readonly<Partial<Record<Outcome, string>>> = kind === 'home_visit' ? VISIT_OUTCOMES : CALL_OUTCOMES;
  return (
    <ChoiceChips<Outcome>
      label="结果"
      required
      error={errorAt(issues, 'outcome')}
      options={choicesOf(outcomes as Readonly<Record<Outcome, string>>)}
      value={answers.outcome}
      onChange={outcome => change({ outcome })}
    />
  );
}

export const TypePart = ({ answers, issues, change }: Around) => (
  <ChoiceChips
    label="探访类型"
    required
    error={errorAt(issues, 'type')}
    options={choicesOf(VISIT_TYPES)}
    value={answers.type}
    onChange={type => change({ type })}
  />
);

type TimeProps = { label: string; value: string; error: string | null; onChange(time: string): void };
const TimeField = ({ label, value, error, onChange }: TimeProps) => (
  <div className="time">
    <TextInput label={label} type="time" error={error} value={value} onChange={onChange} />
    <Button aria-label={`${label}填现在`} onClick={() => onChange(clockOf(new Date()))}>
      现在
    </Button>
  </div>
);

export function WhenPart({ kind, answers, issues, shared, received_on, change }: Around) {
  const today = dayOf(new Date());
  const { late_days } = shared.settings;
  const late = answers.visited_on !== '' && isLate(answers.visited_on, `${received_on ?? today}T04:00:00Z`, late_days);
  return (
    <>
      <DayField
        label={kind === 'home_visit' ? '探访日期' : '通话日期'}
        required
        max={today}
        error={errorAt(issues, 'visited_on')}
        value={answers.visited_on}
        onChange={visited_on => change({ visited_on })}
      />
      {late && (
        <TextInput
          label="补录原因"
          hint={`已过 ${late_days} 天，属补录；如实说明即可，照常登记。`}
          required
          error={errorAt(issues, 'late_reason')}
          value={answers.late_reason}
          onChange={late_reason => change({ late_reason })}
        />
      )}
      <div className="times">
        <TimeField
          label="开始时间"
          value={answers.started_at}
          error={errorAt(issues, 'started_at')}
          onChange={started_at => change({ started_at })}
        />
        <TimeField
          label="结束时间"
          value={answers.ended_at}
          error={errorAt(issues, 'ended_at')}
          onChange={ended_at => change({ ended_at })}
        />
      </div>
    </>
  );
}

/** Colleagues of the same station, and the others of the household. */
export function TeamPart({ answers, issues, person, shared, account, station, change }: Around) {
  const there = shared.colleagues.filter(c => c.id !== account && c.station === station);
  const chosen = shared.colleagues.filter(c => answers.co_workers.includes(c.id) && !there.includes(c));
  const members = person?.household.members ?? [];
  return (
    <>
      <MultiChips
        label="陪访同事"
        hint={there.length === 0 ? '有信号时打开一次，会下载同事名单。' : '双人入户更安全；同一次探访只计主访一次。'}
        error={errorAt(issues, 'co_workers')}
        options={[...there, ...chosen].map(c => ({ value: c.id, label: c.name }))}
        value={answers.co_workers}
        onChange={co_workers => change({ co_workers })}
      />
      {members.length > 0 && (
        <MultiChips
          label="同时见到的同户对象"
          error={errorAt(issues, 'present')}
          options={members.map(m => ({ value: m.id, label: m.name }))}
          value={answers.present}
          onChange={present => change({ present })}
        />
      )}
    </>
  );
}

export function NextPart({ kind, answers, issues, person, shared, change }: Around) {
  const { visited_on } = answers;
  const rhythm = person && visited_on ? rhythmOf(person, visited_on, shared.settings) : null;
  const hint = rhythm && `${rhythm.title}：${listDay(addMonths(visited_on, rhythm.every_months))} 前。不填也会按此提醒。`;
  return (
    <>
      <DayField
        label={kind === 'home_visit' ? '下次探访日期' : '下次联系日期'}
        hint={hint}
        min={visited_on}
        error={errorAt(issues, 'next_on')}
        shortcuts={visited_on ? nextDays(visited_on) : []}
        value={answers.next_on}
        onChange={next_on => change({ next_on })}
      />
      <Switch
        label="标记有异常"
        hint="需要站长留意的情况：受伤、断粮、失联、侵害等"
        checked={answers.unusual}
        onChange={unusual => change({ unusual })}
      />
    </>
  );
}

/** What shows that it was so; all of it optional. */
export function EvidencePart({ answers, issues, person, station, change }: Around) {
  const consents: readonly string[] = person?.consents ?? [];
  return (
    <>
      <PhotoPicker
        hint={person && !consents.includes('photo') ? '可不拍。档案里没有拍照同意，请先征得本人同意。' : undefined}
        files={answers.photos}
        station={station}
        max={MAX_PHOTOS}
        error={errorAt(issues, 'photos')}
        onAdd={file => change(now => ({ photos: now.photos.includes(file) ? now.photos : [...now.photos, file] }))}
        onRemove={file => change(now => ({ photos: now.photos.filter(f => f !== file) }))}
      />
      {answers.outcome === 'success' && (
        <SignatureField
          file={answers.signature}
          reason={answers.signature_reason}
          reasons={choicesOf(SIGNATURE_REASONS)}
          station={station}
          error={errorAt(issues, 'signature') ?? errorAt(issues, 'signature_reason')}
          onChange={(signature, signature_reason) => change({ signature, signature_reason })}
        />
      )}
    </>
  );
}

export const PlacePart = ({ answers, issues, change }: Around) => (
  <LocationField
    spot={answers.place}
    reason={answers.place_reason}
    reasons={choicesOf(PLACE_REASONS)}
    required={answers.outcome === 'success' && answers.place === null}
    error={errorAt(issues, 'place_reason') ?? errorAt(issues, 'place')}
    onChange={(place, place_reason) => change({ place, place_reason })}
  />
);
