// The door of visits: home visits, telephone greetings, their review, and what they count for.

import { reviewCommands } from '#domain/records/records.demo.ts';
import { defineModule } from '#server/module.ts';
import { visitReviewable } from './review.service.ts';
import { agreedVisits, visitSpans } from './spans.service.ts';
import { demoVisits } from './visits.demo.ts';
import { measures } from './visits.measures.ts';
import { commands, documents, reads } from './visits.routes.ts';

export const visits = defineModule({
  name: 'visits',
  commands,
  reads,
  documents,
  measures,
  reviewables: [visitReviewable],
  spans: [visitSpans, agreedVisits],
  demo: demoVisits([...commands, ...reviewCommands([visitReviewable])]),
  // The id of a visit is made by its author: one that is taken means another command recorded it before.
  constraints: { visits_pk: 'id_reused' },
});
