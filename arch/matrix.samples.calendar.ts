// What is sent to the endpoints of the calendar.

import type { Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });
const written = { title: '例会', day: '2026-11-25', started_at: '09:00', ended_at: '10:00' };

export const calendarSamples: Record<string, Sample[]> = {
  'calendar.put': [
    of(async n => ({
      id: await n.new('planned'),
      station: await n.number('station'),
      ...written,
      workers: [await n.id('worker')],
    })),
  ],
  'calendar.change': [of(async n => ({ id: await n.id('planned'), revision: 1, ...written, workers: [await n.id('worker')] }))],
  'calendar.withdraw': [of(async n => ({ id: await n.id('planned'), revision: 1 }))],
  'calendar.open_feed': [of(() => ({}))],
  'calendar.close_feed': [of(() => ({}))],
  'calendar.days': [
    of(async n => ({ station: await n.number('station'), from: '2026-11-01', to: '2026-11-30' })),
    of(async n => ({ station: await n.number('station'), from: '2026-11-01', to: '2026-11-30', worker: await n.id('worker') })),
  ],
};
