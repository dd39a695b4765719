// The people of the demo county: generated (演示数据), registered by each head of station through the same commands a person would use,
// with categories and assigned to the station's workers.

import { listVillages } from '#domain/org/org.service.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { generatePerson, seeded } from './people.demo.ts';
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

const registerInput = (id: string, station: number, p: RosterPerson) => ({
  id,
  station,
  village_code: p.village,
  household: { id: demoId(`household of ${id}`), number: p.householdNo, size: p.householdSize },
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

/** Makes one station's people; answers their number. */
async function peopleOf(
  house: House,
  command: (name: string) => BoundCommand,
  station: number,
  startedOn: string,
): Promise<number> {
  const head = demoHead(station);
  const send = (name: string, input: unknown) =>
    carryOut(house, command(name), { actor: head }, { id: newId(house.clock().getTime()), madeAt: null, input }, {});
  const villages = await as(house, { actor: head }, 'read', null, ({ tx }) => listVillages(tx, station));
  const random = seeded(station);
  const taken = new Set<string>();
  const ids: string[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const person = generatePerson(random, {
      villageCode: villages[i % Math.min(villages.length, 12)]!.code,
      day: startedOn,
      taken,
    });
    const id = demoId(`resident ${station} ${i}`);
    await send('clients.register', registerInput(id, station, person));
    for (const category of person.categories) {
      await send('clients.categorise', {
        id: newId(),
        resident: id,
        category,
        basis: '演示名册',
        from_on: addDays(startedOn, -30),
      });
    }
    ids.push(id);
  }
  const workers = demoWorkers(station);
  // A few stay unassigned, so that the head of station has something to do.
  for (const [w, worker] of workers.entries()) {
    const own = ids.filter((_, i) => i % workers.length === w && i < PEOPLE - 6);
    await send('clients.assign', { station, residents: own, worker, from_on: startedOn });
  }
  return ids.length;
}

/** Fills the demo county with people, station by station. */
export const demoResidents =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const command = (name: string): BoundCommand => commands.find(c => c.def.name === name)!;
    const startedOn = demoStart(dayOf(house.clock()));
    // The people were registered in the first days of the year, not today.
    const then: House = { ...house, clock: () => new Date(`${addDays(startedOn, 2)}T09:00:00+08:00`) };
    let made = 0;
    for (const station of Object.keys(STATION_WORDS).map(Number)) made += await peopleOf(then, command, station, startedOn);
    say(`服务对象:${made} 人(演示数据),已分派给驻站社工`);
  };
