// Sections and items in the editor: the question, its kind, its options with scores, when it is asked.

import { Button } from 'antd';
import {
  type Condition,
  type Instrument,
  ITEM_KINDS,
  type Item,
  type ItemKind,
  itemsOf,
  type Section,
} from '../../assessments.ts';
import { at, changeSection, freeKey, freshItem, moved, without } from './editing.ts';
import { ConditionField } from './editor-condition.tsx';
import { Amount, Pick, Tick, Words } from './editor-fields.tsx';

type OptionItem = Extract<Item, { kind: 'choice' | 'choices' }>;

function Options({ item, onChange }: { item: OptionItem; onChange(item: Item): void }) {
  const { options } = item;
  const put = (next: OptionItem['options']) => onChange({ ...item, options: next });
  const add = () =>
    put([
      ...options,
      {
        value: freeKey(
          'o',
          options.map(o => o.value),
        ),
        label: '新的选项',
        ...(options[0]?.score !== undefined && { score: 0 }),
      },
    ]);
  return (
    <div className="edit-options">
      {options.map((o, n) => (
        <div key={o.value} className="edit-row">
          <Words
            label={`选项 ${n + 1}`}
            max={200}
            wide={false}
            value={o.label}
            onChange={label => put(at(options, n, x => ({ ...x, label })))}
          />
          <Amount
            label="分数"
            value={o.score}
            onChange={score => put(at(options, n, ({ score: _, ...x }) => ({ ...x, ...(score !== undefined && { score }) })))}
          />
          <Button disabled={options.length <= 2} aria-label={`删除选项“${o.label}”`} onClick={() => put(without(options, n))}>
            删除
          </Button>
        </div>
      ))}
      <Button onClick={add}>添加选项</Button>
    </div>
  );
}

function KindFields({ item, onChange }: { item: Item; onChange(item: Item): void }) {
  switch (item.kind) {
    case 'choice':
    case 'choices':
      return <Options item={item} onChange={onChange} />;
    case 'number':
      return (
        <div className="edit-row">
          <Amount label="最小值" value={item.min} onChange={min => onChange({ ...item, min: min ?? 0 })} />
          <Amount label="最大值" value={item.max} onChange={max => onChange({ ...item, max: max ?? 0 })} />
          <Tick label="数字就是分数" value={item.scored} onChange={scored => onChange({ ...item, scored })} />
        </div>
      );
    case 'scale':
      return (
        <div className="edit-row">
          <Words label="0 的意思" max={40} value={item.low} onChange={low => onChange({ ...item, low })} />
          <Words label="10 的意思" max={40} value={item.high} onChange={high => onChange({ ...item, high })} />
          <Tick label="计分" value={item.scored} onChange={scored => onChange({ ...item, scored })} />
        </div>
      );
    case 'yes_no': {
      const { scores, ...rest } = item;
      return (
        <div className="edit-row">
          <Tick
            label="计分"
            value={scores !== undefined}
            onChange={on => onChange(on ? { ...rest, scores: { yes: 1, no: 0 } } : rest)}
          />
          {scores && (
            <Amount
              label="“是”的分数"
              value={scores.yes}
              onChange={yes => onChange({ ...rest, scores: { ...scores, yes: yes ?? 0 } })}
            />
          )}
          {scores && (
            <Amount
              label="“否”的分数"
              value={scores.no}
              onChange={no => onChange({ ...rest, scores: { ...scores, no: no ?? 0 } })}
            />
          )}
        </div>
      );
    }
    case 'text':
      return null;
  }
}

type ItemProps = {
  i: Instrument;
  item: Item;
  n: number;
  weighted: boolean;
  onChange(item: Item): void;
  onMove(by: -1 | 1): void;
  onDrop(): void;
  last: boolean;
};

