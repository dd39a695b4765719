// A mid-term evaluation of the demo county, done through the commands as officer and evaluator would. All of it is 演示数据.

import { DEMO_CONTRACT, demoStations } from '#domain/contract/contract.demo.ts';
import { demoId } from '#domain/org/people.demo.ts';
import type { Actor, Role } from '#kernel/roles.ts';
import { answer, carryOut } from '#server/command.ts';
import type { BoundCommand, BoundRead, Demo } from '#server/module.ts';
import { type Evaluation, evaluation } from './evaluation.ts';
import { exampleLayout, type Item, itemsOf } from './layout.ts';
import { byHand } from './scoring.ts';

const COUNTY = 469030;
export const DEMO_EVALUATION = demoId('acceptance.mid');

const actor = (word: string, name: string, role: Role): Actor => ({
  county: COUNTY,
  account: demoId(`${COUNTY}/${word}`),
  name,
  grants: [{ role, station: null }],
  stations: demoStations,
});
const officer = actor('minzheng', '演示·民政专员', 'county_officer');
const evaluator = actor('pinggu', '演示·评估员', 'evaluator');

const REMARKS: Readonly<Record<string, string>> = {
  A1: '两个站的标牌被绿植挡住，已现场移开。',
  D1: '抽查 30 份记录，29 份与回访一致，1 份时间写错已更正。',
  D2: '有 3 条需求超过一个月没有回应，已列入整改。',
};
/** About six of seven points, a little different from item to item, in halves. */
const pointsFor = (item: Item, n: number): number => Math.round(item.points * (0.82 + (n % 4) * 0.04) * 2) / 2;

/** Begins, scores and signs it. */
export const demoEvaluation =
  (commands: readonly BoundCommand[], reads: readonly BoundRead[]): Demo =>
  async (house, say) => {
    let n = 0;
    const send = async (by: Actor, name: string, input: object): Promise<void> => {
      const bound = commands.find(c => c.def.name === name)!;
      await carryOut(house, bound, { actor: by }, { id: demoId(`${name} ${n++}`), madeAt: null, input }, {});
    };
    const id = DEMO_EVALUATION;
    const begun = {
      id,
      contract: DEMO_CONTRACT,
      kind: 'mid',
      title: '中期评估',
      layout: exampleLayout,
      evaluators: [evaluator.account],
    };
    await send(officer, 'acceptance.begin_evaluation', begun);
    await send(officer, 'acceptance.set_satisfaction', {
      id,
      revision: 1,
      asked: 60,
      satisfied: 55,
      note: '随机抽取 60 人电话回访',
    });
    const read = reads.find(r => r.def.name === evaluation.name)!;
    const { figures } = (await answer(house, read, { actor: evaluator }, { id })).answer as Evaluation;
    const items = itemsOf(exampleLayout).filter(i => byHand(i, figures));
    const points = Object.fromEntries(items.map((i, at) => [i.code, pointsFor(i, at)]));
    const remark = '服务扎实，记录基本及时；需求回应和个案、小组还要加强。';
    await send(evaluator, 'acceptance.score', { id, revision: 1, points, remarks: REMARKS, vetoes: {}, remark });
    await send(evaluator, 'acceptance.sign_scores', { id, revision: 2 });
    say('评估：中期评估已完成，1 名评估员已签定');
  };
