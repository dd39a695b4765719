// The door of group work: groups with their plans, members, sessions, attendance and records, and what they count for.

import { defineModule } from '#server/module.ts';
import { desk } from './desk.service.ts';
import { groupDossier } from './dossier.documents.ts';
import { groupReviewable } from './forms.service.ts';
import { demoGroups } from './groups.demo.ts';
import { measures } from './groups.measures.ts';
import { commands, documents, reads } from './groups.routes.ts';
import { heldSessions, plannedSessions } from './spans.service.ts';

export const groups = defineModule({
  name: 'groups',
  commands,
  reads,
  documents,
  measures,
  reviewables: [groupReviewable],
  spans: [heldSessions, plannedSessions],
  dossiers: [groupDossier],
  desks: [desk],
  demo: demoGroups(commands),
  constraints: {
    groups_pk: 'id_reused',
    group_members_pk: 'id_reused',
    group_sessions_pk: 'id_reused',
    group_members_once: 'member_known',
  },
});
