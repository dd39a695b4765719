// Samples of the reads that explain a figure, beside those of matrix.samples.ts.

import { contractTemplate } from '#domain/contract/template.ts';
import type { Role } from '#kernel/roles.ts';
import type { Sample } from './matrix.samples.ts';

const overCounty: readonly Role[] = ['county_officer', 'project_manager', 'evaluator'];
const rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule;

const ofWorker: Sample['input'] = async n => ({
  id: await n.id('indicator'),
  station: await n.number('station'),
  worker: await n.id('worker'),
});
const ofCounty: Sample = { roles: overCounty, input: async n => ({ id: await n.id('indicator') }) };

export const figureSamples: Record<string, Sample[]> = {
  'contract.missing_units': [{ input: ofWorker }, ofCounty],
  'contract.months': [{ input: ofWorker }, ofCounty],
  'contract.preview': [{ input: async n => ({ contract: await n.id('contract'), rule: JSON.stringify(rule), unit: '次' }) }],
};
