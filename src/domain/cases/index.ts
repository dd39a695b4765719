// The door of cases: casework from intake to follow-up, who may read it, and what it counts for.

import { defineModule } from '#server/module.ts';
import { demoCases } from './cases.demo.ts';
import { measures } from './cases.measures.ts';
import { commands, documents, reads } from './cases.routes.ts';
import { caseReviewable } from './cases.service.ts';
import { caseDossier } from './dossier.documents.ts';
import { caseSpans } from './spans.service.ts';

export const cases = defineModule({
  name: 'cases',
  commands,
  reads,
  documents,
  measures,
  reviewables: [caseReviewable],
  spans: [caseSpans],
  dossiers: [caseDossier],
  demo: demoCases(commands),
  // Ids are made by the author: one that is taken means another command wrote it before.
  constraints: { cases_pk: 'id_reused', case_handovers_pk: 'id_reused' },
});
