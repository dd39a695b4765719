// The door of assessments: what was answered to an instrument, its result over time, the county's own instruments, and what they count for.

import { defineModule } from '#server/module.ts';
import { demoAssessments } from './assessments.demo.ts';
import { measures } from './assessments.measures.ts';
import { commands, documents, reads } from './assessments.routes.ts';

export const assessments = defineModule({
  name: 'assessments',
  commands,
  reads,
  documents,
  measures,
  demo: demoAssessments(commands),
  constraints: {
    assessments_pk: 'id_reused',
    instruments_pk: 'id_reused',
    instruments_version: 'instrument_code_taken',
    instruments_one_draft: 'instrument_code_taken',
  },
});
