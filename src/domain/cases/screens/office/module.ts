// What cases bring to the office.

import { lazy } from 'react';
import type { OfficeModule } from '#web/office/registry.ts';
import { casesPolicy as may } from '../../cases.policy.ts';

const group = 'records';
export const casesOffice: OfficeModule = {
  pages: [
    { path: '/cases', title: '个案', group, roles: may['cases.list'].roles, load: () => import('./Cases.tsx') },
    {
      path: '/cases/new',
      title: '接案',
      group,
      hidden: true,
      roles: may['cases.open'].roles,
      load: () => import('./NewCase.tsx'),
    },
    {
      path: '/cases/handovers',
      title: '个案移交',
      group,
      roles: may['cases.handovers'].roles,
      load: () => import('./Handovers.tsx'),
    },
    { path: '/cases/glass', title: '越权查阅', group, roles: may['cases.glass'].roles, load: () => import('./Glass.tsx') },
    {
      path: '/cases/$id',
      title: '个案',
      group,
      hidden: true,
      roles: may['cases.get'].roles,
      load: () => import('./CasePage.tsx'),
    },
  ],
  reading: { cases: lazy(() => import('./CaseReading.tsx')) },
  slots: { personRecords: { roles: may['cases.list'].roles, part: lazy(() => import('./PersonCases.tsx')) } },
};
