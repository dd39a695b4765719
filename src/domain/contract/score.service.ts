// Points from figures: what each scored indicator of a contract has come to, over all its stations (P1).

import type { z } from 'zod';
import type { Tx } from '#server/database/tx.ts';
import { type Loaded, loadContract } from './contract.service.ts';
import type { Standing } from './contract.ts';
import type { Measures } from './counting.ts';
import { SCORE_NOTE, type score } from './score.ts';
import { type Grades, type Result, scoreOf } from './scoring.ts';
import { gradesOf } from './setup.service.ts';
import { standingOf } from './standing.service.ts';

type Indicator = Standing['clauses'][number]['indicators'][number];

/** Those of whom it is asked, each with his own figure. */
const askedOf = ({ level, stations, project }: Indicator) =>
  level === 'worker' ? stations.flatMap(s => s.workers) : level === 'station' ? stations : project ? [project] : [];

/** What has been done of what is asked, each capped at his own: nobody's excess makes up for another (K1). */
function shareOf(indicator: Indicator): number {
  if (indicator.project?.status === 'met') return 1;
  const asked = askedOf(indicator).filter(f => f.needed > 0);
  const needed = asked.reduce((n, f) => n + f.needed, 0);
  return needed === 0 ? 0 : asked.reduce((n, f) => n + Math.min(f.done, f.needed), 0) / needed;
}

/** The contract's points so far; null while no indicator has points. */
export function contractScore(
  contract: Loaded,
  standing: Standing,
  grades: Grades | null,
): (Result & { vetoes: string[] }) | null {
  const scored = standing.clauses.flatMap(clause =>
    clause.indicators.flatMap(i => {
      const score = contract.indicators.find(x => x.id === i.id)?.score;
      const attained = { share: shareOf(i), met: i.project?.status === 'met' };
      return score ? [{ block: clause.block, score, attained, title: `${clause.code} ${i.title}` }] : [];
    }),
  );
  if (scored.length === 0) return null;
  const result = scoreOf(scored, grades ?? []);
  return { ...result, vetoes: result.vetoed.map(place => scored[place]!.title) };
}

const percent = (n: number): string => `${n}%`;

/** The score with its sentences. */
export async function scoreSaid(tx: Tx, id: string, measures: Measures): Promise<z.input<typeof score.answer>> {
  const [contract, grades] = await Promise.all([loadContract(tx, id), gradesOf(tx, id)]);
  const found = contractScore(contract, await standingOf(tx, contract, measures), grades);
  if (!found) return { score: null, say: [] };
  const { vetoes, points, of, blocks, grade } = found;
  return {
    score: { points, of, percent: found.percent, grade, blocks, vetoed: vetoes },
    say: [
      `目前得分 ${points} 分，满分 ${of} 分（${percent(found.percent)}）${grade ? `，等次：${grade}` : ''}。`,
      ...(vetoes.length ? [`有一票否决的指标还没有达标：${vetoes.join('、')}。`] : []),
      SCORE_NOTE,
    ],
  };
}
