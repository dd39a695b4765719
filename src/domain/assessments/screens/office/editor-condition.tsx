// A condition in the editor: one or several comparisons with earlier answers, of which any or all must hold.

import { Button, InputNumber, Select } from 'antd';
import { type Compare, type Condition, type Item, YES_NO } from '../../assessments.ts';
import { at, joined, partsOf, without } from './editing.ts';

const numeric = (item: Item | undefined): boolean => item?.kind === 'number' || item?.kind === 'scale';
const blank = (item: Item): Compare => (numeric(item) ? { item: item.key, at_least: 1 } : { item: item.key, is: [] });

function answersOf(item: Item | undefined): { value: string; label: string }[] {
  if (!item) return [];
  if (item.kind === 'yes_no') return Object.entries(YES_NO).map(([value, label]) => ({ value, label }));
  return item.kind === 'choice' || item.kind === 'choices' ? item.options.map(({ value, label }) => ({ value, label })) : [];
}

function PartField({ items, part, onChange }: { items: readonly Item[]; part: Compare; onChange(part: Compare): void }) {
  const item = items.find(x => x.key === part.item);
  return (
    <>
      <Select
        aria-label="看哪一题"
        className="edit-select"
        value={part.item}
        onChange={key => onChange(blank(items.find(x => x.key === key)!))}
        options={items.map(x => ({ value: x.key, label: x.title }))}
      />
      {'at_least' in part ? (
        <>
          不小于
          <InputNumber aria-label="不小于" value={part.at_least} onChange={v => onChange({ ...part, at_least: v ?? 0 })} />
        </>
      ) : (
        <Select
          aria-label="答案是其中之一"
          className="edit-select"
          mode="multiple"
          placeholder="选择答案"
          value={part.is}
          onChange={is => onChange({ ...part, is })}
          options={answersOf(item)}
        />
      )}
    </>
  );
}

export function ConditionField({
  items,
  value,
  onChange,
}: {
  items: readonly Item[];
  value: Condition;
  onChange(c: Condition): void;
}) {
  const parts = partsOf(value);
  const how = 'all' in value ? 'all' : 'any';
  return (
    <div className="edit-condition">
      {parts.map((part, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no name but their place
        <div key={n} className="edit-row">
          <PartField
            items={items}
            part={part}
            onChange={next =>
              onChange(
                joined(
                  at(parts, n, () => next),
                  how,
                ),
              )
            }
          />
          {parts.length > 1 && <Button onClick={() => onChange(joined(without(parts, n), how))}>删除条件</Button>}
        </div>
      ))}
      <div className="edit-row">
        <Button onClick={() => onChange(joined([...parts, blank(items[0]!)], how))}>添加条件</Button>
        {parts.length > 1 && (
          <Select<'any' | 'all'>
            aria-label="条件之间"
            value={how}
            onChange={next => onChange(joined(parts, next))}
            options={[
              { value: 'any', label: '满足任意一条' },
              { value: 'all', label: '须全部满足' },
            ]}
          />
        )}
      </div>
    </div>
  );
}
