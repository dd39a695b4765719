// The world the matrix is asked about: one thing of every kind at three places — the asker's own station, another station of the county,
// another county — and none. Made through HTTP by the people of each place. Every text of a place bears its mark, a rare character, so
// that a leak shows wherever it comes out. SEC-06, SEC-07.

import * as clients from '#domain/clients/clients.ts';
import { ROSTER_FIELDS, type RosterField } from '#domain/clients/roster.ts';
import { registered, settled, upload, villageOf } from '#domain/clients/testing.ts';
import * as contract from '#domain/contract/contract.ts';
import { contractTemplate, openingOf } from '#domain/contract/template.ts';
import * as org from '#domain/org/org.ts';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { prepareExam } from '#domain/org/staffing.ts';
import * as review from '#domain/records/records.ts';
import { homeVisit } from '#domain/visits/testing.ts';
import * as visits from '#domain/visits/visits.ts';
import { newId } from '#kernel/ids.ts';
import type { Role } from '#kernel/roles.ts';
import { modules } from '#modules';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import { hashOf, ink, must, picture, sent } from './matrix.files.ts';
import {
  COUNTY,
  FOREIGN,
  KINDS,
  type Kind,
  MARKS,
  newNumber,
  newWord,
  next,
  type Scope,
  STATIONS,
  type Things,
  TODAY,
  VILLAGES,
  type Where,
} from './matrix.kinds.ts';
import { peopleOf } from './matrix.people.ts';
import * as judging from './matrix.world.acceptance.ts';
import { type ActivityKind, activityMakers, activityThings } from './matrix.world.activities.ts';
import { assessmentMakers, assessmentThings } from './matrix.world.assessments.ts';
import { caseMakers } from './matrix.world.cases.ts';
import { type GroupKind, groupMakers, groupThings } from './matrix.world.groups.ts';
import { foreignManager, inspectionMakers, inspectionThings } from './matrix.world.inspections.ts';
import { recordMakers } from './matrix.world.records.ts';
import { setupMakers } from './matrix.world.setup.ts';

/** Who works at a place; the county's people are the same for its stations. */
export type Place = {
  server: TestServer;
  county: number;
  where: Where;
  station: number;
  worker: Person;
  lead: Person;
  officer: Person;
  manager: Person;
  contract?: string;
};

export type World = {
  server: TestServer;
  /** A session for each role at the own station, one whose role ended yesterday, and nobody. */
  people: Record<Role | 'ended', Person>;
  things: Record<Scope, Things>;
  /** Further things of the other county, whose ids are tried for new things of our own. */
  spare: Things;
  /** A new thing of a kind at the own station, for a command to change. */
  fresh: (kind: Kind) => Promise<string>;
};

type Make = (at: Place) => Promise<string>;

const resident: Make = async at => {
  const mark = MARKS[at.where];
  const name = `王${mark}${[...'甲乙丙丁戊己庚辛壬癸'][next() % 10]}`;
  return (
    await registered(at.worker, at.station, {
      kind: 'adult',
      name,
      address: `${mark}村一组`,
      notes: `${mark}需要陪伴`,
      contact_name: `李${mark}`,
      guardian_name: `张${mark}`,
    })
  ).id;
};
const household: Make = async at =>
  (await registered(at.worker, at.station, { kind: 'adult', name: `陈${MARKS[at.where]}${next()}` })).household.id;
/** Somebody without a number, who could be merged into anybody. */
const unnumbered: Make = async at =>
  (
    await registered(at.worker, at.station, {
      kind: 'adult',
      name: `符${MARKS[at.where]}${next()}`,
      identity_kind: 'none',
      identity: null,
      identity_reason: 'lost',
      born_on: '1950-02-03',
      sex: '1',
    })
  ).id;

async function filed(at: Place): Promise<string> {
  const id = await resident(at);
  await must(at.worker.send(clients.openFile, { id, revision: 1, filed_on: TODAY }));
  return id;
}
async function category(at: Place): Promise<string> {
  const id = newId();
  await must(
    at.worker.send(clients.categorise, {
      id,
      resident: await resident(at),
      category: 'dibao_recipient',
      basis: `${MARKS[at.where]}批文`,
      from_on: '2026-03-01',
    }),
  );
  return id;
}
async function consent(at: Place): Promise<string> {
  const id = newId();
  await must(
    at.worker.send(clients.consent, {
      id,
      resident: await resident(at),
      purposes: ['service_file'],
      way: 'paper',
      text_version: '2026-1',
      signed_by: `王${MARKS[at.where]}`,
      signer_relation: '本人',
      given_on: TODAY,
    }),
  );
  return id;
}
async function approved(at: Place): Promise<string> {
  const id = await record(at, at.worker);
  await must(at.lead.send(review.approve, { what: 'visits', id, revision: 1 }));
  return id;
}
async function batch(at: Place): Promise<string> {
  const line = { name: `王${MARKS[at.where]}妹`, identity: newNumber(), village: VILLAGES[at.where], categories: '低保' };
  const id = await upload(
    at.lead,
    at.station,
    Buffer.from(
      `${Object.keys(line)
        .map(field => ROSTER_FIELDS[field as RosterField])
        .join()}\n${Object.values(line).join()}\n`,
    ),
    `${MARKS[at.where]}名册.csv`,
  );
  const { state, revision } = await settled(at.lead, id);
  if (state !== 'ready' || revision !== 2) throw new Error(`the roster is ${state}, revision ${revision}`);
  return id;
}

