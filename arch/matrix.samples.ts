// For each endpoint what is sent to it, as a function of the things it names. An endpoint without a sample fails the matrix: whoever
// adds a command says here what it names, and is asked about every role and every scope by machine.

import { somebody } from '#domain/clients/testing.ts';
import { contractTemplate, openingOf } from '#domain/contract/template.ts';
import { homeVisit } from '#domain/visits/testing.ts';
import { newId } from '#kernel/ids.ts';
import type { Role } from '#kernel/roles.ts';
import { KINDS, type Kind, newNumber, newWord, type Scope, TODAY } from './matrix.kinds.ts';
import { ACCEPTANCE_SILENT, acceptanceSamples } from './matrix.samples.acceptance.ts';
import { activitiesSamples } from './matrix.samples.activities.ts';
import { assessmentsSamples, assessmentsSilent } from './matrix.samples.assessments.ts';
import { calendarSamples } from './matrix.samples.calendar.ts';
import { casesSamples } from './matrix.samples.cases.ts';
import { dossiersSamples, dossiersSilent } from './matrix.samples.dossiers.ts';
import { exportSamples } from './matrix.samples.exports.ts';
import { figureSamples } from './matrix.samples.figures.ts';
import { groupsSamples } from './matrix.samples.groups.ts';
import { hintsSamples } from './matrix.samples.hints.ts';
import { inspectionsSamples, inspectionsSilent } from './matrix.samples.inspections.ts';
import { recordsSamples } from './matrix.samples.records.ts';
import { SETUP_SILENT, setupSamples } from './matrix.samples.setup.ts';
import { staffingSamples } from './matrix.samples.staffing.ts';
import { worktimeSamples } from './matrix.samples.worktime.ts';
import type { World } from './matrix.world.ts';

/** One thing a sample names: of which kind, the how manyth of it, and how the asker is judged by it. */
export type Slot = { key: string; kind: Kind; reach: 'station' | 'county' | 'taken' };

/** Gives a sample the things it names, each from the scope that is wanted, and notes which it asked for. */
export class Names {
  readonly slots: Slot[] = [];
  /** What each slot was filled with, so that an echo of it can be told from a leak. */
  readonly given = new Map<string, string>();
  readonly role: Role;
  readonly #world: World;
  readonly #scope: (slot: Slot) => Scope;
  readonly #fresh: boolean;
  constructor(world: World, role: Role, scope: (slot: Slot) => Scope, fresh: boolean) {
    this.#world = world;
    this.role = role;
    this.#scope = scope;
    this.#fresh = fresh;
  }
  async #fill(kind: Kind, reach: Slot['reach'], own: () => string | Promise<string>): Promise<string> {
    const key = `${kind}${this.slots.filter(s => s.kind === kind).length || ''}`;
    const slot = { key, kind, reach };
    this.slots.push(slot);
    const scope = this.#scope(slot);
    const there = scope === 'foreign' && reach === 'taken' ? this.#world.spare : this.#world.things[scope];
    // The county's own things are the same for all its stations; a new thing's id must be free each time.
    const asOwn = scope === 'own' || (scope === 'other' && reach === 'county') || (scope === 'none' && reach === 'taken');
    const value = asOwn ? await own() : there[kind];
    this.given.set(key, value);
    return value;
  }
  /** A thing that exists. */
  id(kind: Kind): Promise<string> {
    return this.#fill(kind, KINDS[kind], () => (this.#fresh ? this.#world.fresh(kind) : this.#world.things.own[kind]));
  }
  async number(kind: Kind): Promise<number> {
    return Number(await this.id(kind));
  }
  /** The id of a new thing: its scopes ask what happens when it is taken by somebody else's. */
  new(kind: Kind): Promise<string> {
    return this.#fill(kind, 'taken', newId);
  }
}

