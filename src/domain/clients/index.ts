// The server's door of module clients.

import { defineModule } from '#server/module.ts';
import { demoResidents } from './clients.demo.ts';
import { measures } from './clients.measures.ts';
import { commands, documents, reads } from './clients.routes.ts';
import { rosterCommands, rosterDocuments, rosterReads } from './roster.routes.ts';
import { findInterrupted } from './roster.service.ts';

export const clients = defineModule({
  name: 'clients',
  commands: [...commands, ...rosterCommands],
  reads: [...reads, ...rosterReads],
  documents: [...documents, ...rosterDocuments],
  measures,
  started: findInterrupted,
  demo: demoResidents(commands),
  constraints: {
    residents_identity: 'known_person',
    residents_pk: 'id_reused',
    households_pk: 'id_reused',
    resident_categories_pk: 'id_reused',
    resident_categories_current: 'known_category',
    consents_pk: 'id_reused',
    roster_batches_pk: 'id_reused',
  },
});
