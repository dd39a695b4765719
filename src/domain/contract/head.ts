// The head of a contract as it is read: parties, term, money, state (P1, P2). Pure; both sides.

import { z } from 'zod';

export const CONTRACT_STATES = {
  draft: '草拟',
  running: '履行中',
  accepted: '已验收',
  closed: '已结束',
  discarded: '已废弃',
} as const;
export type ContractState = keyof typeof CONTRACT_STATES;

/** The words of a table of codes, as what a value may be. */
export const keys = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);

export const ContractHead = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  purchaser: z.string(),
  provider: z.string(),
  signed_on: z.string(),
  from_on: z.string(),
  to_on: z.string(),
  budget_yuan: z.number(),
  state: keys<ContractState>(CONTRACT_STATES),
  revision: z.int(),
  /** Days of the term that have begun, and all of them. */
  elapsed_days: z.int(),
  total_days: z.int(),
});
export type ContractHead = z.output<typeof ContractHead>;
