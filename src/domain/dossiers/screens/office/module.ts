// What dossiers bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { dossiersPolicy as may } from '../../dossiers.policy.ts';

export const dossiersOffice: OfficeModule = {
  pages: [
    {
      path: '/dossiers',
      title: '卷宗',
      group: 'records',
      roles: may['dossiers.list'].roles,
      load: () => import('./Dossiers.tsx'),
    },
  ],
};
