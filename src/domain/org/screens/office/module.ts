// What the organisation brings to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { orgPolicy } from '../../org.policy.ts';

export const orgOffice: OfficeModule = {
  pages: [
    {
      path: '/staff',
      title: '人员',
      group: 'station',
      roles: orgPolicy['org.staff_member'].roles,
      load: () => import('./Staff.tsx'),
    },
    {
      path: '/staffing',
      title: '人员配备',
      group: 'station',
      roles: orgPolicy['org.staffing'].roles,
      load: () => import('./Staffing.tsx'),
    },
    {
      path: '/stations',
      title: '社工站',
      group: 'station',
      roles: orgPolicy['org.staff'].roles,
      load: () => import('./Stations.tsx'),
    },
    {
      path: '/accounts',
      title: '账号与岗位',
      group: 'system',
      roles: orgPolicy['org.accounts'].roles,
      load: () => import('./Accounts.tsx'),
    },
    {
      path: '/audit',
      title: '操作台账',
      group: 'system',
      roles: orgPolicy['org.ledger'].roles,
      load: () => import('./Audit.tsx'),
    },
  ],
};
