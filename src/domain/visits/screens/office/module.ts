// What visits bring to the office.

import { lazy } from 'react';
import type { OfficeModule } from '#web/office/registry.ts';
import { visitsPolicy as may } from '../../visits.policy.ts';

export const visitsOffice: OfficeModule = {
  pages: [
    { path: '/visits', title: '探访记录', group: 'records', roles: may['visits.list'].roles, load: () => import('./Visits.tsx') },
    {
      path: '/visits/$id',
      title: '探访记录',
      group: 'records',
      roles: may['visits.get'].roles,
      hidden: true,
      load: () => import('./VisitPage.tsx'),
    },
  ],
  reading: { visits: lazy(() => import('./VisitRead.tsx').then(m => ({ default: m.VisitRead }))) },
  slots: { personRecords: { roles: may['visits.list'].roles, part: lazy(() => import('./PersonRecords.tsx')) } },
};
