// The server's door of module hints.

import { defineModule } from '#server/module.ts';
import { commands, reads } from './hints.routes.ts';

export const hints = defineModule({
  name: 'hints',
  commands,
  reads,
  constraints: { hint_remarks_pk: 'hint_known' },
});
