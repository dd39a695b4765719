// The direction of imports is kept by a machine. The canaries break every rule once: a checker that reports nothing is itself reported.

import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import rules from './imports.cjs';

const root = join(import.meta.dirname, '..');

type Violation = { from: string; to: string; rule: { name: string } };

async function violations(baseDir: string): Promise<Violation[]> {
  const result = await cruise(['src'], {
    ...rules.options,
    tsConfig: undefined,
    ruleSet: { forbidden: rules.forbidden },
    validate: true,
    baseDir,
  });
  const output = result.output as unknown as { summary: { violations: Violation[]; totalCruised: number } };
  expect(output.summary.totalCruised).toBeGreaterThan(5);
  return output.summary.violations;
}

describe('imports', () => {
  it('go down only', { timeout: 120_000 }, async () => {
    expect((await violations(root)).map(v => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
  });
  it('every rule reports its canary', { timeout: 120_000 }, async () => {
    const reported = new Set((await violations(join(root, 'arch/canaries'))).map(v => v.rule.name));
    expect([...reported].sort()).toEqual(rules.forbidden.map(r => r.name).sort());
  });
});
