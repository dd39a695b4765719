// The server's door of module acceptance: evaluation and acceptance of a contract whose figures the modules below measure.

import type { Measure } from '#server/measures.ts';
import { type BoundDocument, defineModule, type Module } from '#server/module.ts';
import { demoEvaluation } from './acceptance.demo.ts';
import { commands, documents, reads } from './acceptance.routes.ts';

/** Evaluation and acceptance over these measures; `printing` are the modules' documents, some of which print single records. */
export function acceptance(declared: readonly Measure[], printing: readonly BoundDocument[]): Module {
  const measures = new Map(declared.map(m => [m.name, m]));
  const bound = { commands: commands(measures), reads: reads(measures) };
  return defineModule({
    name: 'acceptance',
    ...bound,
    documents: documents(measures, new Map(printing.map(d => [d.def.name, d]))),
    constraints: {
      evaluations_pk: 'id_reused',
      evaluations_version: 'evaluation_begun',
      acceptances_pk: 'id_reused',
      acceptance_opinions_pk: 'id_reused',
      acceptance_signatures_pk: 'already_signed',
    },
    demo: demoEvaluation(bound.commands, bound.reads),
  });
}
