// 付款: what is payable now and why, what was paid (P2).

import { holds } from '#kernel/roles.ts';
import { useActor } from '#web/office/session.ts';
import { milestonesPolicy as may } from '../../../milestones.policy.ts';
import { Milestones } from './MilestonesStep.tsx';
import { WithContract } from './WithContract.tsx';
import './setup.css';

export default function PaymentsPage() {
  const pays = holds(useActor(), ...may['contract.pay_milestone'].roles);
  return (
    <WithContract>
      {contract => <Milestones contract={contract} changes={false} pays={pays && contract.state !== 'draft'} />}
    </WithContract>
  );
}
