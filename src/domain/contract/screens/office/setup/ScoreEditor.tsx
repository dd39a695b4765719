// Points of an indicator in the contract's own scale: how many, how they are given, whether missing it fails the whole contract.

import { Checkbox } from 'antd';
import type { Score } from '../../../scoring.ts';
import { Add, Amount, Block, Part, Pick, Remove } from './rule-parts.tsx';

const HOWS: Record<Score['given']['how'], string> = {
  share: '按完成比例给分',
  whole: '达标给满分，不达标不给分',
  steps: '分档给分',
};
const begin = (how: Score['given']['how']): Score['given'] =>
  how === 'steps'
    ? {
        how,
        steps: [
          { from_percent: 60, points_percent: 60 },
          { from_percent: 100, points_percent: 100 },
        ],
      }
    : { how };

type Steps = Extract<Score['given'], { how: 'steps' }>['steps'];
function StepLines({ steps, onChange }: { steps: Steps; onChange(steps: Steps): void }) {
  const put = (i: number, part: Partial<Steps[number]>) => onChange(steps.map((s, n) => (n === i ? { ...s, ...part } : s)));
  return (
    <>
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and are only added at the end
        <div className="rule-line" key={i}>
          <Amount title="完成达到" value={step.from_percent} suffix="%" max={100} onChange={v => put(i, { from_percent: v })} />
          <Amount
            title="给分值的"
            value={step.points_percent}
            suffix="%"
            max={100}
            onChange={v => put(i, { points_percent: v })}
          />
          {steps.length > 1 && <Remove what={`第 ${i + 1} 档`} onClick={() => onChange(steps.filter((_, n) => n !== i))} />}
        </div>
      ))}
      <Add
        what="再加一档"
        disabled={steps.length >= 10}
        onClick={() =>
          onChange([...steps, { from_percent: Math.min(100, (steps.at(-1)?.from_percent ?? 0) + 10), points_percent: 100 }])
        }
      />
    </>
  );
}

export function ScoreEditor({ score, onChange }: { score: Score | null; onChange(score: Score | null): void }) {
  return (
    <Block title="分值" hint="超额完成不多给分。分值只供日常参考，最后以验收意见为准。">
      <Part title="是否计分">
        <Checkbox
          checked={score !== null}
          onChange={event => onChange(event.target.checked ? { points: 5, given: { how: 'share' }, veto: false } : null)}
        >
          这个指标有分值
        </Checkbox>
      </Part>
      {score && (
        <>
          <div className="rule-line">
            <Amount
              title="满分"
              value={score.points}
              suffix="分"
              max={10_000}
              onChange={points => onChange({ ...score, points })}
            />
            <Pick
              title="怎么给分"
              value={score.given.how}
              options={(Object.keys(HOWS) as Score['given']['how'][]).map(value => ({ value, label: HOWS[value] }))}
              onChange={how => onChange({ ...score, given: begin(how) })}
            />
          </div>
          {score.given.how === 'steps' && (
            <StepLines steps={score.given.steps} onChange={steps => onChange({ ...score, given: { how: 'steps', steps } })} />
          )}
          <Part title="一票否决">
            <Checkbox checked={score.veto} onChange={event => onChange({ ...score, veto: event.target.checked })}>
              不达标时，整份合同按最低等次
            </Checkbox>
          </Part>
        </>
      )}
    </Block>
  );
}