/** How each kind of a station's things is made at a place. */
const makers = {
  resident,
  household,
  unnumbered,
  filed,
  category,
  consent,
  approved,
  batch,
  visit: (at: Place) => opened(at, at.worker, at.lead),
  leadVisit: (at: Place) => opened(at, at.lead, at.manager),
  ...(Object.fromEntries(
    Object.entries(recordMakers).map(([kind, make]) => [kind, (at: Place) => make(at, MARKS[at.where])]),
  ) as Record<keyof typeof recordMakers, Make>),
  ...caseMakers,
  ...(Object.fromEntries(
    Object.entries(setupMakers).map(([kind, make]) => [
      kind,
      (at: Place) => make({ contract: '', ...at, mark: MARKS[at.where], shared: MARKS[at.where === 'other' ? 'own' : at.where] }),
    ]),
  ) as Record<keyof typeof setupMakers, Make>),
} satisfies Partial<Record<Kind, Make>>;

async function record(at: Place, by: Person): Promise<string> {
  const input = homeVisit(await resident(at));
  await must(by.send(visits.record, { ...input, content: { ...input.content, notes: `${MARKS[at.where]}独自在家` } }));
  return input.id;
}

/** A visit that its reviewer has opened. */
async function opened(at: Place, by: Person, reviewer: Person): Promise<string> {
  const id = await record(at, by);
  await must(reviewer.send(review.markRead, { what: 'visits', id, revision: 1 }));
  return id;
}

/** A person of the contractor at the own station. */
async function hired(by: Person): Promise<string> {
  const id = newId();
  const person = {
    id,
    station: STATIONS.own,
    post: 'resident_worker' as const,
    name: `演示·${MARKS.own}`,
    identity: newNumber(),
    education: '31',
    major: '社会工作',
    local_household: true,
    entered_on: '2026-03-02',
  };
  await must(by.send(org.hire, person));
  return id;
}

/** An examination somebody prepares for. */
async function examOf(by: Person, staff: string): Promise<string> {
  const id = newId();
  await must(by.send(prepareExam, { id, staff, year: 2010 + (next() % 90), level: 'national_assistant' }));
  return id;
}

async function accountOf(by: Person): Promise<string> {
  const id = newId();
  await must(by.send(org.createAccount, { id, user_name: newWord(), name: `演示·${MARKS.own}` }));
  return id;
}

async function grantOf(people: World['people']): Promise<string> {
  const id = newId();
  await must(
    people.security_admin.send(org.grantRole, {
      id,
      account: await accountOf(people.system_admin),
      role: 'resident_worker',
      station: STATIONS.own,
      from_on: TODAY,
      to_on: null,
      reason: '试',
    }),
  );
  return id;
}

/** Opens a contract over stations; answers its id and that of the indicator of K1. */
async function contractOf(at: Place, stations: readonly number[]): Promise<{ contract: string; indicator: string }> {
  const mark = MARKS[at.where];
  const opening = openingOf(contractTemplate, {
    id: newId(),
    code: `HT-${next()}`,
    purchaser: `${mark}民政局`,
    provider: `${mark}服务中心`,
    signed_on: '2026-03-01',
    stations,
  });
  await must(at.officer.send(contract.open, { ...opening, name: `${mark}合同` }));
  return { contract: opening.id, indicator: opening.clauses.find(c => c.code === 'K1')!.indicators[0]!.id };
}

/** What belongs to a county rather than to a station. */
type Shared = Pick<Things, 'staff' | 'exam' | 'account' | 'grant' | 'contract' | 'indicator' | judging.AcceptanceKind>;

/** Everything that exists at a place. */
async function thingsOf(at: Place, shared: Shared): Promise<Things> {
  const [photo, signature, rosterFile] = await Promise.all([
    sent(at.worker, at.station, 'photo', await picture({ own: '#3a6', other: '#a36', foreign: '#63a' }[at.where])),
    sent(at.worker, at.station, 'signature', await ink({ own: 10, other: 20, foreign: 30 }[at.where])),
    sent(at.lead, at.station, 'roster', Buffer.from(`姓名,证件号码\n王${MARKS[at.where]},\n`)),
  ]);
  const made = {} as Record<keyof typeof makers, string>;
  for (const [kind, make] of Object.entries(makers))
    made[kind as keyof typeof makers] = await make({ ...at, contract: shared.contract });
  const worker = at.worker.account;
  await must(at.lead.send(clients.assign, { station: at.station, residents: [made.resident], worker, from_on: TODAY }));
  const colleague = at.where === 'own' ? demoId(`${COUNTY}/hongmao.2`) : worker;
  const station = String(at.station);
  return {
    ...made,
    ...shared,
    ...(await inspectionThings(at)),
    ...(await assessmentThings(at)),
    ...(await groupThings(at)),
    ...(await activityThings(at)),
    station,
    anyStation: station,
    village: villageOf(at.station),
    photo,
    signature,
    rosterFile,
    worker,
    colleague,
  };
}

