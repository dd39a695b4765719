// The door of activities: planned, held, attended, summed up, and what they count for.

import { defineModule } from '#server/module.ts';
import { demoActivities } from './activities.demo.ts';
import { measures } from './activities.measures.ts';
import { activityReviewable, commands, documents, reads } from './activities.routes.ts';
import { desks } from './desk.service.ts';
import { activityDossier } from './dossier.documents.ts';
import { heldActivities, plannedActivities } from './spans.service.ts';

export const activities = defineModule({
  name: 'activities',
  commands,
  reads,
  documents,
  measures,
  reviewables: [activityReviewable],
  spans: [heldActivities, plannedActivities],
  dossiers: [activityDossier],
  desks,
  demo: demoActivities(commands, activityReviewable),
  constraints: {
    activities_pk: 'id_reused',
    activity_attendances_pk: 'id_reused',
    activity_photos_pk: 'id_reused',
    satisfaction_answers_pk: 'id_reused',
  },
});