type Input = Promise<object> | object;
export type Sample = { input: (n: Names) => Input; roles?: readonly Role[] };
const only = (roles: readonly Role[], input: Sample['input']): Sample => ({ roles, input });
const of = (input: Sample['input']): Sample => ({ input });
const nothing = of(() => ({}));
const byId = (kind: Kind, more: object = {}): Sample => of(async n => ({ id: await n.id(kind), ...more }));
const revised = (kind: Kind, more: object = {}): Sample => byId(kind, { revision: 1, ...more });

const registering = async (n: Names) => ({
  ...somebody(await n.number('station'), { village_code: await n.id('village'), kind: 'adult' }),
  id: await n.new('resident'),
  household: { id: await n.new('household') },
  name: `王新${newWord()}`,
});
const visiting = async (n: Names) => {
  const { id: _, resident: __, ...written } = homeVisit('');
  return {
    ...written,
    co_workers: [await n.id('colleague')],
    present: [await n.id('resident')],
    photos: [await n.id('photo')],
    signature: await n.id('signature'),
  };
};
/** The visit a role wrote. */
const written = (n: Names): Promise<string> => n.id(n.role === 'station_lead' ? 'leadVisit' : 'visit');
const k1Clause = contractTemplate.clauses.find(c => c.code === 'K1')!;
const k1 = k1Clause.indicators[0]!;
const overCounty: readonly Role[] = ['county_officer', 'project_manager', 'evaluator'];

const orgSamples: Record<string, Sample[]> = {
  'org.hire': [
    of(async n => ({
      id: await n.new('staff'),
      station: await n.number('anyStation'),
      post: 'resident_worker',
      name: '演示·新社工',
      identity: newNumber(),
      education: '31',
      major: '社会工作',
      local_household: true,
      entered_on: TODAY,
    })),
  ],
  'org.correct_staff': [revised('staff', { major: '社会学' })],
  'org.leave': [revised('staff', { left_on: TODAY })],
  'org.certify': [of(async n => ({ id: newId(), staff: await n.id('staff'), kind: 'local', issued_on: '2026-01-05' }))],
  'org.train': [
    of(async n => ({
      id: newId(),
      staff: await n.id('staff'),
      title: '培训',
      organiser: '县民政局',
      organiser_kind: 'civil_affairs',
      hours: 8,
      ended_on: TODAY,
    })),
  ],
  'org.create_account': [
    of(async n => ({ id: await n.new('account'), user_name: newWord(), name: '演示·新账号' })),
    byId('staff', { user_name: newWord(), name: '演示·社工', staff: true }),
  ],
  'org.send_link': [byId('account')],
  'org.close_account': [revised('account')],
  'org.reset_second_factor': [revised('account')],
  'org.grant_role': [
    of(async n => ({
      id: await n.new('grant'),
      account: await n.id('account'),
      role: 'resident_worker',
      station: await n.number('anyStation'),
      from_on: TODAY,
      to_on: null,
      reason: '试',
    })),
  ],
  'org.end_role': [revised('grant', { reason: '试' })],
  'org.staff': [of(async n => ({ station: await n.number('anyStation') }))],
  'org.staff_member': [byId('staff')],
  'org.stations': [nothing],
  'org.villages': [of(async n => ({ station: await n.number('anyStation') }))],
  'org.colleagues': [of(async n => ({ station: await n.number('anyStation') }))],
  'org.accounts': [of(() => ({ limit: 200 }))],
  'org.ledger': [of(async n => ({ actor: await n.id('account') })), of(async n => ({ subject: await n.id('account') }))],
  'org.verify_ledger': [nothing],
};

