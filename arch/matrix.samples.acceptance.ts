// What is sent to each endpoint of evaluation and acceptance.

import type { Party } from '#domain/acceptance/acceptance.ts';
import type { Role } from '#kernel/roles.ts';
import { TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';
import { smallLayout } from './matrix.world.acceptance.ts';

const PARTY: Partial<Record<Role, Party>> = { county_officer: 'purchaser', project_manager: 'provider', evaluator: 'evaluator' };
const of = (input: Sample['input']): Sample => ({ input });
const evaluators = async (n: Names) => [await n.id('evaluatorAccount')];

export const acceptanceSamples: Record<string, Sample[]> = {
  'acceptance.begin_evaluation': [
    of(async n => ({
      id: await n.new('evaluation'),
      contract: await n.id('unjudged'),
      kind: 'final',
      title: '末期评估',
      layout: smallLayout,
      evaluators: await evaluators(n),
    })),
  ],
  'acceptance.set_layout': [
    of(async n => ({
      id: await n.id('evaluation'),
      revision: 1,
      title: '改',
      layout: smallLayout,
      evaluators: await evaluators(n),
    })),
  ],
  'acceptance.take_figures': [of(async n => ({ id: await n.id('evaluation'), revision: 1 }))],
  'acceptance.set_satisfaction': [
    of(async n => ({ id: await n.id('evaluation'), revision: 1, asked: 9, satisfied: 8, note: '回访' })),
  ],
  'acceptance.score': [
    of(async n => ({ id: await n.id('evaluation'), revision: 1, points: { D1: 7 }, remarks: {}, vetoes: {}, remark: null })),
  ],
  'acceptance.sign_scores': [of(async n => ({ id: await n.id('scored'), revision: 2 }))],
  'acceptance.reopen_evaluation': [
    of(async n => ({ id: await n.id('assessed'), revision: 2, new_id: await n.new('scored'), reason: '补材料' })),
  ],
  'acceptance.begin': [of(async n => ({ id: await n.new('acceptance'), contract: await n.id('contract'), title: '验收' }))],
  'acceptance.freeze': [of(async n => ({ id: await n.id('acceptance'), revision: 1 }))],
  'acceptance.decide': [
    of(async n => ({
      id: await n.id('frozen'),
      revision: 4,
      clauses: [{ code: 'K1', decision: 'met', remark: null }],
      conclusion: 'passed',
      conclusion_text: null,
    })),
  ],
  'acceptance.add_opinion': [
    of(async n => ({
      id: await n.new('opinion'),
      acceptance: await n.id('acceptance'),
      heard_on: TODAY,
      way: 'visit',
      speaker: '独居老人',
      view: 'fair',
      said: '还可以',
    })),
  ],
  'acceptance.remove_opinion': [of(async n => ({ id: await n.id('opinion'), revision: 1, reason: '重复' }))],
  'acceptance.sign': [
    of(async n => ({
      id: await n.id('frozen'),
      revision: 4,
      party: PARTY[n.role] ?? 'purchaser',
      signer: '演示·签署人',
      post: '负责人',
      opinion: '同意',
      file: await n.id('signature'),
    })),
  ],
  'acceptance.evaluations': [of(async n => ({ contract: await n.id('contract') }))],
  'acceptance.evaluation': [of(async n => ({ id: await n.id('assessed') }))],
  'acceptance.evaluators': [of(() => ({}))],
  'acceptance.list': [of(() => ({})), of(async n => ({ contract: await n.id('contract') }))],
  'acceptance.get': [of(async n => ({ id: await n.id('frozen') }))],
  'acceptance.heard': [of(async n => ({ contract: await n.id('contract') }))],
  'acceptance.changes': [of(async n => ({ id: await n.id('frozen') }))],
  'acceptance.evaluation_report': [of(async n => ({ id: await n.id('assessed') }))],
  ...Object.fromEntries(
    ['certificate_pdf', 'certificate_word', 'notice_pdf', 'notice_word', 'package'].map(name => [
      `acceptance.${name}`,
      [of(async (n: Names) => ({ id: await n.id('frozen') }))],
    ]),
  ),
};
/** They answer figures, or whom the county may choose. */
export const ACCEPTANCE_SILENT: readonly string[] = ['acceptance.changes', 'acceptance.evaluators', 'acceptance.heard'];
