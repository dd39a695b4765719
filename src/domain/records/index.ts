// The door of records: what every kind of record has alike. The kinds themselves belong to the modules above.

import { defineModule } from '#server/module.ts';
import { commands } from './records.routes.ts';

export const records = defineModule({
  name: 'records',
  commands,
  constraints: { records_pk: 'id_reused', record_contents_pk: 'stale' },
});
