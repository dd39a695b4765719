// What assessments bring to the office.

import { lazy } from 'react';
import type { OfficeModule } from '#web/office/registry.ts';
import { assessmentsPolicy as may } from '../../assessments.policy.ts';

const { roles } = may['assessments.list'];
const makers = may['assessments.draft_instrument'].roles;

export const assessmentsOffice: OfficeModule = {
  pages: [
    { path: '/assessments', title: '量表评估', group: 'records', roles, load: () => import('./Assessments.tsx') },
    {
      path: '/assessments/$id',
      title: '量表评估',
      group: 'records',
      roles,
      hidden: true,
      load: () => import('./AssessmentPage.tsx'),
    },
    { path: '/instruments', title: '量表', group: 'records', roles, load: () => import('./Instruments.tsx') },
    {
      path: '/instruments/edit',
      title: '编写量表',
      group: 'records',
      roles: makers,
      hidden: true,
      load: () => import('./InstrumentEditor.tsx'),
    },
    {
      path: '/instruments/$code',
      title: '量表',
      group: 'records',
      roles,
      hidden: true,
      load: () => import('./InstrumentPage.tsx'),
    },
  ],
  slots: { personRecords: { roles, part: lazy(() => import('./PersonAssessments.tsx')) } },
};
