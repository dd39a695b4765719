// What is sent to the endpoints of activities in the matrix.

import { planned, summary } from '#domain/activities/testing.ts';
import { type Kind, TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });
const byId = (kind: Kind, more: object = {}): Sample => of(async n => ({ id: await n.id(kind), ...more }));
const seen = { revision: 1 };

const plan = async (n: Names) => {
  const { id: _, station: __, ...rest } = planned({ made_on: TODAY, planned_on: TODAY });
  return { ...rest, co_workers: [await n.id('colleague')] };
};

export const activitiesSamples: Record<string, Sample[]> = {
  'activities.plan': [of(async n => ({ ...(await plan(n)), id: await n.new('activity'), station: await n.number('station') }))],
  'activities.replan': [of(async n => ({ ...(await plan(n)), id: await n.id('activity'), ...seen, reason: '改地点' }))],
  'activities.hold': [byId('activity', { ...seen, held_on: TODAY, held_start: '09:00', held_end: '10:00' })],
  'activities.cancel': [byId('activity', { ...seen, reason: '台风' })],
  'activities.archive': [{ ...byId('doneActivity', { revision: 3 }), roles: ['station_lead'] }],
  'activities.attend': [
    of(async n => ({
      activity: await n.id('activity'),
      people: [{ id: await n.new('attendance'), resident: await n.id('resident') }],
    })),
  ],
  'activities.count': [
    of(async n => ({
      id: await n.new('countedSheet'),
      activity: await n.id('activity'),
      people: 30,
      sheet: await n.id('photo'),
    })),
  ],
  'activities.identify': [of(async n => ({ id: await n.id('attendance'), ...seen, resident: await n.id('resident') }))],
  'activities.strike': [byId('attendance', { ...seen, reason: '写错了' })],
  'activities.add_photo': [
    of(async n => ({
      id: await n.new('activityPhoto'),
      activity: await n.id('activity'),
      hash: await n.id('photo'),
      shows: 'whole',
      consent: 'given',
    })),
  ],
  'activities.change_photo': [byId('activityPhoto', { ...seen, shows: 'scene', consent: 'none' })],
  'activities.remove_photo': [byId('activityPhoto', { ...seen, reason: '拍糊了' })],
  'activities.answer': [
    of(async n => ({
      id: await n.new('activityAnswer'),
      activity: await n.id('activity'),
      scores: { overall: 4 },
      how: 'self',
    })),
  ],
  'activities.summarise': [
    of(async n => ({
      id: await n.new('newSummary'),
      activity: await n.id('heldActivity'),
      activity_revision: 2,
      content: summary(),
    })),
  ],
  'activities.resummarise': [of(async n => ({ id: await n.id('activitySummary'), ...seen, reason: '补充', content: summary() }))],
  'activities.list': [of(async n => ({ station: await n.number('station') })), of(() => ({ limit: 200 }))],
  'activities.get': [byId('heldActivity'), byId('doneActivity')],
  'activities.year': [of(async n => ({ station: await n.number('station') })), of(() => ({}))],
  'activities.code': [byId('activity'), byId('activity', { for: 'satisfaction' })],
  'activities.field': [of(() => ({}))],
  'activities.ledger': [of(async n => ({ station: await n.number('station') })), of(() => ({}))],
};
