// OpenAPI 3.1 of everything, made from the same definitions the server validates with. Served at /api/openapi.json and, readable,
// at /api/docs.

import { z } from 'zod';
import type { Endpoint } from '#kernel/endpoints.ts';

type Json = Record<string, unknown>;

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Json;
  return schema;
};

/** The JSON schema an answer is serialised by: a field that is not declared does not leave the server. */
export const answerSchema = (type: z.ZodType): Json => schemaOf(type, 'output');

const refusal = {
  description: '拒绝：code 为机器可读代码，say 为给人看的说明',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
};

function parametersOf(query: z.ZodType): Json[] {
  const schema = schemaOf(query, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}

function operationOf(endpoint: Endpoint): Json {
  const common = {
    operationId: endpoint.name,
    summary: endpoint.title,
    tags: [endpoint.name.split('.')[0]],
    'x-clauses': endpoint.clauses,
  };
  if (endpoint.kind === 'command') {
    return {
      ...common,
      parameters: [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          schema: { type: 'string', format: 'uuid' },
          description: '由客户端生成的编号（UUID v7）；相同编号重发得到相同结果',
        },
        {
          name: 'X-Made-At',
          in: 'header',
          schema: { type: 'string', format: 'date-time' },
          description: '记录在本机完成的时间，仅供显示',
        },
        { name: 'X-Linzhan', in: 'header', required: true, schema: { const: '1' } },
      ],
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.input, 'input') } } },
      responses: {
        200: { description: '已完成', content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } } },
        default: refusal,
      },
    };
  }
  const content =
    endpoint.kind === 'read' ? { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } } : { [endpoint.mime]: {} };
  return {
    ...common,
    parameters: parametersOf(endpoint.query),
    responses: { 200: { description: '结果', content }, default: refusal },
  };
}

/** The whole document, ordered by name so that it can be compared. */
export function openApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Json = {};
  for (const e of [...endpoints].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    paths[`/api/${e.name}`] = { [e.kind === 'command' ? 'post' : 'get']: operationOf(e) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '邻站接口',
      version,
      description: '乡镇社会工作服务站管理平台。写入用 POST（命令），读取用 GET；以登录会话（Cookie）鉴权。',
    },
    paths,
    components: {
      schemas: {
        Refusal: {
          type: 'object',
          required: ['code', 'say'],
          properties: {
            code: { type: 'string' },
            say: { type: 'string', description: '给人看的一句话：说明下一步怎么做' },
            issues: {
              type: 'array',
              items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
            },
            current: { description: '内容已被他人修改时，现有的版本' },
          },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'linzhan' } },
    },
    security: [{ session: [] }],
  };
}
