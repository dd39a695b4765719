// The pages of setting contracts up, their deliverables and payments.

import type { OfficePage } from '#web/office/registry.ts';
import { deliverablesPolicy } from '../../../deliverables.policy.ts';
import { milestonesPolicy } from '../../../milestones.policy.ts';
import { setupPolicy } from '../../../setup.policy.ts';

export const setupPages: readonly OfficePage[] = [
  {
    path: '/contract/deliverables',
    title: '成果材料',
    group: 'contract',
    roles: deliverablesPolicy['contract.deliverables'].roles,
    load: () => import('./Deliverables.tsx'),
  },
  {
    path: '/contract/payments',
    title: '付款',
    group: 'contract',
    roles: milestonesPolicy['contract.milestones'].roles,
    load: () => import('./Payments.tsx'),
  },
  {
    path: '/contract/manage',
    title: '合同管理',
    group: 'contract',
    roles: setupPolicy['contract.draft'].roles,
    load: () => import('./Contracts.tsx'),
  },
  {
    path: '/contract/manage/$id',
    title: '合同内容',
    group: 'contract',
    roles: setupPolicy['contract.setup'].roles,
    hidden: true,
    load: () => import('./Setup.tsx'),
  },
];
