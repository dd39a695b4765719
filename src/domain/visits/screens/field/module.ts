// What visits bring to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ownVisits } from './cached.ts';
import { PersonActions, PersonHistory, PersonState } from './person-parts.tsx';
import { Today } from './today.tsx';
import { amendCorrection, amendRecord } from './waiting.ts';

const forms = () => import('./new-record.tsx');
const HOME = (params: Record<string, string>) => `people/${params.id}`;

const edit = (item: string): string => `unsent/${item}`;
const shown = lazy(() => import('./unsent-shown.tsx'));

export const visitsField: FieldModule = {
  screens: [
    { path: 'today', tab: 'today', title: '今天', screen: Today },
    {
      path: 'people/:id/home_visit',
      tab: 'people',
      title: '入户探访',
      form: true,
      up: HOME,
      screen: lazy(async () => ({ default: (await forms()).NewHomeVisit })),
    },
    {
      path: 'people/:id/welfare_call',
      tab: 'people',
      title: '电话问候',
      form: true,
      up: HOME,
      screen: lazy(async () => ({ default: (await forms()).NewWelfareCall })),
    },
    { path: 'records', tab: 'records', title: '记录', screen: lazy(() => import('./records.tsx')) },
    { path: 'records/:id', tab: 'records', title: '记录', screen: lazy(() => import('./record.tsx')) },
    {
      path: 'records/:id/correct',
      tab: 'records',
      title: '更正',
      form: true,
      up: params => `records/${params.id}`,
      screen: lazy(() => import('./correct-record.tsx')),
    },
    { path: 'unsent/:id', tab: 'records', title: '未发送', form: true, screen: lazy(() => import('./unsent-record.tsx')) },
  ],
  collections: [ownVisits],
  commands: {
    'visits.record': { shown, edit, amend: amendRecord },
    'visits.correct': { shown, edit, amend: amendCorrection },
  },
  slots: { personActions: PersonActions, personHistory: PersonHistory, personState: PersonState },
};
