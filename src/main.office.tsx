// The office: its frame, and what each module brings to it. Adding a module is one line.

import { acceptanceOffice } from '#domain/acceptance/screens/office/module.ts';
import { activitiesOffice } from '#domain/activities/screens/office/module.ts';
import { assessmentsOffice } from '#domain/assessments/screens/office/module.ts';
import { calendarOffice } from '#domain/calendar/screens/office/module.ts';
import { casesOffice } from '#domain/cases/screens/office/module.ts';
import { clientsOffice } from '#domain/clients/screens/office/module.ts';
import { contractOffice } from '#domain/contract/screens/office/module.ts';
import { dossiersOffice } from '#domain/dossiers/screens/office/module.ts';
import { groupsOffice } from '#domain/groups/screens/office/module.ts';
import { hintsOffice } from '#domain/hints/screens/office/module.ts';
import { inspectionsOffice } from '#domain/inspections/screens/office/module.ts';
import { orgOffice } from '#domain/org/screens/office/module.ts';
import { recordsOffice } from '#domain/records/screens/office/module.ts';
import { visitsOffice } from '#domain/visits/screens/office/module.ts';
import { worktimeOffice } from '#domain/worktime/screens/office/module.ts';
import { startOffice } from '#web/office/app.tsx';

void startOffice([
  orgOffice,
  clientsOffice,
  recordsOffice,
  visitsOffice,
  casesOffice,
  groupsOffice,
  activitiesOffice,
  assessmentsOffice,
  inspectionsOffice,
  hintsOffice,
  contractOffice,
  calendarOffice,
  worktimeOffice,
  dossiersOffice,
  acceptanceOffice,
]);
