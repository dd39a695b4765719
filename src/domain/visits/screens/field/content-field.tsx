// One field of a form's content as a thumb fills it in, whatever its kind; drawn from the form's description. Serves K1, E6.

import { memo, useState } from 'react';
import type { Issue } from '#kernel/errors.ts';
import { Button } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf, MultiChips } from '#web/field/kit/chips.tsx';
import { type FieldProps, TextArea, TextInput } from '#web/field/kit/form.tsx';
import { type Field, type Followup, LEVELS, type Level, type Observation } from '../../visits.ts';
import { errorAt, sinceLast } from '../shared/answers.ts';
import { FollowupsField } from './followups-field.tsx';

/** Of a long list of choices so many are shown at first. */
const FEW = 8;

type Change = (key: string, value: unknown) => void;
type Props = {
  name: string;
  field: Field;
  value: unknown;
  /** The last visit's answer, undefined where there is none. */
  before: unknown;
  required: boolean;
  issues: readonly Issue[];
  onChange: Change;
};

/** Three levels, and a note where there is something to say. */
function ObservationField({
  value,
  onChange,
  noteError,
  ...common
}: FieldProps & { value: Observation | undefined; onChange(value: Observation): void; noteError: string | null }) {
  const [asked, setAsked] = useState(false);
  const level = value?.level ?? null;
  const noted = asked || value?.note !== undefined || (level !== null && level !== 'normal');
  return (
    <div className="observation">
      <ChoiceChips<Level>
        {...common}
        even
        options={choicesOf(LEVELS)}
        value={level}
        onChange={picked => onChange(value?.note === undefined ? { level: picked } : { ...value, level: picked })}
      />
      {value && noted && (
        <TextInput
          label={`${common.label}备注`}
          placeholder="看到、听到了什么"
          error={noteError}
          value={value.note ?? ''}
          onChange={note => onChange({ ...value, note })}
        />
      )}
      {value && !noted && (
        <Button look="quiet" icon="pen" onClick={() => setAsked(true)}>
          备注<span className="visually-hidden">：{common.label}</span>
        </Button>
      )}
    </div>
  );
}

/** One of the codes, or several, or a text, a number: by the field's kind. Keeps still while other fields change. */
export const ContentField = memo(function ContentField({ name, field, value, before, required, issues, onChange }: Props) {
  const path = `content.${name}`;
  const common = {
    label: field.label,
    hint: field.hint,
    required,
    since: sinceLast(field, before, value),
    error: errorAt(issues, path),
  };
  const set = (next: unknown): void => onChange(name, next);
  switch (field.kind) {
    case 'choice':
      return (
        <ChoiceChips
          {...common}
          options={choicesOf(field.options)}
          value={(value as string | undefined) ?? null}
          onChange={set}
          onClear={() => set(undefined)}
        />
      );
    case 'choices':
      return (
        <MultiChips
          {...common}
          options={choicesOf(field.options)}
          few={FEW}
          none={field.none}
          value={(value as string[] | undefined) ?? []}
          onChange={set}
        />
      );
    case 'text':
      return (
        <TextArea
          {...common}
          max={field.max}
          rows={field.lines ?? 1}
          value={(value as string | undefined) ?? ''}
          onChange={set}
        />
      );
    case 'number':
      return (
        <TextInput
          {...common}
          label={`${field.label}（${field.unit}）`}
          type="number"
          inputMode="numeric"
          min={field.min}
          max={field.max}
          value={value === undefined ? '' : String(value)}
          onChange={text => set(text === '' ? undefined : Number(text))}
        />
      );
    case 'observation':
      return (
        <ObservationField
          {...common}
          error={issues.some(i => i.path === `${path}.note`) ? null : common.error}
          noteError={errorAt(issues, `${path}.note`)}
          value={value as Observation | undefined}
          onChange={set}
        />
      );
    case 'followups':
      return (
        <FollowupsField {...common} path={path} issues={issues} value={(value as Followup[] | undefined) ?? []} onChange={set} />
      );
  }
});
