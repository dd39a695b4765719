// What becomes of the demo people's files in the year (演示数据), through the same commands as people use: consents, service files for
// about six in ten (K2), some still incomplete, a move, a death, one who moved away, a double registration that was merged.

import { demoId } from '#domain/org/people.demo.ts';
import { addDays, ageOn } from '#kernel/dates.ts';
import { CONSENT_AGE, SELF } from './residents.ts';
import type { RosterPerson } from './roster/person.ts';

/** A person of the demo as she is registered. `household` is shared by a family. */
export type DemoResident = { id: string; household: string; person: RosterPerson; worker: string | null };
/** Plans a command of the head of the station on a day of the demo year. */
export type PlanOn = (name: string, input: unknown, day: string) => void;

type Year = {
  /** Which station of the county this is, from 0. */
  nth: number;
  station: number;
  startedOn: string;
  villages: readonly string[];
  people: readonly DemoResident[];
  registerInput(station: number, resident: DemoResident): object;
};

const PURPOSES = [
  ['service_file'],
  ['service_file', 'photo'],
  ['service_file', 'photo', 'location'],
  ['service_file', 'photo', 'referral'],
] as const;
const WAYS = ['paper', 'fingerprint', 'paper', 'screen'] as const;

const consentOf = ({ id, person }: DemoResident, n: number, purposes: readonly string[], given_on: string) => {
  const child = person.born !== null && ageOn(person.born, given_on) < CONSENT_AGE;
  return {
    id: demoId(`consent of ${id} ${purposes.join()}`),
    resident: id,
    purposes: [...purposes],
    way: WAYS[n % WAYS.length],
    text_version: `${given_on.slice(0, 4)}-01`,
    signed_by: child && person.guardian ? person.guardian : person.name,
    signer_relation: child && person.guardian ? person.guardianRelation : SELF,
    given_on,
  };
};

/** Consent and service file of one person. */
function fileOf(plan: PlanOn, { startedOn }: Year, resident: DemoResident, i: number): void {
  const day = addDays(startedOn, 12 + ((i * 7) % 75));
  const part = i % 10;
  if (part > 6) return;
  // A few gave consent to photos only: their file is open but not complete.
  const incomplete = i % 20 === 5;
  plan('clients.consent', consentOf(resident, i, incomplete ? ['photo'] : PURPOSES[i % PURPOSES.length]!, day), day);
  if (part < 6) plan('clients.open_file', { id: resident.id, revision: 1, filed_on: day }, day);
}

/** Revision of a person whose only change was the opening of the file, or none. */
const revisionOf = (i: number): number => (i % 10 < 6 ? 2 : 1);

function changes(plan: PlanOn, year: Year): void {
  const { nth, station, startedOn, people } = year;
  const seen = (i: number) => ({ id: people[i]!.id, revision: revisionOf(i) });
  const moved = people[12]!.person;
  plan(
    'clients.move',
    {
      ...seen(12),
      village_code: year.villages.find(code => code !== moved.village)!,
      village_group: '3组',
      household: { id: demoId(`new household ${station}`), size: 2 },
      relation: '80',
      address: '随亲属居住',
      on: addDays(startedOn, 95),
    },
    addDays(startedOn, 96),
  );
  const left = { ...seen(22), state: 'moved', on: addDays(startedOn, 120), reason: '随子女迁往海口居住' };
  plan('clients.mark', left, addDays(startedOn, 121));
  if (nth % 3 === 0) {
    const died = { ...seen(33), state: 'died', on: addDays(startedOn, 140), reason: '因病去世' };
    plan('clients.mark', died, addDays(startedOn, 142));
  }
  const own = people[14]!;
  const other = people.find(p => p.worker !== null && p.worker !== own.worker)!;
  const day = addDays(startedOn, 60);
  plan('clients.assign', { station, residents: [own.id], worker: other.worker, from_on: day }, day);
  if (nth === 4) {
    const closed = { ...seen(31), closed_on: addDays(startedOn, 150), reason: '本人要求不再接受服务' };
    plan('clients.close_file', closed, addDays(startedOn, 150));
  }
}

/** The same person registered a second time without a number, found and merged within the week. */
function twice(plan: PlanOn, year: Year): void {
  const { nth, station, startedOn, people, registerInput } = year;
  if (nth !== 2 && nth !== 9) return;
  const first = people[8]!;
  const id = demoId(`second registration ${station}`);
  const person = { ...first.person, identityKind: 'none' as const, identity: null, noNumberReason: 'lost' as const, phone: null };
  const again = { id, household: demoId(`household of ${id}`), person, worker: null };
  plan('clients.register', registerInput(station, again), addDays(startedOn, 160));
  const both = { id: first.id, revision: revisionOf(8), other: id, other_revision: 1 };
  plan('clients.merge', both, addDays(startedOn, 166));
}

/** Everything after registration. */
export function demoFiles(plan: PlanOn, year: Year): void {
  for (const [i, resident] of year.people.entries()) fileOf(plan, year, resident, i);
  changes(plan, year);
  twice(plan, year);
}
