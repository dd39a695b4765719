// The door of inspections: the manager's inspections with their findings, draws at random with their results, and what they count for.

import { defineModule } from '#server/module.ts';
import { demoInspections } from './inspections.demo.ts';
import { measures } from './inspections.measures.ts';
import { commands, documents, reads } from './inspections.routes.ts';

export const inspections = defineModule({
  name: 'inspections',
  commands,
  reads,
  documents,
  measures,
  demo: demoInspections(commands, reads),
  constraints: { inspections_pk: 'id_reused', findings_pk: 'id_reused', draws_pk: 'id_reused' },
});
