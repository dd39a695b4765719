// The indicators that come with the product are counted by this installation as they are, or wait for a measure and say so (K1–K6c).

import { describe, expect, it } from 'vitest';
import { builtinLibrary, measuresOf } from '#domain/contract/library.ts';
import { problemOf, ruleWords } from '#domain/contract/rule-words.ts';
import { modules } from '#modules';

const measures = new Map(modules.flatMap(m => m.measures ?? []).map(m => [m.name, m]));
const here = builtinLibrary.filter(e => measuresOf(e.rule).every(name => measures.has(name)));
const term = { from: '2026-03-01', to: '2027-02-28' };

describe('the indicator library', () => {
  it('has at least twenty, each named once, most of them at work', () => {
    expect(builtinLibrary.length).toBeGreaterThanOrEqual(20);
    expect(new Set(builtinLibrary.map(e => e.key)).size).toBe(builtinLibrary.length);
    expect(here.length).toBeGreaterThanOrEqual(15);
  });
  it.each(here.map(e => [e.key, e] as const))('%s can be counted and said', (_, { rule, unit }) => {
    const measure = measures.get(rule.measure)!;
    expect(problemOf(rule, measure, measures)).toBeNull();
    expect(ruleWords(rule, measure, term, unit, measures).join('')).toMatch(/[\u4e00-\u9fff]/);
  });
});
