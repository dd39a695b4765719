// What working time brings to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { worktimePolicy as may } from '../../worktime.policy.ts';

export const worktimeOffice: OfficeModule = {
  pages: [
    {
      path: '/worktime',
      title: '工时',
      group: 'station',
      roles: may['worktime.summary'].roles,
      load: () => import('./Worktime.tsx'),
    },
  ],
};
