// What cases bring to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ownCases } from './cached.ts';
import { Cases, CasesLink, DueCases, OneCase, PersonCase } from './cases.tsx';
import { amendCorrection, amendRecord } from './session-state.ts';

const forms = () => import('./sessions.tsx');
const ONE = (params: Record<string, string>) => `cases/${params.id}`;
const edit = (item: string): string => `unsent-case/${item}`;
const shown = lazy(() => import('./unsent-shown.tsx'));

export const casesField: FieldModule = {
  screens: [
    { path: 'cases', tab: 'records', title: '我的个案', screen: Cases, up: () => 'today' },
    { path: 'cases/:id', tab: 'records', title: '个案', screen: OneCase, up: () => 'cases' },
    {
      path: 'cases/:id/session',
      tab: 'records',
      title: '记录服务',
      form: true,
      up: ONE,
      screen: lazy(async () => ({ default: (await forms()).NewSession })),
    },
    {
      path: 'cases/:id/correct/:record',
      tab: 'records',
      title: '更正',
      form: true,
      up: ONE,
      screen: lazy(async () => ({ default: (await forms()).CorrectSession })),
    },
    {
      path: 'unsent-case/:id',
      tab: 'records',
      title: '未发送',
      form: true,
      screen: lazy(async () => ({ default: (await forms()).UnsentSession })),
    },
  ],
  collections: [ownCases],
  commands: {
    'cases.record': { shown, edit, amend: amendRecord },
    'cases.correct': { shown, edit, amend: amendCorrection },
  },
  slots: { today: DueCases, todayMore: CasesLink, personHistory: PersonCase },
};
