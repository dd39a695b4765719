// What the people served bring to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ownPeople } from '../shared/own-people.ts';

export const clientsField: FieldModule = {
  screens: [
    { path: 'people', tab: 'people', title: '对象', screen: lazy(() => import('./people.tsx')) },
    { path: 'people/:id', tab: 'people', title: '服务对象', screen: lazy(() => import('./person.tsx')) },
  ],
  collections: [ownPeople],
};