function ItemEditor({ i, item, n, weighted, onChange, onMove, onDrop, last }: ItemProps) {
  const all = itemsOf(i);
  const before = all
    .slice(
      0,
      all.findIndex(x => x.key === item.key),
    )
    .filter(x => x.kind !== 'text');
  const { hint, shown_when, ...rest } = item;
  const conditioned = (c: Condition | undefined) =>
    onChange({ ...rest, ...(hint !== undefined && { hint }), ...(c && { shown_when: c }) });
  return (
    <fieldset className="edit-item">
      <legend>
        第 {n + 1} 题（编号 {item.key}）
      </legend>
      <div className="edit-row">
        <Words label="题目" max={200} wide value={item.title} onChange={title => onChange({ ...item, title })} />
        <Pick
          label="答法"
          table={ITEM_KINDS}
          value={item.kind}
          onChange={(kind: ItemKind) => onChange({ ...freshItem(kind, item.key), title: item.title })}
        />
      </div>
      <Words
        label="提示"
        max={300}
        value={hint ?? ''}
        onChange={words => onChange({ ...rest, ...(words !== '' && { hint: words }), ...(shown_when && { shown_when }) })}
      />
      <KindFields item={item} onChange={onChange} />
      <div className="edit-row">
        <Tick label="必填" value={item.required} onChange={required => onChange({ ...item, required })} />
        {item.kind !== 'text' && item.kind !== 'choices' && (
          <Tick label="反向计分" value={item.reversed} onChange={reversed => onChange({ ...item, reversed })} />
        )}
        {weighted && (
          <Amount label="权重" min={0.01} value={item.weight} onChange={weight => onChange({ ...item, weight: weight ?? 1 })} />
        )}
        {before.length > 0 && (
          <Tick
            label="有条件才问"
            value={shown_when !== undefined}
            onChange={on => conditioned(on ? { item: before[0]!.key, is: [] } : undefined)}
          />
        )}
      </div>
      {shown_when && <ConditionField items={before} value={shown_when} onChange={conditioned} />}
      <p className="row-actions">
        <Button disabled={n === 0} onClick={() => onMove(-1)} aria-label={`上移“${item.title}”`}>
          上移
        </Button>
        <Button disabled={last} onClick={() => onMove(1)} aria-label={`下移“${item.title}”`}>
          下移
        </Button>
        <Button onClick={onDrop} aria-label={`删除题目“${item.title}”`}>
          删除题目
        </Button>
      </p>
    </fieldset>
  );
}

const SECTION_SCORES = { none: '不计小分', sum: '相加', mean: '平均' } as const;

export function SectionsEditor({ i, onChange }: { i: Instrument; onChange(i: Instrument): void }) {
  const put = (n: number, change: (s: Section) => Section) => onChange(changeSection(i, n, change));
  const keys = itemsOf(i).map(x => x.key);
  return (
    <>
      {i.sections.map((s, n) => (
        <section key={s.key} className="edit-section" aria-label={s.title}>
          <div className="edit-row">
            <Words label={`第 ${n + 1} 部分的名称`} max={60} value={s.title} onChange={title => put(n, x => ({ ...x, title }))} />
            <Pick
              label="小分"
              table={SECTION_SCORES}
              value={s.score ?? 'none'}
              onChange={(how: keyof typeof SECTION_SCORES) =>
                put(n, ({ score: _, ...x }) => ({ ...x, ...(how !== 'none' && { score: how }) }))
              }
            />
            {i.sections.length > 1 && (
              <Button onClick={() => onChange({ ...i, sections: without(i.sections, n) })}>删除这一部分</Button>
            )}
          </div>
          {s.items.map((item, m) => (
            <ItemEditor
              key={item.key}
              i={i}
              item={item}
              n={m}
              last={m === s.items.length - 1}
              weighted={i.total.how === 'weighted'}
              onChange={next => put(n, x => ({ ...x, items: at(x.items, m, () => next) }))}
              onMove={by => put(n, x => ({ ...x, items: moved(x.items, m, by) }))}
              onDrop={() => put(n, x => ({ ...x, items: without(x.items, m) }))}
            />
          ))}
          <Button onClick={() => put(n, x => ({ ...x, items: [...x.items, freshItem('choice', freeKey('q', keys))] }))}>
            添加题目
          </Button>
        </section>
      ))}
      <Button
        onClick={() => {
          const key = freeKey(
            's',
            i.sections.map(s => s.key),
          );
          onChange({
            ...i,
            sections: [...i.sections, { key, title: '新的部分', items: [freshItem('choice', freeKey('q', keys))] }],
          });
        }}
      >
        添加部分
      </Button>
    </>
  );
}
