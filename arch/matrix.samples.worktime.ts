// What is sent to the endpoints of working time.

import { newId } from '#kernel/ids.ts';
import { TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });
const entry = { day: TODAY, work: 'admin', minutes: 60, what: '协助登记' } as const;
/** The entry a role wrote. */
const own = async (n: Names) => ({ id: await n.id(n.role === 'station_lead' ? 'leadEntry' : 'entry'), revision: 1 });

export const worktimeSamples: Record<string, Sample[]> = {
  'worktime.record': [
    of(() => ({ id: newId(), ...entry })),
    { roles: ['station_lead'], input: async n => ({ id: await n.new('entry'), ...entry, worker: await n.id('worker') }) },
  ],
  'worktime.correct': [of(async n => ({ ...(await own(n)), ...entry, minutes: 90 }))],
  'worktime.withdraw': [of(own)],
  'worktime.summary': [
    of(async n => ({ from: '2026-11-01', to: TODAY, station: await n.number('station') })),
    of(async n => ({ from: '2026-11-01', to: TODAY, worker: await n.id('worker') })),
  ],
  'worktime.list': [of(async n => ({ from: '2026-11-01', to: TODAY, station: await n.number('station'), limit: 200 }))],
};
