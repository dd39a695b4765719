// Every command and read: named after its module, strict about what comes in, governed by a policy, serving known clauses. And the
// file sizes of the house.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '#kernel/endpoints.ts';
import { ROLE_NAMES } from '#kernel/roles.ts';
import { modules } from '#modules';
import clauses from '../docs/clauses.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const bound = modules.flatMap(m =>
  [...(m.commands ?? []), ...(m.reads ?? []), ...(m.documents ?? [])].map(b => ({
    module: m.name,
    def: b.def as Endpoint,
    roles: b.roles,
  })),
);

/** Names of objects in a schema that accept unknown keys. */
function looseIn(schema: unknown, path = ''): string[] {
  if (!schema || typeof schema !== 'object') return [];
  const s = schema as Record<string, unknown>;
  const own = s.type === 'object' && s.properties && s.additionalProperties !== false ? [path || '(input)'] : [];
  return [...own, ...Object.entries(s).flatMap(([key, value]) => looseIn(value, `${path}/${key}`))];
}

const inputOf = (def: Endpoint) => (def.kind === 'command' ? def.input : def.query);
const strictness = (def: Endpoint): string[] => looseIn(z.toJSONSchema(inputOf(def), { io: 'input', unrepresentable: 'any' }));

describe('endpoints', () => {
  it('there are some', () => expect(bound.length).toBeGreaterThan(20));
  it.each(bound.map(b => [b.def.name, b] as const))('%s', (name, { module, def, roles }) => {
    expect(name).toMatch(new RegExp(`^${module}\\.[a-z_]+$`));
    expect(def.title).toMatch(/[\u4e00-\u9fff]/);
    expect(strictness(def), 'objects that accept unknown keys').toEqual([]);
    expect(roles.length).toBeGreaterThan(0);
    for (const role of roles) expect(ROLE_NAMES).toContain(role);
    for (const clause of def.clauses) expect(Object.keys(clauses.clauses), `clause ${clause}`).toContain(clause);
  });
  it('names are used once', () => expect(new Set(bound.map(b => b.def.name)).size).toBe(bound.length));
  it('canary: a loose input is reported', () => {
    expect(looseIn(z.toJSONSchema(z.object({ a: z.string() }), { io: 'input' }))).toEqual(['(input)']);
    expect(looseIn(z.toJSONSchema(z.strictObject({ a: z.object({ b: z.string() }) }), { io: 'input' }))).toHaveLength(1);
  });
});

describe('files', () => {
  const sizes = globSync('{src,arch,e2e,bench,scripts}/**/*.{ts,tsx}', { cwd: root })
    .filter(f => !f.includes('canaries') && !f.includes('.gen.'))
    .map(f => ({ f, lines: readFileSync(join(root, f), 'utf8').trimEnd().split('\n').length }));
  it('none is over 400 lines', () => expect(sizes.filter(s => s.lines > 400)).toEqual([]));
  it('the median is at most 130 lines', () => {
    const sorted = sizes.map(s => s.lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(130);
  });
  it('no file is called utils, helpers, common or manager', () =>
    expect(sizes.filter(s => /(utils|helpers|common|manager)\.tsx?$/.test(s.f))).toEqual([]));
});
