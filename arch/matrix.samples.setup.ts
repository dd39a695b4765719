// What is sent to the endpoints of setting contracts up, deliverables and payments (matrix.samples.ts).

import { contractTemplate } from '#domain/contract/template.ts';
import { newWord } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';
import { draftDocument } from './matrix.world.setup.ts';

const of = (input: Sample['input']): Sample => ({ input });
const nothing = of(() => ({}));
const onDraft = (more: object): Sample => of(async n => ({ id: await n.id('draft'), revision: 1, ...more }));
const inDraft = (more: object): Sample => of(async n => ({ contract: await n.id('draft'), ...more }));
const ofContract = of(async n => ({ id: await n.id('contract') }));
const rule = contractTemplate.clauses.find(c => c.code === 'K1')!.indicators[0]!.rule!;
const clause = { block: '服务', title: '小组', body: '每站 2 个。' };
const entry = { title: '探访', unit: '次', note: '试', rule };
const head = {
  name: '合同',
  purchaser: '民政局',
  provider: '中心',
  signed_on: '2026-03-01',
  from_on: '2026-03-01',
  to_on: '2027-02-28',
};
const paper = { clause: 'K1', kind: 'case_study', title: '案例', pieces: 1, delivered_on: '2026-11-23', note: null };
const milestone = { revision: 0, title: '款', amount_yuan: 1, percent: null, due_on: null, reason: '试' };
const station = async (n: Names) => ({ station: await n.number('anyStation') });

export const setupSamples: Record<string, Sample[]> = {
  'contract.draft': [
    of(async n => ({ id: await n.new('draft'), code: newWord(), ...head, source: { from: 'requirement' } })),
    of(async n => ({
      id: await n.new('draft'),
      code: newWord(),
      ...head,
      source: { from: 'contract', id: await n.id('imported') },
    })),
  ],
  'contract.import': [
    of(async n => ({
      id: await n.new('imported'),
      document: draftDocument(newWord(), await n.number('anyStation')),
    })),
  ],
  'contract.start': [onDraft({})],
  'contract.set_station': [
    of(async n => ({ id: await n.id('draft'), revision: 1, ...(await station(n)), fee_yuan: 1, operating_yuan: 1 })),
  ],
  'contract.remove_station': [of(async n => ({ id: await n.id('draft'), revision: 1, ...(await station(n)) }))],
  'contract.rejoin_station': [
    of(async n => ({ id: await n.id('leftDraft'), revision: 1, ...(await station(n)), rejoined_on: '2026-06-01', reason: '试' })),
  ],
  'contract.discard': [onDraft({ reason: '试' })],
  'contract.changes': [ofContract],
  'contract.set_budget': [
    of(async n => ({
      id: await n.id('draft'),
      revision: 1,
      budget_yuan: 20,
      lines: [{ title: '培训', amount_yuan: 1, ...(await station(n)) }],
    })),
  ],
  'contract.set_grades': [onDraft({ grades: [{ name: '通过', from_percent: 0 }] })],
  'contract.set_clause': [inDraft({ revision: 0, code: 'A1', ...clause })],
  'contract.remove_clause': [inDraft({ revision: 1, code: 'K1' })],
  'contract.order_clauses': [onDraft({ codes: ['K1'] })],
  'contract.remove_indicator': [
    of(async n => ({ id: await n.id('spareIndicator'), contract: await n.id('contract'), revision: 1, reason: '试' })),
  ],
  'contract.measures': [nothing],
  'contract.setup': [ofContract],
  'contract.indicator_versions': [of(async n => ({ id: await n.id('spareIndicator') }))],
  'contract.clause_versions': [of(async n => ({ contract: await n.id('contract'), code: 'K1' }))],
  'contract.export': [ofContract],
  'contract.json_schema': [nothing],
  'contract.library': [nothing],
  'contract.save_to_library': [
    of(async n => ({ id: await n.new('shelf'), revision: 0, ...entry })),
    of(async n => ({ id: await n.id('shelf'), revision: 1, ...entry })),
  ],
  'contract.remove_from_library': [of(async n => ({ id: await n.id('shelf'), revision: 1 }))],
  'contract.deliver': [
    of(async n => ({
      id: await n.new('deliverable'),
      contract: await n.id('contract'),
      revision: 0,
      ...paper,
      station: await n.number('station'),
      file: await n.id('document'),
      file_name: '案例.doc',
    })),
  ],
  'contract.withdraw_deliverable': [
    { roles: ['station_lead'], input: async n => ({ id: await n.id('deliverable'), revision: 1 }) },
    { roles: ['county_officer'], input: async n => ({ id: await n.id('officerPaper'), revision: 1 }) },
  ],
  'contract.check_deliverable': [
    of(async n => ({ id: await n.id('deliverable'), revision: 1, decision: 'approved', remark: null })),
  ],
  'contract.deliverables': [ofContract],
  'contract.deliverable_file': [of(async n => ({ id: await n.id('deliverable') }))],
  'contract.set_milestone': [
    of(async n => ({
      id: await n.new('milestone'),
      contract: await n.id('contract'),
      ...milestone,
      conditions: [{ is: 'indicators', indicators: [await n.id('indicator')] }],
    })),
  ],
  'contract.remove_milestone': [of(async n => ({ id: await n.id('milestone'), revision: 1, reason: '试' }))],
  'contract.pay_milestone': [
    of(async n => ({ id: await n.id('milestone'), revision: 1, paid_on: '2026-11-23', paid_yuan: 1, voucher: '凭-1' })),
  ],
  'contract.milestones': [ofContract],
  'contract.score': [ofContract],
};
/** Answers figures, or what is common to all. */
export const SETUP_SILENT = ['contract.measures', 'contract.json_schema', 'contract.score', 'contract.clause_versions'];