/** Somebody of the demo, as staff, account and role. */
const demoPerson = (word: string) => ({
  staff: demoId(word),
  account: demoId(word),
  grant: demoId(`resident_worker of ${demoId(word)}`),
});

const nothing = (): Things => {
  const ids = Object.fromEntries(Object.keys(KINDS).map(kind => [kind, newId()])) as Things;
  const station = String(STATIONS.none);
  return {
    ...ids,
    station,
    anyStation: station,
    village: `${station}200`,
    photo: hashOf('no photo'),
    sitePhoto: hashOf('no site photo'),
    signature: hashOf('no signature'),
    rosterFile: hashOf('no roster'),
    document: hashOf('no document'),
  };
};

/** Starts the product with all of it. */
export async function makeWorld(): Promise<World> {
  const server = await testServer(modules, async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  server.setTime(`${TODAY}T10:00:00+08:00`);
  const people = await peopleOf(server);
  const { county_officer: officer, project_manager: manager } = people;
  const at = (word: string, county = COUNTY) => server.as(demoId(`${county}/${word}`), county);
  const places: Record<Where, Place> = {
    own: {
      server,
      county: COUNTY,
      where: 'own',
      station: STATIONS.own,
      worker: people.resident_worker,
      lead: people.station_lead,
      officer,
      manager,
    },
    other: {
      server,
      county: COUNTY,
      where: 'other',
      station: STATIONS.other,
      worker: await at('shiyun.1'),
      lead: await at('shiyun.zhanzhang'),
      officer,
      manager,
    },
    foreign: {
      server,
      county: FOREIGN,
      where: 'foreign',
      station: STATIONS.foreign,
      worker: await at('linxian.1', FOREIGN),
      lead: await at('linxian.zhanzhang', FOREIGN),
      officer: await at('linxian.minzheng', FOREIGN),
      manager: await foreignManager(server),
    },
  };
  const judged = async (place: Place, county: number, evaluator: Person, ...stations: number[]): Promise<judging.Judging> => ({
    ...{ server, county, officer: place.officer, evaluator, mark: MARKS[place.where] },
    contract: async () => judging.closed(server, county, (await contractOf(place, stations)).contract),
  });
  const ourJudging = await judged(places.own, COUNTY, people.evaluator, STATIONS.own);
  const ours = {
    ...(await contractOf(places.own, [STATIONS.own, STATIONS.other])),
    ...(await judging.acceptanceThings(ourJudging)),
  };
  const own = await thingsOf(places.own, {
    ...ours,
    staff: await hired(officer),
    exam: await examOf(officer, demoId(`${COUNTY}/hongmao.1`)),
    account: await accountOf(people.system_admin),
    grant: await grantOf(people),
  });
  const other = await thingsOf(places.other, { ...ours, exam: own.exam, ...demoPerson('469030/shiyun.2') });
  const theirJudging = await judged(places.foreign, FOREIGN, await judging.evaluatorOf(server, FOREIGN), STATIONS.foreign);
  const theirs = async (word: string) =>
    thingsOf(places.foreign, {
      ...(await contractOf(places.foreign, [STATIONS.foreign])),
      ...(await judging.acceptanceThings(theirJudging)),
      ...demoPerson(word),
      exam: await examOf(places.foreign.officer, demoId(word)),
    });
  const things = { own, other, foreign: await theirs('469098/linxian.1'), none: nothing() };
  const spare = await theirs('469098/linxian.zhanzhang');
  const fresh = async (kind: Kind): Promise<string> => {
    if (kind in inspectionMakers) return inspectionMakers[kind as keyof typeof inspectionMakers](places.own);
    if (kind in assessmentMakers) return assessmentMakers[kind as keyof typeof assessmentMakers](places.own);
    if (kind in activityMakers) return activityMakers[kind as ActivityKind](places.own);
    if (kind in groupMakers) return groupMakers[kind as GroupKind](places.own);
    if (kind in makers) return makers[kind as keyof typeof makers]({ ...places.own, contract: own.contract });
    if (kind === 'staff') return hired(officer);
    if (kind === 'exam') return examOf(officer, await hired(officer));
    if (kind === 'account') return accountOf(people.system_admin);
    if (kind === 'grant') return grantOf(people);
    if (judging.isAcceptanceKind(kind)) return judging.acceptanceMakers[kind](ourJudging);
    return own[kind];
  };
  return { server, people, things, spare, fresh };
}
