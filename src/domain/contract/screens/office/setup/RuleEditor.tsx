// Every part of an indicator's rule as a form in plain Chinese, in the order in which it is carried out (decision 0010).

import { Checkbox } from 'antd';
import { LEVELS, type Level, type Rule, type Threshold } from '../../../rule.ts';
import type { Countable, Countables } from '../../../rule-check.ts';
import { CountPart } from './RuleCount.tsx';
import { Credited, Filters } from './RuleFilters.tsx';
import { ATS, covering, overMeasure, thresholdOf, WINDOWS, windowKey } from './rule-draft.ts';
import { Add, Amount, Block, MeasurePick, Part, Pick, PickSeveral, Remove, Word } from './rule-parts.tsx';

type Cover = Rule['cover'][number];
type Beside = Rule['beside'][number];
type Editing = { rule: Rule; measure: Countable; onChange(rule: Rule): void };

function ThresholdPart({ rule, unit, onChange }: { rule: Rule; unit: string; onChange(threshold: Threshold): void }) {
  const { threshold, count } = rule;
  const shares = count.how === 'ratio' || (count.how === 'units' && count.among !== null);
  const ats = (Object.keys(ATS) as Threshold['at'][]).filter(at => at !== 'share' || shares || threshold.at === 'share');
  const suffix = count.how === 'ratio' ? '%' : unit;
  return (
    <div className="rule-line">
      <Pick
        title="要求"
        label="要求怎么比"
        value={threshold.at}
        options={ats.map(value => ({ value, label: ATS[value] }))}
        onChange={at => onChange(thresholdOf(at, threshold))}
      />
      {threshold.at === 'between' ? (
        <>
          <Amount title="从" value={threshold.min} suffix={suffix} onChange={min => onChange({ ...threshold, min })} />
          <Amount title="到" value={threshold.max} suffix={suffix} onChange={max => onChange({ ...threshold, max })} />
        </>
      ) : threshold.at === 'share' ? (
        <Amount
          title="百分比"
          value={threshold.percent}
          suffix="%"
          max={100}
          onChange={percent => onChange({ ...threshold, percent })}
        />
      ) : (
        <Amount title="要求数" value={threshold.value} suffix={suffix} onChange={value => onChange({ ...threshold, value })} />
      )}
    </div>
  );
}

function WindowPart({ rule, onChange }: Omit<Editing, 'measure'>) {
  const { window } = rule;
  return (
    <div className="rule-line">
      <Pick
        title="在多长时间里"
        value={windowKey(window)}
        options={Object.entries(WINDOWS).map(([value, w]) => ({ value, label: w.label }))}
        onChange={key => onChange({ ...rule, window: WINDOWS[key]!.window })}
      />
      {window.kind === 'rolling' && (
        <Amount
          title="天数"
          value={window.days}
          min={1}
          max={3660}
          suffix="天"
          onChange={days => onChange({ ...rule, window: { kind: 'rolling', days } })}
        />
      )}
    </div>
  );
}

function CoverPart({ rule, measure, onChange }: Editing) {
  const choices = covering(measure);
  if (choices.length === 0) return null;
  const put = (cover: Cover[]) => onChange({ ...rule, cover });
  return (
    <Block title="必须样样都有" hint="例如活动须同时包括社会工作宣传和志愿服务倡导。">
      {rule.cover.map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and are only added at the end
        <div className="rule-line" key={i}>
          <Pick
            title="项目"
            value={c.attribute}
            options={choices}
            onChange={attribute =>
              put(rule.cover.map((x, n) => (n === i ? { attribute, values: firstOf(measure, attribute) } : x)))
            }
          />
          <PickSeveral
            title="都要有"
            value={c.values}
            options={Object.entries(measure.attributes[c.attribute]?.options ?? {}).map(([value, label]) => ({ value, label }))}
            onChange={values => put(rule.cover.map((x, n) => (n === i ? { ...x, values } : x)))}
          />
          <Remove what="这一项" onClick={() => put(rule.cover.filter((_, n) => n !== i))} />
        </div>
      ))}
      <Add
        what="添加"
        disabled={rule.cover.length >= 5}
        onClick={() => put([...rule.cover, { attribute: choices[0]!.value, values: firstOf(measure, choices[0]!.value) }])}
      />
    </Block>
  );
}
const firstOf = (measure: Countable, attribute: string): string[] =>
  Object.keys(measure.attributes[attribute]?.options ?? {}).slice(0, 1);

function BesidePart({ rule, measure, onChange }: Editing) {
  const put = (beside: Beside[]) => onChange({ ...rule, beside });
  return (
    <Block title="另行列出" hint="例如其中的民政对象有多少；只作说明，不影响是否达标。">
      {rule.beside.map((b, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and are only added at the end
        <div className="rule-nested" key={i}>
          <div className="rule-line">
            <Word
              title="叫作"
              value={b.title}
              max={20}
              width={200}
              onChange={title => put(rule.beside.map((x, n) => (n === i ? { ...x, title } : x)))}
            />
            <Remove what="这一项" onClick={() => put(rule.beside.filter((_, n) => n !== i))} />
          </div>
          <Filters
            where={b.where}
            measure={measure}
            onChange={where => put(rule.beside.map((x, n) => (n === i ? { ...x, where } : x)))}
          />
        </div>
      ))}
      <Add what="添加" disabled={rule.beside.length >= 5} onClick={() => put([...rule.beside, { title: '其中', where: [] }])} />
    </Block>
  );
}

/** The rule as a form. `unit` is the indicator's unit of counting. */
export function RuleEditor({ rule, unit, measure, measures, onChange }: Editing & { unit: string; measures: Countables }) {
  const put = (part: Partial<Rule>) => onChange({ ...rule, ...part });
  return (
    <>
      <Block title="数什么">
        <MeasurePick title="统计口径" value={rule.measure} measures={measures} onChange={m => onChange(overMeasure(rule, m))} />
        <Pick
          title="对谁要求"
          value={rule.unit}
          options={(Object.keys(LEVELS) as Level[]).map(value => ({ value, label: LEVELS[value] }))}
          onChange={level => put({ unit: level })}
        />
        <CountPart rule={rule} measure={measure} measures={measures} onChange={count => put({ count })} />
      </Block>
      <Block title="要求多少">
        <ThresholdPart rule={rule} unit={unit} onChange={threshold => put({ threshold })} />
        <WindowPart rule={rule} onChange={onChange} />
        <Part title="参加不满全期">
          <Checkbox checked={rule.options.prorate} onChange={event => put({ options: { prorate: event.target.checked } })}>
            要求数按天数折算，有小数进一
          </Checkbox>
        </Part>
      </Block>
      <Block title="只计哪些" hint="所有条件都要符合；没有条件时全部计入。">
        <Filters where={rule.where} measure={measure} onChange={where => put({ where })} />
        <Credited measure={measure} without={rule.without} onChange={without => put({ without })} />
      </Block>
      <CoverPart rule={rule} measure={measure} onChange={onChange} />
      <BesidePart rule={rule} measure={measure} onChange={onChange} />
    </>
  );
}
