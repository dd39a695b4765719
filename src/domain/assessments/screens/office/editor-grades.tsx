// Total, grades and rules of adjustment in the editor.

import { Button } from 'antd';
import { type Instrument, itemsOf, MISSING, TOTALS, totalRange } from '../../assessments.ts';
import { at, freeKey, without } from './editing.ts';
import { ConditionField } from './editor-condition.tsx';
import { Amount, Pick, Tick, Words } from './editor-fields.tsx';

type Props = { i: Instrument; onChange(i: Instrument): void };
const BETTER = { higher: '分数越高越好', lower: '分数越低越好', none: '不分好坏' } as const;

export const TotalEditor = ({ i, onChange }: Props) => (
  <div className="edit-row">
    <Pick label="总分" table={TOTALS} value={i.total.how} onChange={how => onChange({ ...i, total: { ...i.total, how } })} />
    <Pick
      label="好坏"
      table={BETTER}
      value={i.total.better}
      onChange={better => onChange({ ...i, total: { ...i.total, better } })}
    />
    <Words label="单位" max={6} value={i.total.unit} onChange={unit => onChange({ ...i, total: { ...i.total, unit } })} />
    <Amount
      label="小数位数"
      min={0}
      max={2}
      value={i.total.decimals}
      onChange={n => onChange({ ...i, total: { ...i.total, decimals: n ?? 0 } })}
    />
    <Amount
      label="可缺项数"
      min={0}
      max={50}
      value={i.missing.allowed}
      onChange={n => onChange({ ...i, missing: { ...i.missing, allowed: n ?? 0 } })}
    />
    {i.missing.allowed > 0 && (
      <Pick
        label="缺项"
        table={MISSING}
        value={i.missing.as}
        onChange={as => onChange({ ...i, missing: { ...i.missing, as } })}
      />
    )}
    <Tick
      label="填写时显示总分"
      value={i.total.shown_while_filling}
      onChange={on => onChange({ ...i, total: { ...i.total, shown_while_filling: on } })}
    />
  </div>
);

export function GradesEditor({ i, onChange }: Props) {
  const range = totalRange(i);
  const { grades } = i;
  const put = (n: number, part: Partial<Instrument['grades'][number]>) =>
    onChange({ ...i, grades: at(grades, n, g => ({ ...g, ...part })) });
  const add = () => {
    const from = grades.length ? Math.max(...grades.map(g => g.to)) + 10 ** -i.total.decimals : (range?.min ?? 0);
    onChange({
      ...i,
      grades: [
        ...grades,
        {
          code: freeKey(
            'g',
            grades.map(g => g.code),
          ),
          label: '新的等级',
          from,
          to: Math.max(from, range?.max ?? from),
          meaning: '说明',
          attention: false,
        },
      ],
    });
  };
  return (
    <>
      {range && (
        <p className="hint">
          可能的总分：{range.min}–{range.max} {i.total.unit}。等级要首尾相接，盖住全部分数。
        </p>
      )}
      {grades.map((g, n) => (
        <div key={g.code} className="edit-row">
          <Words label="等级" max={40} value={g.label} onChange={label => put(n, { label })} />
          <Amount label="从" value={g.from} onChange={from => put(n, { from: from ?? 0 })} />
          <Amount label="到" value={g.to} onChange={to => put(n, { to: to ?? 0 })} />
          <Words label="含义" max={300} value={g.meaning} onChange={meaning => put(n, { meaning })} />
          <Tick label="需要关注" value={g.attention} onChange={attention => put(n, { attention })} />
          <Button aria-label={`删除等级“${g.label}”`} onClick={() => onChange({ ...i, grades: without(grades, n) })}>
            删除
          </Button>
        </div>
      ))}
      <Button onClick={add}>添加等级</Button>
    </>
  );
}

export function AdjustmentsEditor({ i, onChange }: Props) {
  const items = itemsOf(i).filter(x => x.kind !== 'text');
  const { adjustments } = i;
  const put = (n: number, part: Partial<Instrument['adjustments'][number]>) =>
    onChange({ ...i, adjustments: at(adjustments, n, a => ({ ...a, ...part })) });
  const effects = { worse: '加重一级', ...Object.fromEntries(i.grades.map(g => [`set ${g.code}`, `直接定为“${g.label}”`])) };
  return (
    <>
      {adjustments.map((a, n) => (
        <fieldset key={a.code} className="edit-item">
          <legend>规则 {n + 1}</legend>
          <div className="edit-row">
            <Words label="说明" max={200} value={a.title} onChange={title => put(n, { title })} />
            <Pick
              label="结果"
              table={effects}
              value={'set' in a.effect ? `set ${a.effect.set}` : 'worse'}
              onChange={v => put(n, { effect: v === 'worse' ? { worse: 1 } : { set: v.slice(4) } })}
            />
            <Button onClick={() => onChange({ ...i, adjustments: without(adjustments, n) })}>删除规则</Button>
          </div>
          <ConditionField items={items} value={a.when} onChange={when => put(n, { when })} />
        </fieldset>
      ))}
      {items.length > 0 && i.grades.length > 0 && (
        <Button
          onClick={() =>
            onChange({
              ...i,
              adjustments: [
                ...adjustments,
                {
                  code: freeKey(
                    'a',
                    adjustments.map(a => a.code),
                  ),
                  title: '新的规则',
                  when: { item: items[0]!.key, is: [] },
                  effect: { worse: 1 },
                },
              ],
            })
          }
        >
          添加规则
        </Button>
      )}
    </>
  );
}