const clientsSamples: Record<string, Sample[]> = {
  'clients.register': [of(registering)],
  'clients.correct': [revised('resident', { set: { notes: '听力不好' } })],
  'clients.move': [
    of(async n => ({
      id: await n.id('resident'),
      revision: 1,
      village_code: await n.id('village'),
      household: { id: await n.new('household') },
      on: TODAY,
    })),
  ],
  'clients.mark': [revised('resident', { state: 'moved', on: TODAY, reason: '随子女迁出' })],
  'clients.categorise': [
    of(async n => ({
      id: await n.new('category'),
      resident: await n.id('resident'),
      category: 'dibao_recipient',
      basis: '批文',
      from_on: '2026-03-01',
    })),
  ],
  'clients.end_category': [revised('category', { to_on: TODAY, reason: '复核不再符合' })],
  'clients.assign': [
    of(async n => ({
      station: await n.number('station'),
      residents: [await n.id('resident'), await n.id('resident')],
      worker: await n.id('worker'),
      from_on: TODAY,
    })),
  ],
  'clients.consent': [
    of(async n => ({
      id: await n.new('consent'),
      resident: await n.id('resident'),
      purposes: ['photo'],
      way: 'paper',
      text_version: '2026-1',
      signed_by: '本人',
      signer_relation: '本人',
      given_on: TODAY,
      file_hash: await n.id('photo'),
    })),
  ],
  'clients.withdraw_consent': [revised('consent', { withdrawn_on: TODAY })],
  'clients.open_file': [revised('resident', { filed_on: TODAY })],
  'clients.close_file': [of(async n => ({ id: await n.id('filed'), revision: 2, closed_on: TODAY, reason: '服务结束' }))],
  'clients.merge': [
    of(async n => ({ id: await n.id('resident'), revision: 1, other: await n.id('unnumbered'), other_revision: 1 })),
  ],
  'clients.distinguish': [of(async n => ({ id: await n.id('resident'), others: [await n.id('resident')] }))],
  'clients.reveal': [byId('resident', { field: 'identity', reason: 'verify' })],
  'clients.read_roster': [
    of(async n => ({
      id: await n.new('batch'),
      station: await n.number('station'),
      file_hash: await n.id('rosterFile'),
      file_name: '名册.csv',
    })),
  ],
  'clients.decide_rows': [
    of(async n => ({ id: await n.id('batch'), revision: 2, rows: [{ place: 0, take: 'leave_out' }] })),
    of(async n => ({
      id: await n.id('batch'),
      revision: 2,
      rows: [{ place: 0, take: 'same_as', resident: await n.id('resident') }],
    })),
  ],
  'clients.confirm_roster': [of(async n => ({ id: await n.id('batch'), revision: 2 }))],
  'clients.drop_roster': [of(async n => ({ id: await n.id('batch'), revision: 2 }))],
  'clients.rosters': [
    of(async n => ({ station: await n.number('station') })),
    of(async n => ({ cursor: await n.id('batch') })),
    nothing,
  ],
  'clients.roster': [byId('batch')],
  'clients.roster_rows': [byId('batch')],
  'clients.roster_report': [byId('batch')],
  'clients.roster_template': [nothing],
  'clients.list': [
    of(async n => ({ station: await n.number('station'), village: await n.id('village'), limit: 200 })),
    of(async n => ({ worker: await n.id('worker') })),
    of(async n => ({ cursor: await n.id('resident') })),
    nothing,
  ],
  'clients.get': [byId('resident')],
  'clients.twins': [
    of(async n => ({ station: await n.number('station') })),
    of(async n => ({ cursor: await n.id('resident') })),
    nothing,
  ],
  'clients.field': [nothing, of(() => ({ after: 1 })), of(async n => ({ cursor: await n.id('resident') }))],
  'clients.numbers': [of(async n => ({ station: await n.number('station') })), nothing],
};

const visitsSamples: Record<string, Sample[]> = {
  'visits.record': [
    of(async n => ({ ...(await visiting(n)), id: await n.new('visit'), resident: await n.id('resident') })),
    only(['station_lead'], async n => ({ ...homeVisit(await n.id('resident')), worker: await n.id('worker') })),
  ],
  'visits.correct': [of(async n => ({ ...(await visiting(n)), id: await n.id('visit'), revision: 1, reason: '写错了' }))],
  'visits.withdraw': [of(async n => ({ id: await written(n), revision: 1, reason: '重复' }))],
  'visits.list': [
    of(async n => ({ station: await n.number('station') })),
    of(async n => ({ worker: await n.id('worker') })),
    of(async n => ({ resident: await n.id('resident') })),
    of(() => ({ limit: 200 })),
  ],
  'visits.get': [byId('visit')],
  'visits.numbers': [of(async n => ({ station: await n.number('station'), from: '2026-03-01' }))],
  'visits.field': [nothing, of(() => ({ after: 1 }))],
  'visits.ledger': [
    of(async n => ({ station: await n.number('station') })),
    of(async n => ({ resident: await n.id('resident') })),
    of(async n => ({ worker: await n.id('colleague') })),
    nothing,
  ],
  'visits.sheet': [byId('visit')],
};

