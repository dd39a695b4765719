// What the people served bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { clientsPolicy as may } from '../../clients.policy.ts';

const group = 'people';

export const clientsOffice: OfficeModule = {
  pages: [
    { path: '/people', title: '服务对象', group, roles: may['clients.list'].roles, load: () => import('./People.tsx') },
    { path: '/people/assign', title: '分派', group, roles: may['clients.assign'].roles, load: () => import('./Assign.tsx') },
    {
      path: '/people/rosters',
      title: '名册导入',
      group,
      roles: may['clients.rosters'].roles,
      load: () => import('./Rosters.tsx'),
    },
    {
      path: '/people/rosters/$id',
      title: '名册核对',
      group,
      hidden: true,
      roles: may['clients.roster'].roles,
      load: () => import('./Roster.tsx'),
    },
    { path: '/people/twins', title: '疑似重复', group, roles: may['clients.twins'].roles, load: () => import('./Twins.tsx') },
    {
      path: '/people/numbers',
      title: '村（居）统计',
      group,
      roles: may['clients.numbers'].roles,
      load: () => import('./Numbers.tsx'),
    },
    {
      path: '/people/$id',
      title: '服务对象档案',
      group,
      hidden: true,
      roles: may['clients.get'].roles,
      load: () => import('./Person.tsx'),
    },
  ],
};
