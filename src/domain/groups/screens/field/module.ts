// What group work brings to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ownGroups } from './cached.ts';
import { GroupHome, GroupsLink, GroupsToday, OwnGroups } from './groups.tsx';

const up = (params: Record<string, string>) => `groups/${params.id}`;

export const groupsField: FieldModule = {
  screens: [
    { path: 'groups', tab: 'today', title: '我的小组', screen: OwnGroups, up: () => 'today' },
    { path: 'groups/:id', tab: 'today', title: '小组', screen: GroupHome, up: () => 'groups' },
    {
      path: 'groups/:id/roll/:session',
      tab: 'today',
      title: '点名',
      form: true,
      up,
      screen: lazy(() => import('./roll-call.tsx')),
    },
    {
      path: 'groups/:id/record/:session',
      tab: 'today',
      title: '过程记录',
      form: true,
      up,
      screen: lazy(() => import('./session-record.tsx')),
    },
    { path: 'groups/:id/code/:session', tab: 'today', title: '扫码签到', up, screen: lazy(() => import('./code.tsx')) },
  ],
  collections: [ownGroups],
  slots: { today: GroupsToday, todayMore: GroupsLink },
};
