// What activities bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { activitiesPolicy as may } from '../../activities.policy.ts';

export const activitiesOffice: OfficeModule = {
  pages: [
    {
      path: '/activities',
      title: '乡镇活动',
      group: 'records',
      roles: may['activities.list'].roles,
      load: () => import('./Activities.tsx'),
    },
    {
      path: '/activities/new',
      title: '新的活动计划',
      group: 'records',
      roles: may['activities.plan'].roles,
      hidden: true,
      load: () => import('./NewActivity.tsx'),
    },
    {
      path: '/activities/$id',
      title: '一场活动',
      group: 'records',
      roles: may['activities.get'].roles,
      hidden: true,
      load: () => import('./ActivityPage.tsx'),
    },
    {
      path: '/activities/$id/code',
      title: '现场二维码',
      group: 'records',
      roles: may['activities.code'].roles,
      hidden: true,
      load: () => import('./CodePage.tsx'),
    },
  ],
};
