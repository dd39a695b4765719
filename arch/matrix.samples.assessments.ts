// What is sent to the endpoints of assessments in the matrix.

import { sixItems, small } from '#domain/assessments/testing.ts';
import { type Kind, next } from './matrix.kinds.ts';
import type { Sample } from './matrix.samples.ts';
import { codeOf } from './matrix.world.assessments.ts';

const of = (input: Sample['input']): Sample => ({ input });
const nothing = of(() => ({}));
const byId = (kind: Kind, more: object = {}): Sample => of(async n => ({ id: await n.id(kind), ...more }));

const written = () => {
  const { id: _, resident: __, instrument: ___, version: ____, ...w } = sixItems('');
  return w;
};

export const assessmentsSamples: Record<string, Sample[]> = {
  'assessments.record': [
    of(async n => ({
      ...written(),
      co_workers: [await n.id('colleague')],
      id: await n.new('assessment'),
      resident: await n.id('resident'),
      instrument: 'selfcare6',
      version: 1,
    })),
  ],
  'assessments.correct': [of(async n => ({ ...written(), id: await n.id('assessment'), revision: 1, reason: '问错了' }))],
  'assessments.withdraw': [byId('assessment', { revision: 1, reason: '重复' })],
  'assessments.list': [of(async n => ({ station: await n.number('station') })), of(() => ({ limit: 200 }))],
  'assessments.get': [byId('assessment')],
  'assessments.series': [of(async n => ({ resident: await n.id('resident') }))],
  'assessments.field': [nothing],
  'assessments.sheet': [byId('assessment')],
  'assessments.instruments': [nothing],
  'assessments.instrument': [of(() => ({ code: 'selfcare6' }))],
  'assessments.export_instrument': [of(() => ({ code: 'selfcare6', version: 1 }))],
  'assessments.draft_instrument': [
    of(async n => ({ id: await n.new('instrumentDraft'), body: small({ code: `fresh_${next()}` }) })),
  ],
  'assessments.change_instrument': [
    of(async n => {
      const id = await n.id('instrumentDraft');
      return { id, revision: 1, body: small({ code: codeOf(id) }) };
    }),
  ],
  'assessments.publish_instrument': [byId('instrumentDraft', { revision: 1 })],
  'assessments.retire_instrument': [byId('instrumentInUse', { revision: 2, reason: '改用新表' })],
  'assessments.discard_instrument': [byId('instrumentDraft', { revision: 1 })],
};

/** The series asks for somebody who may not have been assessed; the platform's instruments are the same for all. */
export const assessmentsSilent: readonly string[] = [
  'assessments.series',
  'assessments.instrument',
  'assessments.export_instrument',
];
