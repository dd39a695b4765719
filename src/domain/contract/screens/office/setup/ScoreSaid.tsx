// The contract's points so far, by block, in the head of its standing: a guide, not the acceptance.

import { useQuery } from '@tanstack/react-query';
import { holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { useActor } from '#web/office/session.ts';
import { milestonesPolicy as may } from '../../../milestones.policy.ts';
import { score } from '../../../score.ts';

/** Nothing for who does not see all stations, and for a contract without points. */
export function ScoreSaid({ contract }: { contract: string }) {
  const sees = holds(useActor(), ...may['contract.score'].roles);
  const answer = useQuery({
    queryKey: ['contract.score', contract],
    queryFn: ({ signal }) => read(score, { id: contract }, signal),
    enabled: sees,
  });
  if (!answer.data?.score) return null;
  const [first, ...rest] = answer.data.say;
  return (
    <details className="reason">
      <summary>{first}</summary>
      <ul>
        {answer.data.score.blocks.map(b => (
          <li key={b.block}>
            {b.block}：{b.points} 分，满分 {b.of} 分
          </li>
        ))}
      </ul>
      {rest.map(sentence => (
        <p key={sentence} className="hint">
          {sentence}
        </p>
      ))}
    </details>
  );
}
