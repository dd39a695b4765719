// How counted rows are added up: each once, each value once, a number, units that satisfy conditions of their own, or a share.

import { Checkbox } from 'antd';
import type { Condition, Plain, Rule } from '../../../rule.ts';
import type { Countable, Countables } from '../../../rule-check.ts';
import { Credited, Filters } from './RuleFilters.tsx';
import { countOf, HOWS, newCondition, numbers, plainOf, tellingApart } from './rule-draft.ts';
import { Add, Amount, MeasurePick, Pick, Remove, Word } from './rule-parts.tsx';

type Units = Extract<Rule['count'], { how: 'units' }>;
type Ratio = Extract<Rule['count'], { how: 'ratio' }>;

const PLAIN: Record<Plain['how'], string> = { rows: '记录条数', distinct: '去重后的个数', sum: '数量相加' };

function PlainCount({
  count,
  measure,
  title,
  onChange,
}: {
  count: Plain;
  measure: Countable;
  title: string;
  onChange(count: Plain): void;
}) {
  const hows = (Object.keys(PLAIN) as Plain['how'][]).filter(how => how !== 'sum' || numbers(measure).length > 0);
  return (
    <>
      <Pick
        title={title}
        value={count.how}
        options={hows.map(value => ({ value, label: PLAIN[value] }))}
        onChange={how => onChange(plainOf(how, measure))}
      />
      {count.how !== 'rows' && <OfWhat count={count} measure={measure} onChange={onChange} />}
    </>
  );
}

const OfWhat = ({
  count,
  measure,
  onChange,
}: {
  count: Extract<Plain, { of: string }>;
  measure: Countable;
  onChange(count: Plain): void;
}) => (
  <Pick
    title={count.how === 'sum' ? '相加的是' : '按什么去重'}
    value={count.of}
    options={count.how === 'sum' ? numbers(measure) : tellingApart(measure)}
    onChange={of => onChange({ ...count, of })}
  />
);

function ConditionLine({
  condition,
  measure,
  place,
  onChange,
  onRemove,
}: {
  condition: Condition;
  measure: Countable;
  place: number;
  onChange(condition: Condition): void;
  onRemove: (() => void) | null;
}) {
  return (
    <li className="rule-nested">
      <div className="rule-line">
        <PlainCount
          count={condition.count}
          measure={measure}
          title="数的是"
          onChange={count => onChange({ ...condition, count })}
        />
        <Pick
          title="要求"
          value={condition.at}
          options={[
            { value: 'least', label: '不少于' },
            { value: 'most', label: '不多于' },
          ]}
          onChange={at => onChange({ ...condition, at })}
        />
        <Amount title="数量" value={condition.value} onChange={value => onChange({ ...condition, value })} />
        <Word title="单位" value={condition.unit} max={6} onChange={unit => onChange({ ...condition, unit })} />
        {onRemove && <Remove what={`第 ${place} 个要求`} onClick={onRemove} />}
      </div>
      <Filters where={condition.where} measure={measure} onChange={where => onChange({ ...condition, where })} />
    </li>
  );
}

function UnitsCount({
  count,
  measure,
  measures,
  onChange,
}: {
  count: Units;
  measure: Countable;
  measures: Countables;
  onChange(count: Units): void;
}) {
  const { among } = count;
  const all = among && measures.get(among.measure);
  const put = (having: Condition[]) => onChange({ ...count, having });
  return (
    <>
      <Pick title="归并到" value={count.by} options={tellingApart(measure)} onChange={by => onChange({ ...count, by })} />
      <p className="hint">把记录归到同一个对象名下；下面的要求同时满足，这个对象才计 1。</p>
      <ul className="rule-lines">
        {count.having.map((condition, i) => (
          <ConditionLine
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own and are only added at the end
            key={i}
            condition={condition}
            measure={measure}
            place={i + 1}
            onChange={next => put(count.having.map((c, n) => (n === i ? next : c)))}
            onRemove={count.having.length > 1 ? () => put(count.having.filter((_, n) => n !== i)) : null}
          />
        ))}
      </ul>
      <Add
        what="再加一个要求"
        disabled={count.having.length >= 6}
        onClick={() => put([...count.having, newCondition(measure)])}
      />
      <Checkbox
        checked={among !== null}
        onChange={event =>
          onChange({
            ...count,
            among: event.target.checked ? { measure: measure.name, by: count.by, where: [], without: [] } : null,
          })
        }
      >
        对照一份全部对象的名单，没有记录的列为缺少
      </Checkbox>
      {among && all && (
        <div className="rule-line">
          <MeasurePick
            title="名单取自"
            value={among.measure}
            measures={measures}
            onChange={m => onChange({ ...count, among: { measure: m.name, by: 'client_id', where: [], without: [] } })}
          />
          <Pick
            title="逐个对照"
            value={among.by}
            options={tellingApart(all)}
            onChange={by => onChange({ ...count, among: { ...among, by } })}
          />
          <Filters where={among.where} measure={all} onChange={where => onChange({ ...count, among: { ...among, where } })} />
          <Credited
            measure={all}
            without={among.without}
            onChange={without => onChange({ ...count, among: { ...among, without } })}
          />
        </div>
      )}
    </>
  );
}

function RatioCount({
  count,
  measure,
  measures,
  onChange,
}: {
  count: Ratio;
  measure: Countable;
  measures: Countables;
  onChange(count: Ratio): void;
}) {
  const { whole } = count;
  const other = measures.get(whole.measure);
  return (
    <>
      <PlainCount count={count.part} measure={measure} title="分子数的是" onChange={part => onChange({ ...count, part })} />
      <MeasurePick
        title="分母取自"
        value={whole.measure}
        measures={measures}
        onChange={m => onChange({ ...count, whole: { measure: m.name, count: { how: 'rows' }, where: [], without: [] } })}
      />
      {other && (
        <>
          <PlainCount
            count={whole.count}
            measure={other}
            title="分母数的是"
            onChange={next => onChange({ ...count, whole: { ...whole, count: next } })}
          />
          <Filters where={whole.where} measure={other} onChange={where => onChange({ ...count, whole: { ...whole, where } })} />
          <Credited
            measure={other}
            without={whole.without}
            onChange={without => onChange({ ...count, whole: { ...whole, without } })}
          />
        </>
      )}
    </>
  );
}

export function CountPart({
  rule,
  measure,
  measures,
  onChange,
}: {
  rule: Rule;
  measure: Countable;
  measures: Countables;
  onChange(count: Rule['count']): void;
}) {
  const { count } = rule;
  const hows = (Object.keys(HOWS) as Rule['count']['how'][]).filter(how => how !== 'sum' || numbers(measure).length > 0);
  return (
    <>
      <Pick
        title="怎么数"
        value={count.how}
        options={hows.map(value => ({ value, label: HOWS[value] }))}
        onChange={how => onChange(countOf(how, measure))}
      />
      {(count.how === 'distinct' || count.how === 'sum') && <OfWhat count={count} measure={measure} onChange={onChange} />}
      {count.how === 'units' && <UnitsCount count={count} measure={measure} measures={measures} onChange={onChange} />}
      {count.how === 'ratio' && <RatioCount count={count} measure={measure} measures={measures} onChange={onChange} />}
    </>
  );
}
