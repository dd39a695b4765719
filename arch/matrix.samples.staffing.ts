// What is sent to the endpoints of staffing over time (module org).

import { newId } from '#kernel/ids.ts';
import { TODAY } from './matrix.kinds.ts';
import type { Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });

export const staffingSamples: Record<string, Sample[]> = {
  'org.move_staff': [
    of(async n => ({
      id: newId(),
      staff: await n.id('staff'),
      revision: 1,
      from_on: TODAY,
      station: 469030100,
      post: 'resident_worker',
      reason: '试',
    })),
  ],
  'org.check_record': [
    of(async n => ({ id: newId(), staff: await n.id('staff'), checked_on: TODAY, clear: true, reference: '试' })),
  ],
  'org.prepare_exam': [of(async n => ({ id: newId(), staff: await n.id('staff'), year: 2026, level: 'national_assistant' }))],
  'org.exam_result': [of(async n => ({ id: await n.id('exam'), revision: 1, state: 'registered' }))],
  'org.staffing': [of(async n => ({ station: await n.number('anyStation') }))],
  'org.reminders': [of(() => ({}))],
  'org.hours': [of(() => ({}))],
  'org.exams': [of(() => ({}))],
};
