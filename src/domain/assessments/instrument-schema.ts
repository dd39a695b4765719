// The JSON Schema of an instrument, made from the schema that checks it: published as docs/instrument.schema.json.

import { z } from 'zod';
import { Instrument } from './instrument.ts';

/** The schema as it is published. */
export function instrumentSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(Instrument, { io: 'input', reused: 'ref' });
  const head = {
    $schema,
    title: '量表（邻站）',
    description: '一份量表的全部内容：题目、选项和分数、总分、等级、调整规则、来源与许可。见 instrument.md。',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
