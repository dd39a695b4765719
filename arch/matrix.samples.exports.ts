// What is sent to the lists as files: people, staff, the ledger of operations.

import type { Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });

export const exportSamples: Record<string, Sample[]> = {
  'clients.people': [
    of(async n => ({ station: await n.number('station'), village: await n.id('village') })),
    of(async n => ({ worker: await n.id('colleague') })),
    of(() => ({})),
  ],
  'org.staff_register': [of(async n => ({ station: await n.number('anyStation') }))],
  'org.ledger_file': [of(async n => ({ actor: await n.id('account') })), of(async n => ({ subject: await n.id('account') }))],
};
