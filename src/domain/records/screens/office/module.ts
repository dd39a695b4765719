// What records bring to the office: the one queue of what waits for review.

import type { OfficeModule } from '#web/office/registry.ts';
import { recordsPolicy as may } from '../../records.policy.ts';

export const recordsOffice: OfficeModule = {
  pages: [
    {
      path: '/review',
      title: '待审核',
      group: 'records',
      roles: may['records.to_review'].roles,
      load: () => import('./Review.tsx'),
    },
  ],
};
