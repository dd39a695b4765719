// What hints bring to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { hintsPolicy as may } from '../../hints.policy.ts';

export const hintsOffice: OfficeModule = {
  pages: [
    { path: '/hints', title: '疑点提示', group: 'records', roles: may['hints.list'].roles, load: () => import('./Hints.tsx') },
  ],
};
