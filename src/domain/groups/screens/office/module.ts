// What group work brings to the office.

import { lazy } from 'react';
import type { OfficeModule } from '#web/office/registry.ts';
import { groupsPolicy as may } from '../../groups.policy.ts';

export const groupsOffice: OfficeModule = {
  reading: { groups: lazy(() => import('./GroupReading.tsx')) },
  pages: [
    { path: '/groups', title: '小组', group: 'records', roles: may['groups.list'].roles, load: () => import('./Groups.tsx') },
    {
      path: '/groups/new',
      title: '新建小组',
      group: 'records',
      roles: may['groups.open'].roles,
      hidden: true,
      load: () => import('./GroupForm.tsx'),
    },
    {
      path: '/groups/code/$id',
      title: '扫码签到',
      group: 'records',
      roles: may['groups.code'].roles,
      hidden: true,
      load: () => import('./CodePage.tsx'),
    },
    {
      path: '/groups/$id',
      title: '小组',
      group: 'records',
      roles: may['groups.get'].roles,
      hidden: true,
      load: () => import('./GroupPage.tsx'),
    },
  ],
};
