// What becomes of the demo people's files in the year (演示数据), through the same commands as people use: consents, service files for
// about six in ten (K2), some still incomplete, a move, a death, one who moved away, a double registration that was merged.

import { demoId } from '#domain/org/people.demo.ts';
import { addDays, ageOn } from '#kernel/dates.ts';
import { withCheckDigit } from '#kernel/identity.ts';
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

/** Given names, and how somebody else at the office writes the same sound. */
const OTHERWISE: Readonly<Record<string, string>> = {
  亚福: '雅福',
  德光: '得光',
  国才: '国财',
  文进: '文劲',
  世荣: '世容',
  进兴: '晋兴',
  志和: '志合',
  亚勇: '雅勇',
  广荣: '广容',
  亚妹: '雅妹',
  桂英: '桂瑛',
  秀兰: '秀岚',
  亚花: '雅花',
  玉梅: '玉玫',
  金莲: '金连',
  亚女: '雅女',
  美兰: '美岚',
  四妹: '思妹',
};

type Double = { name(first: string): string | null; numbered: boolean };
/**
 * By which station of the county: a person registered again while staying with relatives, back in the old village now. Without a number,
 * under another character of the same sound or under the same name; and one of the same name and birth date who is another person.
 */
const DOUBLES: Readonly<Record<number, Double>> = {
  0: { name: first => (OTHERWISE[first.slice(-2)] ? first.slice(0, -2) + OTHERWISE[first.slice(-2)] : null), numbered: false },
  5: { name: first => first, numbered: false },
  9: { name: first => first, numbered: true },
};

/** Doubles that nobody has looked at yet: they wait on the page of possible duplicates. Answers how many people were registered. */
function doubles(plan: PlanOn, year: Year): number {
  const { nth, station, startedOn, villages, people, registerInput } = year;
  const double = DOUBLES[nth];
  const first = people.find(
    ({ person }, i) => i > 34 && person.identity && ageOn(person.born!, startedOn) >= 60 && double?.name(person.name),
  );
  if (!double || !first) return 0;
  const id = demoId(`double ${station}`);
  const { person: known } = first;
  const number = double.numbered ? neighbourOf(known.identity!) : null;
  const person: RosterPerson = {
    ...known,
    name: double.name(known.name)!,
    village: villages.find(code => code !== known.village)!,
    identityKind: number ? 'resident_id' : 'none',
    identity: number,
    noNumberReason: number ? null : 'lost',
    disabilityNo: null,
    phone: null,
    categories: known.categories.slice(0, 1),
    householdNo: null,
    householdSize: 1,
  };
  plan(
    'clients.register',
    registerInput(station, { id, household: demoId(`household of ${id}`), person, worker: null }),
    addDays(startedOn, 170),
  );
  for (const category of person.categories)
    plan(
      'clients.categorise',
      { id: demoId(`category of ${id}`), resident: id, category, basis: '入户登记' },
      addDays(startedOn, 170),
    );
  const home = {
    id,
    revision: 1,
    village_code: known.village,
    village_group: known.group,
    household: { id: demoId(`household of ${id} at home`), size: 1 },
    address: known.address,
    on: addDays(startedOn, 201),
  };
  plan('clients.move', home, addDays(startedOn, 202));
  return 1;
}

/** The number of somebody born in the same place on the same day, of the same sex. */
function neighbourOf(number: string): string {
  const sequence = (Number(number.slice(14, 17)) + 2) % 1000;
  return withCheckDigit(number.slice(0, 14) + String(sequence).padStart(3, '0'));
}

/** Everything after registration. Answers how many people it registered that still stand beside their doubles. */
export function demoFiles(plan: PlanOn, year: Year): number {
  for (const [i, resident] of year.people.entries()) fileOf(plan, year, resident, i);
  changes(plan, year);
  twice(plan, year);
  return doubles(plan, year);
}
