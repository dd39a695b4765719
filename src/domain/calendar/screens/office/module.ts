// What the calendar brings to the office.

import type { OfficeModule } from '#web/office/registry.ts';
import { calendarPolicy as may } from '../../calendar.policy.ts';

export const calendarOffice: OfficeModule = {
  pages: [
    {
      path: '/calendar',
      title: '日程',
      group: 'station',
      roles: may['calendar.days'].roles,
      load: () => import('./Calendar.tsx'),
    },
  ],
};
