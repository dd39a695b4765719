// What activities bring to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ActivitiesLink, ActivitiesToday, ActivityHome, OwnActivities } from './activities.tsx';
import { ownActivities } from './cached.ts';

const up = (params: Record<string, string>) => `activities/${params.id}`;

export const activitiesField: FieldModule = {
  screens: [
    { path: 'activities', tab: 'today', title: '活动', screen: OwnActivities, up: () => 'today' },
    { path: 'activities/:id', tab: 'today', title: '活动', screen: ActivityHome, up: () => 'activities' },
    {
      path: 'activities/:id/people',
      tab: 'today',
      title: '名单签到',
      form: true,
      up,
      screen: lazy(() => import('./sign-list.tsx')),
    },
    {
      path: 'activities/:id/count',
      tab: 'today',
      title: '仅计数',
      form: true,
      up,
      screen: lazy(async () => ({ default: (await import('./count-photos.tsx')).CountForm })),
    },
    {
      path: 'activities/:id/photos',
      tab: 'today',
      title: '活动照片',
      form: true,
      up,
      screen: lazy(async () => ({ default: (await import('./count-photos.tsx')).PhotoForm })),
    },
    { path: 'activities/:id/code', tab: 'today', title: '扫码签到', up, screen: lazy(() => import('./code.tsx')) },
  ],
  collections: [ownActivities],
  slots: { today: ActivitiesToday, todayMore: ActivitiesLink },
};
