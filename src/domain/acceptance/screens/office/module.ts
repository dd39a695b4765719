// What evaluation and acceptance bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';

export const acceptanceOffice: OfficeModule = {
  pages: [
    {
      path: '/evaluation',
      title: '评估',
      group: 'contract',
      roles: may['acceptance.evaluations'].roles,
      load: () => import('./Evaluations.tsx'),
    },
    {
      path: '/acceptance',
      title: '验收',
      group: 'contract',
      roles: may['acceptance.list'].roles,
      load: () => import('./Acceptances.tsx'),
    },
  ],
};
