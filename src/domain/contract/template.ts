// A whole contract as data (db/seed/contract-template.json is the requirement's): clauses, their indicators and what each station gets.
// Opening a contract from it needs only the day, the parties and the stations (P1, P2). Pure; both sides.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';
import requirement from '../../../db/seed/contract-template.json' with { type: 'json' };
import { ClauseTemplate, Money } from './clause.ts';
import { termEnd } from './term.ts';

export const ContractTemplate = z.strictObject({
  version: z.literal(1),
  name: text(80),
  months: z.int().min(1).max(120),
  station: z.strictObject({ fee_yuan: Money, operating_yuan: Money }),
  clauses: z.array(ClauseTemplate).min(1).max(200),
});
export type ContractTemplate = z.output<typeof ContractTemplate>;

/** The contract of the requirement. */
export const contractTemplate: ContractTemplate = ContractTemplate.parse(requirement);

export type Parties = {
  id: string;
  code: string;
  purchaser: string;
  provider: string;
  signed_on: string;
  stations: readonly number[];
};

/** Ids of the indicators follow from the contract's: the same wish, sent twice, is the same input. */
const nthId = (contract: string, n: number): string => contract.slice(0, -4) + n.toString(16).padStart(4, '0');

/** The input of `contract.open` that a template means for these parties: term from the day of signing, the same money for each station. */
export function openingOf(template: ContractTemplate, parties: Parties) {
  const { fee_yuan, operating_yuan } = template.station;
  let n = 0;
  return {
    ...parties,
    name: template.name,
    from_on: parties.signed_on,
    to_on: termEnd(parties.signed_on, template.months),
    budget_yuan: parties.stations.length * (fee_yuan + operating_yuan),
    stations: parties.stations.map(station => ({ station, fee_yuan, operating_yuan })),
    clauses: template.clauses.map(c => ({ ...c, indicators: c.indicators.map(i => ({ ...i, id: nthId(parties.id, ++n) })) })),
  };
}
