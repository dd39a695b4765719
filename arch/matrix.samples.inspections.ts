// What is sent to the endpoints of inspections and draws in the matrix.

import { drawing, finding, sheet } from '#domain/inspections/testing.ts';
import { type Kind, TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });
const nothing = of(() => ({}));
const byId = (kind: Kind, more: object = {}): Sample => of(async n => ({ id: await n.id(kind), ...more }));

const written = async (n: Names) => {
  const { id: _, station: __, findings: ___, ...rest } = sheet();
  return { ...rest, present: [await n.id('worker')], photos: [await n.id('sitePhoto')] };
};

export const inspectionsSamples: Record<string, Sample[]> = {
  'inspections.record': [
    of(async n => ({
      ...(await written(n)),
      id: await n.new('inspection'),
      station: await n.number('station'),
      findings: [finding()],
    })),
  ],
  'inspections.correct': [
    of(async n => ({ ...(await written(n)), id: await n.id('inspection'), revision: 1, reason: '写错了' })),
  ],
  'inspections.withdraw': [byId('inspection', { revision: 1, reason: '重复' })],
  'inspections.add_finding': [
    of(async n => ({ ...finding(), id: await n.new('finding'), inspection: await n.id('inspection') })),
  ],
  'inspections.answer_finding': [
    of(async n => ({ id: await n.id('finding'), revision: 1, words: '已更换', photos: [await n.id('sitePhoto')] })),
  ],
  'inspections.recheck_finding': [
    byId('finding', { revision: 1, recheck: { verdict: 'again', words: '再改', deadline_on: '2026-12-20' } }),
  ],
  'inspections.grid': [nothing, of(() => ({ from: '2026-03-01', to: '2027-02-28' }))],
  'inspections.list': [of(async n => ({ station: await n.number('station') })), of(() => ({ limit: 200 }))],
  'inspections.get': [byId('inspection')],
  'inspections.findings': [of(async n => ({ station: await n.number('station') })), of(() => ({ limit: 200 }))],
  'inspections.sheet': [byId('inspection')],
  'inspections.ledger': [of(async n => ({ station: await n.number('station') })), nothing],
  'inspections.draw': [
    of(async n => ({
      ...drawing(),
      id: await n.new('draw'),
      seed: 'dice-1234',
      stations: [{ station: await n.number('station'), size: 1 }],
    })),
  ],
  'inspections.enter_result': [
    byId('drawnOpen', { revision: 1, result: { kind: 'callback', reached: false, on: TODAY, why: 'no_answer' } }),
  ],
  'inspections.finish_draw': [byId('readyDraw', { revision: 1 })],
  'inspections.abandon_draw': [byId('openDraw', { revision: 1, reason: '期间选错' })],
  'inspections.draws': [of(() => ({ limit: 200 }))],
  'inspections.drawn': [byId('draw')],
  'inspections.drawn_item': [byId('drawn')],
  'inspections.frame': [of(async n => ({ id: await n.id('draw'), station: await n.number('station') }))],
  'inspections.statement': [byId('draw')],
};

/** Ids, figures and names of stations only. */
export const inspectionsSilent: readonly string[] = ['inspections.grid', 'inspections.list', 'inspections.frame'];
