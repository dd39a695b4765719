// The people of the demo county: generated (演示数据), registered by each head of station through the same commands a person would use,
// with categories and families, and assigned to the station's workers. What becomes of their files is in files.demo.ts.

import { listVillages } from '#domain/org/org.service.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, addMonths, dayOf } from '#kernel/dates.ts';
import { withCheckDigit } from '#kernel/identity.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { type DemoResident, demoFiles, type PlanOn } from './files.demo.ts';
import { generateFamily, generatePerson, seeded } from './people.demo.ts';
import type { RosterPerson } from './roster/person.ts';

const COUNTY = 469030;
/** People a station; enough for lists, filters and a year of visits, few enough to start within seconds. */
const PEOPLE = 60;

/** The head of a demo station, as actor of commands. */
export const demoHead = (station: number): Actor => ({
  county: COUNTY,
  account: demoId(`${COUNTY}/${STATION_WORDS[station]}.zhanzhang`),
  name: '演示·站长',
  grants: [
    { role: 'station_lead', station },
    { role: 'resident_worker', station },
  ],
  stations: [station],
});

/** The three workers of a demo station. */
export const demoWorkers = (station: number): string[] =>
  ['zhanzhang', '1', '2'].map(who => demoId(`${COUNTY}/${STATION_WORDS[station]}.${who}`));

const registerInput = (station: number, { id, household, person: p }: DemoResident) => ({
  id,
  station,
  village_code: p.village,
  household: { id: household, number: p.householdNo, size: p.householdSize },
  name: p.name,
  sex: p.sex,
  born_on: p.born,
  identity_kind: p.identityKind ?? 'none',
  identity: p.identity,
  identity_reason: p.noNumberReason,
  village_group: p.group,
  relation: p.relation,
  ethnic: p.ethnic,
  health: p.health,
  disability_kind: p.disabilityType,
  disability_grade: p.disabilityGrade,
  phone: p.phone,
  address: p.address,
  contact_name: p.contact,
  contact_relation: p.contactRelation,
  contact_phone: p.contactPhone,
  guardian_name: p.guardian,
  guardian_relation: p.guardianRelation,
  guardian_phone: p.guardianPhone,
  notes: '演示数据',
  not_a_twin: true,
});

/** 什运乡, where the journey of the guide begins: an elder who lives alone and is due on the very day (visits.demo.ts). */
const SHIYUN = 469030202;
const DUE_AT = 4;
export const DUE_TODAY = demoId(`resident ${SHIYUN} ${DUE_AT}`);
const dueToday = (person: RosterPerson, day: string): RosterPerson => ({
  ...person,
  name: '符玉兰',
  sex: '2',
  ethnic: '19',
  born: addMonths(day, -83 * 12 - 4),
  identityKind: 'resident_id',
  identity: withCheckDigit(`460036${addMonths(day, -83 * 12 - 4).replaceAll('-', '')}782`),
  noNumberReason: null,
  relation: '02',
  guardian: null,
  guardianRelation: null,
  guardianPhone: null,
  contact: '符海燕',
  contactRelation: '女儿',
  contactPhone: '15400118326',
  householdSize: 1,
  health: '30',
  disabilityType: null,
  disabilityGrade: null,
  categories: ['dibao_recipient', 'lives_alone', 'advanced_age'],
});

/** One station's people: single persons, couples, and children with their grandparents. */
function residentsOf(station: number, villages: readonly string[], startedOn: string): DemoResident[] {
  const random = seeded(station);
  const taken = new Set<string>();
  const people: DemoResident[] = [];
  const unassigned = station % 4 === 1 ? 6 : 0;
  const workers = demoWorkers(station);
  const add = (person: RosterPerson, household?: string) => {
    const i = people.length;
    const id = demoId(`resident ${station} ${i}`);
    const worker = i < PEOPLE - unassigned ? workers[i % workers.length]! : null;
    people.push({ id, household: household ?? demoId(`household of ${id}`), person, worker });
  };
  while (people.length < PEOPLE) {
    const i = people.length;
    const of = { villageCode: villages[i % Math.min(villages.length, 12)]!, day: startedOn, taken };
    if (i % 10 === 6 && i + 1 < PEOPLE) {
      const family = generateFamily(random, of, i % 20 === 6 ? 'couple' : 'grandchild');
      const household = demoId(`household of family ${station} ${i}`);
      for (const person of family) add(person, household);
    } else {
      const person = generatePerson(random, of);
      add(station === SHIYUN && i === DUE_AT ? dueToday(person, startedOn) : person);
    }
  }
  return people;
}

function registerAll(plan: PlanOn, station: number, people: readonly DemoResident[], startedOn: string): void {
  for (const [i, resident] of people.entries()) {
    const day = addDays(startedOn, 1 + Math.floor(i / 8));
    plan('clients.register', registerInput(station, resident), day);
    for (const category of resident.person.categories) {
      plan(
        'clients.categorise',
        { id: newId(), resident: resident.id, category, basis: '乡镇提供名册', from_on: addDays(startedOn, -30) },
        day,
      );
    }
  }
  const assignedOn = addDays(startedOn, 10);
  for (const worker of demoWorkers(station)) {
    const own = people.filter(p => p.worker === worker).map(p => p.id);
    plan('clients.assign', { station, residents: own, worker, from_on: startedOn }, assignedOn);
  }
}

/** Fills the demo county with people, station by station. */
export const demoResidents =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const startedOn = demoStart(dayOf(house.clock()));
    const bound = new Map(commands.map(c => [c.def.name, c]));
    // All stations' steps in the order of their days, as they would have come in.
    const steps: { day: string; head: Actor; name: string; input: unknown }[] = [];
    let made = 0;
    for (const [nth, station] of Object.keys(STATION_WORDS).map(Number).entries()) {
      const head = demoHead(station);
      const plan: PlanOn = (name, input, day) => void steps.push({ day, head, name, input });
      const villages = (await as(house, { actor: head }, 'read', null, ({ tx }) => listVillages(tx, station))).map(v => v.code);
      const people = residentsOf(station, villages, startedOn);
      registerAll(plan, station, people, startedOn);
      made += people.length + demoFiles(plan, { nth, station, startedOn, villages, people, registerInput });
    }
    steps.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    for (const { day, head, name, input } of steps) {
      const now = new Date(`${day}T09:00:00+08:00`);
      const request = { id: newId(now.getTime()), madeAt: null, input };
      await carryOut({ ...house, clock: () => now }, bound.get(name)!, { actor: head }, request, {});
    }
    say(`服务对象：${made} 人（演示数据），大部分已分派，约六成已建立服务档案，有 3 组疑似重复`);
  };
