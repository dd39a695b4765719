// The server's door of module acceptance: evaluation and acceptance of a contract whose figures the modules below measure.

import type { Measure } from '#server/measures.ts';
import { defineModule, type Module } from '#server/module.ts';
import { commands, reads } from './acceptance.routes.ts';

/** Evaluation and acceptance over these measures. */
export function acceptance(declared: readonly Measure[]): Module {
  const measures = new Map(declared.map(m => [m.name, m]));
  return defineModule({
    name: 'acceptance',
    commands: commands(measures),
    reads: reads(measures),
    constraints: {
      evaluations_pk: 'id_reused',
      evaluations_version: 'evaluation_begun',
      acceptances_pk: 'id_reused',
      acceptance_opinions_pk: 'id_reused',
      acceptance_signatures_pk: 'already_signed',
    },
  });
}
