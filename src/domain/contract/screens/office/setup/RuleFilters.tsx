// Which rows count: conditions over a measure's attributes that must all hold, and the exclusions a contract does not make.

import { Checkbox } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { DayInput } from '#web/office/kit/command-form.tsx';
import type { Filter } from '../../../rule.ts';
import { attributeOf, type Countable } from '../../../rule-check.ts';
import { COMPARISONS, comparisonsOf, newFilter } from './rule-draft.ts';
import { Add, Amount, Part, Pick, PickSeveral, Remove } from './rule-parts.tsx';

function Value({ filter, measure, onChange }: { filter: Filter; measure: Countable; onChange(filter: Filter): void }) {
  const attribute = attributeOf(measure, filter.attribute);
  if (filter.is === 'in' || filter.is === 'not_in') {
    const options = attribute?.options && Object.entries(attribute.options).map(([value, label]) => ({ value, label }));
    return (
      <PickSeveral
        title="选项"
        value={filter.values}
        options={options ?? null}
        onChange={values => onChange({ ...filter, values })}
      />
    );
  }
  if (filter.is === 'flag')
    return (
      <Pick
        title="是或否"
        value={String(filter.value)}
        options={[
          { value: 'true', label: '是' },
          { value: 'false', label: '否' },
        ]}
        onChange={value => onChange({ ...filter, value: value === 'true' })}
      />
    );
  const { value } = filter;
  return typeof value === 'number' ? (
    <Amount title="数值" value={value} onChange={next => onChange({ ...filter, value: next })} />
  ) : (
    <Part title="日期">
      <DayInput label="日期" value={value} onChange={day => day && onChange({ ...filter, value: day })} />
    </Part>
  );
}

/** Changes how a filter compares; what was chosen stays where it fits. */
const compared = (filter: Filter, is: Filter['is']): Filter => {
  if ((filter.is === 'in' || filter.is === 'not_in') && (is === 'in' || is === 'not_in')) return { ...filter, is };
  if ((filter.is === 'at_least' || filter.is === 'at_most') && (is === 'at_least' || is === 'at_most')) return { ...filter, is };
  return filter;
};

function Line({
  filter,
  measure,
  onChange,
  onRemove,
}: {
  filter: Filter;
  measure: Countable;
  onChange(filter: Filter): void;
  onRemove(): void;
}) {
  const attributes = Object.entries(measure.attributes).map(([value, a]) => ({ value, label: a.title }));
  const title = attributeOf(measure, filter.attribute)?.title ?? filter.attribute;
  return (
    <li className="rule-line">
      <Pick
        title="项目"
        value={filter.attribute}
        options={attributes}
        onChange={attribute => onChange(newFilter(measure, attribute, dayOf(new Date())))}
      />
      <Pick
        title="比较"
        value={filter.is}
        options={comparisonsOf(measure, filter.attribute).map(value => ({ value, label: COMPARISONS[value] }))}
        onChange={is => onChange(compared(filter, is))}
      />
      <Value filter={filter} measure={measure} onChange={onChange} />
      <Remove what={`条件“${title}”`} onClick={onRemove} />
    </li>
  );
}

/** Conditions that must all hold. */
export function Filters({
  where,
  measure,
  onChange,
}: {
  where: readonly Filter[];
  measure: Countable;
  onChange(where: Filter[]): void;
}) {
  const [keys, setKeys] = useState<number[]>(() => where.map((_, i) => i));
  // Lines are told apart by when they were added: two equal conditions are two lines.
  const shown = where.map((_, i) => keys[i] ?? i);
  const first = Object.keys(measure.attributes)[0];
  return (
    <>
      {where.length > 0 && (
        <ul className="rule-lines">
          {where.map((filter, i) => (
            <Line
              key={shown[i]}
              filter={filter}
              measure={measure}
              onChange={next => onChange(where.map((f, n) => (n === i ? next : f)))}
              onRemove={() => {
                setKeys(shown.filter((_, n) => n !== i));
                onChange(where.filter((_, n) => n !== i));
              }}
            />
          ))}
        </ul>
      )}
      <Add
        what="添加条件"
        disabled={first === undefined || where.length >= 20}
        onClick={() => {
          setKeys([...shown, Math.max(-1, ...shown) + 1]);
          onChange([...where, newFilter(measure, first!, dayOf(new Date()))]);
        }}
      />
    </>
  );
}

/** What the measure leaves out by itself; ticked: this contract counts it all the same. */
export function Credited({
  measure,
  without,
  onChange,
}: {
  measure: Countable;
  without: readonly string[];
  onChange(without: string[]): void;
}) {
  if (measure.exclusions.length === 0) return null;
  return (
    <Part title="平时不计、本合同也要计入的">
      <Checkbox.Group
        options={measure.exclusions.map(x => ({ value: x.code, label: x.title }))}
        value={[...without]}
        onChange={onChange}
      />
    </Part>
  );
}
