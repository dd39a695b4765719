// What visits bring to the office.

import { lazy } from 'react';
import type { OfficeModule } from '#web/office/registry.ts';
import { visitsPolicy as may } from '../../visits.policy.ts';

export const visitsOffice: OfficeModule = {
  pages: [
    { path: '/visits', title: '探访记录', group: 'records', roles: may['visits.list'].roles, load: () => import('./Visits.tsx') },
    {
      path: '/visits/review',
      title: '待审核',
      group: 'records',
      roles: may['visits.to_review'].roles,
      load: () => import('./Review.tsx'),
    },
    {
      path: '/visits/$id',
      title: '探访记录',
      group: 'records',
      roles: may['visits.get'].roles,
      hidden: true,
      load: () => import('./VisitPage.tsx'),
    },
  ],
  slots: { personRecords: { roles: may['visits.list'].roles, part: lazy(() => import('./PersonRecords.tsx')) } },
};
