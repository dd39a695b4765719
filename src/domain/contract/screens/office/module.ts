// What the contract brings to the office.

import { ROLE_NAMES } from '#kernel/roles.ts';
import type { OfficeModule } from '#web/office/registry.ts';
import { contractPolicy as may } from '../../contract.policy.ts';
import { setupPages } from './setup/pages.ts';

export const contractOffice: OfficeModule = {
  pages: [
    { path: '/', title: '工作台', group: 'home', roles: ROLE_NAMES, load: () => import('./Home.tsx') },
    {
      path: '/contract',
      title: '合同履约',
      group: 'contract',
      roles: may['contract.standing'].roles,
      load: () => import('./Contract.tsx'),
    },
    {
      path: '/services/$id',
      title: '服务',
      group: 'contract',
      roles: may['contract.standing'].roles,
      hidden: true,
      load: () => import('./ServicePage.tsx'),
    },
    ...setupPages,
  ],
};