const contractSamples: Record<string, Sample[]> = {
  'contract.open': [
    of(async n => {
      const parties = {
        id: await n.new('contract'),
        code: newWord(),
        purchaser: '民政局',
        provider: '服务中心',
        signed_on: '2026-03-01',
        stations: [await n.number('anyStation')],
      };
      return { ...openingOf(contractTemplate, parties), clauses: [{ ...k1Clause, indicators: [{ ...k1, id: newId() }] }] };
    }),
  ],
  'contract.correct': [
    of(async n => ({
      id: await n.id('contract'),
      revision: 1,
      stations: [{ station: await n.number('anyStation'), fee_yuan: 1, operating_yuan: 1 }],
      reason: '试',
    })),
  ],
  'contract.set_indicator': [
    of(async n => ({
      id: await n.new('indicator'),
      contract: await n.id('contract'),
      clause: 'K1',
      revision: 0,
      title: '探访',
      unit: '次',
      rule: null,
      reason: '试',
    })),
    of(async n => ({
      id: await n.id('indicator'),
      contract: await n.id('contract'),
      clause: 'K1',
      revision: 1,
      title: k1.title,
      unit: k1.unit,
      rule: k1.rule,
      reason: '试',
    })),
  ],
  'contract.list': [nothing],
  'contract.standing': [byId('contract')],
  'contract.standing_sheet': [byId('contract')],
  'contract.figure': [
    of(async n => ({ id: await n.id('indicator'), station: await n.number('station'), worker: await n.id('worker') })),
    of(async n => ({ id: await n.id('indicator'), worker: await n.id('worker') })),
    only(overCounty, async n => ({ id: await n.id('indicator') })),
  ],
  'contract.evidence': [
    of(async n => ({ id: await n.id('indicator'), station: await n.number('station'), worker: await n.id('worker') })),
    only(['station_lead', ...overCounty], async n => ({
      id: await n.id('indicator'),
      station: await n.number('station'),
      reason: 'submitted',
    })),
  ],
  'contract.mine': [nothing],
};

/** Reads and documents that answer figures or what is common to all: no text of a station is in them. */
export const SILENT: readonly string[] = [
  'org.stations',
  'org.villages',
  'org.staffing',
  'org.reminders',
  'org.hours',
  'org.exams',
  'org.ledger',
  'org.ledger_file',
  'org.verify_ledger',
  'clients.numbers',
  'clients.roster_template',
  'clients.twins',
  'visits.numbers',
  'activities.year',
  'contract.figure',
  'contract.missing_units',
  'contract.months',
  'contract.preview',
  'hints.list',
  ...inspectionsSilent,
  ...assessmentsSilent,
  ...dossiersSilent,
  ...SETUP_SILENT,
  ...ACCEPTANCE_SILENT,
];

export const samples: Record<string, Sample[]> = {
  ...orgSamples,
  ...staffingSamples,
  ...exportSamples,
  ...clientsSamples,
  ...visitsSamples,
  ...groupsSamples,
  ...casesSamples,
  ...activitiesSamples,
  ...hintsSamples,
  ...recordsSamples,
  ...dossiersSamples,
  ...calendarSamples,
  ...worktimeSamples,
  ...inspectionsSamples,
  ...assessmentsSamples,
  ...contractSamples,
  ...figureSamples,
  ...setupSamples,
  ...acceptanceSamples,
};
