// A clause as it is written in a contract, with its indicators (P1–K6c). Pure; both sides.

import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';
import { Rule } from './rule.ts';

export const Money = z.number().min(0, '金额不能为负').max(1e11).multipleOf(0.01, '金额最多两位小数');
const Code = z.string().regex(/^[A-Z][0-9]{0,3}[a-z]?$/, '条款编号如 K1、K3b');

/** Asked for when the contract runs; what is changed in a draft needs none. */
export const Why = text(200).nullable().default(null);

export const ClauseTemplate = z.strictObject({
  code: Code,
  /** The part of the contract it stands in, as written there. */
  block: text(30),
  title: text(60),
  /** The clause as the contract words it. */
  body: text(1000),
  indicators: z.array(z.strictObject({ title: text(60), unit: text(6), rule: Rule.nullable() })).max(20),
});
