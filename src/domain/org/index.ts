// The server's door of module org.

import { defineModule } from '#server/module.ts';
import { commands, reads } from './org.routes.ts';

export const org = defineModule({
  name: 'org',
  commands,
  reads,
  constraints: {
    accounts_user_name: 'user_name_taken',
    staff_identity: 'known_staff',
    staff_pk: 'id_reused',
    accounts_pk: 'id_reused',
    role_grants_pk: 'id_reused',
  },
});
