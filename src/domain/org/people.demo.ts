// The demo county's organisation: the ten real stations and their villages, and generated people in every role. The same few
// people carry every test. All of it is 演示数据: names, numbers and phones are made up.

import { createHash } from 'node:crypto';
import { addDays, addMonths } from '#kernel/dates.ts';
import { withCheckDigit } from '#kernel/identity.ts';
import { ROLES, type Role } from '#kernel/roles.ts';
import { setPassword } from '#server/auth/links.ts';
import { inCounty } from '#server/auth/sessions.ts';
import { openCounty } from '#server/counties.ts';
import { q } from '#server/database/tables.ts';
import type { Sender } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { hashPassword, readablePassword } from '#server/secrets/password.ts';
import divisions from '../../../db/seed/divisions-469030.json' with { type: 'json' };
import { addStations } from './founding.service.ts';

/** The same id for the same word in every demo: `demoId('469030/hongmao.1')`. */
export function demoId(word: string): string {
  const h = createHash('sha256').update(`linzhan demo ${word}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-7${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** Station id (the township's nine-digit code) → the word its demo accounts begin with. */
export const STATION_WORDS: Readonly<Record<number, string>> = {
  469030100: 'yinggen',
  469030101: 'wanling',
  469030102: 'limushan',
  469030103: 'heping',
  469030104: 'changzheng',
  469030105: 'hongmao',
  469030106: 'zhongping',
  469030200: 'diaoluoshan',
  469030201: 'shangan',
  469030202: 'shiyun',
};

export type DemoPerson = { userName: string; name: string; roles: Role[]; station: number | null };

const SURNAMES = '王陈林符李黄吴邓盘蒋郑梁周何许张曾蔡冯唐'.split('');
const GIVEN = [
  '晓岚',
  '文静',
  '志强',
  '海燕',
  '小芳',
  '永明',
  '雪梅',
  '家俊',
  '丽娟',
  '振华',
  '秋月',
  '思远',
  '春梅',
  '立新',
  '慧敏',
];
const nameOf = (n: number): string => `${SURNAMES[(n * 7) % SURNAMES.length]}${GIVEN[(n * 11) % GIVEN.length]}`;

/** Everybody of the demo county: three workers a station (one of them its head), an assistant a township, and the county's people. */
export function demoPeople(): DemoPerson[] {
  const people: DemoPerson[] = [
    { userName: 'minzheng', name: '演示·民政专员', roles: ['county_officer'], station: null },
    { userName: 'xiangmu', name: '演示·项目经理', roles: ['project_manager'], station: null },
    { userName: 'pinggu', name: '演示·评估员', roles: ['evaluator'], station: null },
    { userName: 'xitong', name: '演示·系统管理员', roles: ['system_admin'], station: null },
    { userName: 'anquan', name: '演示·安全管理员', roles: ['security_admin'], station: null },
    { userName: 'shenji', name: '演示·审计管理员', roles: ['audit_admin'], station: null },
  ];
  Object.entries(STATION_WORDS).forEach(([id, word], i) => {
    const station = Number(id);
    people.push({ userName: `${word}.zhanzhang`, name: nameOf(i * 4), roles: ['station_lead', 'resident_worker'], station });
    people.push({ userName: `${word}.1`, name: nameOf(i * 4 + 1), roles: ['resident_worker'], station });
    people.push({ userName: `${word}.2`, name: nameOf(i * 4 + 2), roles: ['resident_worker'], station });
    people.push({ userName: `${word}.zhuli`, name: nameOf(i * 4 + 3), roles: ['township_assistant'], station });
  });
  return people;
}

const CHANGED_BY = demoId('founding');

async function addQualification(tx: Sender, id: string, n: number, enteredOn: string, certified: boolean): Promise<void> {
  const common = { county_id: tx.county, staff_id: id, changed_by: CHANGED_BY };
  if (certified) {
    const kind = n % 2 ? 'national_assistant' : 'national_social_worker';
    await tx.run(
      q.insertInto('app.staff_certificates').values({
        ...common,
        id: demoId(`certificate of ${id}`),
        kind,
        number: `演示${20230000 + n}`,
        issued_on: addDays(enteredOn, -400),
        registered_until: addDays(enteredOn, 700),
      }),
    );
    return;
  }
  const trainings = [
    { title: '驻站社工岗前培训', organiser: '省社会工作者协会', organiser_kind: 'association', hours: 72 },
    { title: '社会工作实务进阶班', organiser: '县民政局', organiser_kind: 'civil_affairs', hours: 56 },
  ];
  for (const [i, t] of trainings.entries()) {
    await tx.run(
      q
        .insertInto('app.staff_trainings')
        .values({ ...common, ...t, id: demoId(`training ${i} of ${id}`), ended_on: addDays(enteredOn, -90 * (i + 1)) }),
    );
  }
}

async function addStaff(house: House, tx: Sender, person: DemoPerson, n: number, enteredOn: string): Promise<void> {
  const lead = person.roles.includes('station_lead');
  const post = lead ? 'station_lead' : person.roles.includes('project_manager') ? 'project_manager' : 'resident_worker';
  const id = demoId(`${tx.county}/${person.userName}`);
  const born = `${1984 + (n % 14)}-0${1 + (n % 9)}-1${n % 9}`;
  const number = withCheckDigit(`469030${born.replaceAll('-', '')}${String(700 + (n % 300)).padStart(3, '0')}`);
  await tx.run(
    q.insertInto('app.staff').values({
      county_id: tx.county,
      id,
      station_id: person.station,
      post,
      name: person.name,
      sex: Number(number[16]) % 2 ? '1' : '2',
      born_on: born,
      identity_sealed: house.secrets.seal(number, 'staff.identity'),
      identity_index: house.secrets.blindIndex(number, 'staff.identity'),
      phone_sealed: house.secrets.seal(`1990000${String(1000 + n)}`, 'staff.phone'),
      education: n % 3 ? '31' : '21',
      major: n % 4 ? '社会工作' : '社会学',
      local_household: n % 3 !== 0,
      entered_on: enteredOn,
      record_checked_on: addDays(enteredOn, -10),
      changed_by: CHANGED_BY,
    }),
  );
  await addQualification(tx, id, n, enteredOn, lead || n % 3 === 0);
}

async function addAccount(tx: Sender, person: DemoPerson, fromOn: string, toOn: string | null): Promise<void> {
  const id = demoId(`${tx.county}/${person.userName}`);
  await tx.run(
    q
      .insertInto('app.accounts')
      .values({ county_id: tx.county, id, user_name: person.userName, name: person.name, changed_by: CHANGED_BY }),
  );
  for (const role of person.roles) {
    await tx.run(
      q.insertInto('app.role_grants').values({
        county_id: tx.county,
        id: demoId(`${role} of ${id}`),
        account_id: id,
        role,
        station_id: person.station,
        from_on: fromOn,
        to_on: role === 'evaluator' ? toOn : null,
        reason: '演示数据',
        changed_by: CHANGED_BY,
      }),
    );
  }
}

/**
 * Opens the demo county with its stations, villages, staff and accounts (without passwords).
 * @param startedOn the day the stations opened and everybody entered
 */
export async function foundDemoCounty(house: House, startedOn: string): Promise<void> {
  await openCounty(house, 469030, '琼中黎族苗族自治县', '琼中县');
  await inCounty(house, 469030, async tx => {
    await addStations(tx, divisions, startedOn, CHANGED_BY);
    for (const [n, person] of demoPeople().entries()) {
      if (person.roles.some(r => r === 'resident_worker' || r === 'station_lead' || r === 'project_manager'))
        await addStaff(house, tx, person, n, startedOn);
      await addAccount(tx, person, startedOn, addDays(startedOn, 365));
    }
  });
}

/** A second, wholly made-up county with one station: whoever is not of it must not see it. */
export const NEIGHBOUR = { county: 469098, station: 469098100 } as const;
export async function foundNeighbourCounty(house: House, startedOn: string): Promise<void> {
  const { county, station } = NEIGHBOUR;
  await openCounty(house, county, '演示邻县', '邻县');
  await inCounty(house, county, async tx => {
    await tx.run(
      q.insertInto('app.stations').values({
        county_id: county,
        station_id: station,
        name: '河口镇社工站',
        township_code: String(station),
        sign: '邻县河口镇社会工作服务站',
        opened_on: startedOn,
        changed_by: CHANGED_BY,
      }),
    );
    await tx.run(
      q
        .insertInto('app.villages')
        .values({ county_id: county, village_code: `${station}200`, name: '河口村委会', kind: 'village', station_id: station }),
    );
    const people: DemoPerson[] = [
      { userName: 'linxian.minzheng', name: '邻县·民政专员', roles: ['county_officer'], station: null },
      { userName: 'linxian.zhanzhang', name: '邻县·站长', roles: ['station_lead', 'resident_worker'], station },
      { userName: 'linxian.1', name: '邻县·社工', roles: ['resident_worker'], station },
    ];
    for (const [n, person] of people.entries()) {
      if (person.station) await addStaff(house, tx, person, 900 + n, startedOn);
      await addAccount(tx, person, startedOn, null);
    }
  });
}

/** The day the demo year began: the first of the month eight months before today, so that a year is always under way. */
export const demoStart = (today: string): string => addMonths(`${today.slice(0, 7)}-01`, -8);

export type DemoAccount = {
  userName: string;
  password: string;
  role: Role;
  roleName: string;
  name: string;
  station: number | null;
  stationName: string | null;
};

/**
 * Gives every demo account a password of its own.
 * @returns the accounts as they are printed and written to demo-accounts.json; the passwords exist nowhere else in clear
 */
export async function giveDemoPasswords(house: House): Promise<DemoAccount[]> {
  const accounts = demoPeople().map(person => {
    const role = person.roles[0]!;
    const stationName = divisions.townships.find(t => Number(t.code) === person.station)?.name ?? null;
    return {
      userName: person.userName,
      password: readablePassword(),
      role,
      roleName: ROLES[role],
      name: person.name,
      station: person.station,
      stationName,
    };
  });
  const hashes = await Promise.all(accounts.map(a => hashPassword(a.password)));
  await inCounty(house, 469030, async tx => {
    for (const [i, a] of accounts.entries()) await setPassword(tx, demoId(`469030/${a.userName}`), hashes[i]!, []);
  });
  return accounts;
}
