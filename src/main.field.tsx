// The field app: its frame, and what each module brings to it. Adding a module is one line.

import { activitiesField } from '#domain/activities/screens/field/module.ts';
import { assessmentsField } from '#domain/assessments/screens/field/module.ts';
import { casesField } from '#domain/cases/screens/field/module.ts';
import { clientsField } from '#domain/clients/screens/field/module.ts';
import { contractField } from '#domain/contract/screens/field/module.ts';
import { groupsField } from '#domain/groups/screens/field/module.ts';
import { visitsField } from '#domain/visits/screens/field/module.ts';
import { startField } from '#web/field/app.tsx';

void startField([visitsField, assessmentsField, casesField, clientsField, groupsField, activitiesField, contractField]);
