// What inspections bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';

export const inspectionsOffice: OfficeModule = {
  pages: [
    {
      path: '/inspections',
      title: '检查指导',
      group: 'station',
      roles: may['inspections.grid'].roles,
      load: () => import('./Inspections.tsx'),
    },
    {
      path: '/inspections/findings',
      title: '问题整改',
      group: 'station',
      roles: may['inspections.findings'].roles,
      load: () => import('./Findings.tsx'),
    },
    {
      path: '/inspections/records',
      title: '检查台账',
      group: 'station',
      roles: may['inspections.list'].roles,
      load: () => import('./Records.tsx'),
    },
    {
      path: '/inspections/new',
      title: '登记检查',
      group: 'station',
      roles: may['inspections.record'].roles,
      hidden: true,
      load: () => import('./NewInspection.tsx'),
    },
    {
      path: '/inspections/$id',
      title: '检查记录',
      group: 'station',
      roles: may['inspections.get'].roles,
      hidden: true,
      load: () => import('./InspectionPage.tsx'),
    },
    {
      path: '/draws',
      title: '抽查回访',
      group: 'contract',
      roles: may['inspections.draws'].roles,
      load: () => import('./Draws.tsx'),
    },
    {
      path: '/draws/$id',
      title: '抽查回访',
      group: 'contract',
      roles: may['inspections.drawn'].roles,
      hidden: true,
      load: () => import('./DrawPage.tsx'),
    },
    {
      path: '/draws/item/$id',
      title: '抽查结果',
      group: 'contract',
      roles: may['inspections.drawn_item'].roles,
      hidden: true,
      load: () => import('./ItemPage.tsx'),
    },
  ],
};
