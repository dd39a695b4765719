// The server's door of module contract. It counts what the modules below declare: `src/modules.ts` hands their measures over.

import type { Measure } from '#server/measures.ts';
import { defineModule, type Module } from '#server/module.ts';
import { openDemoContract } from './contract.demo.ts';
import { commands, documents, reads } from './contract.routes.ts';
import { deliverableMeasure } from './deliverables.measures.ts';
import { clientServices } from './services.measures.ts';
import { setupCommands, setupDocuments, setupReads } from './setup.routes.ts';

/**
 * The contract engine over these measures.
 * @throws Error when two measures share a name
 */
export function contract(declared: readonly Measure[]): Module {
  const own = [deliverableMeasure, ...clientServices(declared)];
  const all = [...declared, ...own];
  const measures = new Map(all.map(m => [m.name, m]));
  if (measures.size < all.length) throw new Error('two measures share a name');
  const bound = [...commands(measures), ...setupCommands(measures)];
  return defineModule({
    name: 'contract',
    commands: bound,
    reads: [...reads(measures), ...setupReads(measures)],
    documents: [...documents(measures), ...setupDocuments],
    measures: own,
    constraints: {
      contracts_code: 'contract_code_taken',
      contracts_pk: 'id_reused',
      indicators_pk: 'id_reused',
      library_indicators_pk: 'id_reused',
      deliverables_pk: 'id_reused',
      milestones_pk: 'id_reused',
    },
    demo: openDemoContract(bound),
  });
}
