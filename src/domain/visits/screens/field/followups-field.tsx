// What is to be done after the visit: what, by when, by whom. Serves E6.

import type { Issue } from '#kernel/errors.ts';
import { Button } from '#web/field/kit/basic.tsx';
import { DayField, type FieldProps, TextInput } from '#web/field/kit/form.tsx';
import type { Followup } from '../../visits.ts';
import { errorAt } from '../shared/answers.ts';

const MOST = 10;
type Props = FieldProps & {
  path: string;
  issues: readonly Issue[];
  value: readonly Followup[];
  onChange(value: Followup[]): void;
};

export function FollowupsField({ label, error, path, issues, value, onChange }: Props) {
  const set = (at: number, part: Partial<Followup>) => onChange(value.map((f, i) => (i === at ? { ...f, ...part } : f)));
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {value.map((followup, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and never change places
        <div key={i} className="followup">
          <TextInput
            label={`第 ${i + 1} 项：做什么`}
            error={errorAt(issues, `${path}.${i}.what`)}
            value={followup.what}
            onChange={what => set(i, { what })}
          />
          <DayField
            label="期限"
            error={errorAt(issues, `${path}.${i}.due_on`)}
            shortcuts={[]}
            value={followup.due_on ?? ''}
            onChange={due_on => set(i, { due_on: due_on || undefined })}
          />
          <TextInput
            label="负责人"
            hint="不填就是本人"
            error={errorAt(issues, `${path}.${i}.who`)}
            value={followup.who ?? ''}
            onChange={who => set(i, { who })}
          />
          <Button look="quiet" onClick={() => onChange(value.filter((_, at) => at !== i))}>
            去掉第 {i + 1} 项
          </Button>
        </div>
      ))}
      {value.length < MOST && (
        <Button icon="plus" onClick={() => onChange([...value, { what: '' }])}>
          添加跟进事项
        </Button>
      )}
      {error && value.length === 0 && <p className="field-error">{error}</p>}
    </fieldset>
  );
}
