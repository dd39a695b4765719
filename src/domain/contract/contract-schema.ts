// The JSON Schema of a contract document, made from the schema that checks it: published as docs/contract.schema.json (P1).

import { z } from 'zod';
import { ContractDocument } from './contract-json.ts';

/** The schema as it is published. */
export function contractSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(ContractDocument, { io: 'input', reused: 'ref' });
  const head = {
    $schema,
    title: '合同（邻站）',
    description: '一份合同的全部内容：期限、社工站、经费、条款、指标、付款节点。金额以元计，日期为 YYYY-MM-DD。',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
