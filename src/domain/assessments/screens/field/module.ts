// What assessments bring to the phone.

import { lazy } from 'react';
import type { FieldModule } from '#web/field/registry.ts';
import { ownAssessments } from './cached.ts';
import { PersonActions, PersonHistory } from './person-parts.tsx';
import { amendCorrection, amendRecord } from './waiting.ts';

const pages = () => import('./pages.tsx');
const HOME = (params: Record<string, string>) => `people/${params.id}`;
const Choose = lazy(async () => ({ default: (await pages()).Choose }));
const New = lazy(async () => ({ default: (await pages()).NewAssessment }));
const shown = lazy(() => import('./unsent-shown.tsx'));
const edit = (item: string): string => `assess/unsent/${item}`;

export const assessmentsField: FieldModule = {
  screens: [
    { path: 'people/:id/assess', tab: 'people', title: '选择量表', up: HOME, screen: Choose },
    { path: 'people/:id/assess/for/:kind/:forId', tab: 'people', title: '选择量表', up: HOME, screen: Choose },
    {
      path: 'people/:id/assess/:code',
      tab: 'people',
      title: '评估',
      form: true,
      up: params => `people/${params.id}/assess`,
      screen: New,
    },
    { path: 'people/:id/assess/:code/for/:kind/:forId', tab: 'people', title: '评估', form: true, up: HOME, screen: New },
    {
      path: 'assess/unsent/:id',
      tab: 'people',
      title: '未发送的评估',
      form: true,
      screen: lazy(async () => ({ default: (await pages()).UnsentPage })),
    },
    {
      path: 'assessed/:id',
      tab: 'people',
      title: '评估结果',
      screen: lazy(async () => ({ default: (await pages()).AssessedPage })),
    },
    {
      path: 'assessed/:id/correct',
      tab: 'people',
      title: '更正评估',
      form: true,
      up: params => `assessed/${params.id}`,
      screen: lazy(async () => ({ default: (await pages()).CorrectPage })),
    },
  ],
  collections: [ownAssessments],
  commands: {
    'assessments.record': { shown, edit, amend: amendRecord },
    'assessments.correct': { shown, edit, amend: amendCorrection },
  },
  slots: { personActions: PersonActions, personHistory: PersonHistory },
};
