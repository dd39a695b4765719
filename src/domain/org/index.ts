// The server's door of module org.

import { defineModule } from '#server/module.ts';
import { measures } from './org.measures.ts';
import { commands, documents, reads } from './org.routes.ts';
import { trainingSpans } from './spans.service.ts';
import { demoExams } from './staffing.demo.ts';
import { staffingCommands, staffingReads } from './staffing.routes.ts';

export const org = defineModule({
  name: 'org',
  commands: [...commands, ...staffingCommands],
  demo: demoExams(staffingCommands),
  reads: [...reads, ...staffingReads],
  documents,
  measures,
  spans: [trainingSpans],
  constraints: {
    accounts_user_name: 'user_name_taken',
    staff_identity: 'known_staff',
    staff_pk: 'id_reused',
    staff_moves_pk: 'id_reused',
    staff_record_checks_pk: 'id_reused',
    staff_exams_pk: 'id_reused',
    staff_exams_once: 'exam_known',
    accounts_pk: 'id_reused',
    role_grants_pk: 'id_reused',
  },
});
