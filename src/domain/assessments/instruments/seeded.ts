// The instruments that come with the platform, the same in every county. A changed one is a new version beside the old, because records name
// theirs. Each names its source, its licence, and what to be careful about.

import { Instrument } from '../instrument.ts';
import gad7 from './gad7.json' with { type: 'json' };
import gbt42195 from './gbt42195.json' with { type: 'json' };
import goal10 from './goal10.json' with { type: 'json' };
import phq9 from './phq9.json' with { type: 'json' };
import selfcare6 from './selfcare6.json' with { type: 'json' };

export type Seeded = { code: string; version: number; body: Instrument };

const FIRST: readonly unknown[] = [goal10, selfcare6, gbt42195, phq9, gad7];

/** In the order they are offered. */
export const SEEDED: readonly Seeded[] = FIRST.map(json => {
  const { $schema: _, ...body } = Instrument.parse(json);
  return { code: body.code, version: 1, body };
});
export const seeded = (code: string, version?: number): Seeded | undefined =>
  SEEDED.find(s => s.code === code && (version === undefined || s.version === version));
