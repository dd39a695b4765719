// Generated people for the demo county, tests and benchmarks: nobody real. Names as they occur in the county, numbers with a valid check
// digit, telephones of a block (154 00…) that no operator is known to have, ages of a rural register of elders and children.

import { addDays, ageOn } from '#kernel/dates.ts';
import { withCheckDigit } from '#kernel/identity.ts';
import divisions from '../../../db/seed/divisions-469030.json' with { type: 'json' };
import { CATEGORY_CODES, type CategoryCode } from './categories.ts';
import { emptyPerson, type RosterPerson } from './roster/person.ts';

export type Random = () => number;
export type PersonKind = 'elder' | 'child' | 'adult';

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const int = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const one = <T>(random: Random, of: ArrayLike<T>): T => of[Math.floor(random() * of.length)]!;
const chance = (random: Random, part: number): boolean => random() < part;

const SURNAMES = {
  '19': [...'王王王符符黄黄李陈陈邓吴高林卓胡容'],
  '06': [...'盘盘邓邓蒋蒋李赵黄陈马'],
  '01': [...'陈陈王李林吴黄张符曾郑周杨刘冯何罗单区解', '欧阳'],
};
const GIVEN = {
  elder: {
    '1': ['亚福', '亚强', '德光', '国才', '文进', '世荣', '开明', '永昌', '进兴', '志和', '明光', '亚勇', '清和', '广荣'],
    '2': ['亚妹', '桂英', '秀兰', '亚花', '玉梅', '春香', '月娥', '金莲', '亚女', '美兰', '菊', '亚香', '凤英', '四妹'],
  },
  adult: {
    '1': ['海强', '志勇', '建军', '文海', '小明', '国栋', '伟', '永胜', '海波', '才', '晓东', '家亮'],
    '2': ['海燕', '丽', '小丹', '春梅', '艳', '晓玲', '少妹', '丽娟', '海花', '秋菊', '小芳', '慧'],
  },
  child: {
    '1': ['子轩', '宇航', '家豪', '俊杰', '海洋', '浩', '梓涵', '天佑', '文博', '小勇'],
    '2': ['欣怡', '诗雨', '佳怡', '雨桐', '晓丹', '思琪', '雅婷', '小妹', '可欣', '梦瑶'],
  },
} as const;

const villages = new Map(
  divisions.townships.flatMap(town =>
    town.villages.map(village => [village.code, town.name + village.name.replace(/委会$|民委员会$/, '')] as const),
  ),
);

/** The categories an elder, child or adult could really hold together; none contradicts another or the age. */
function categoriesFor(random: Random, kind: PersonKind, age: number, grade: string | null): CategoryCode[] {
  const codes = new Set<CategoryCode>();
  if (kind === 'elder') {
    codes.add(one(random, ['lives_alone', 'empty_nest', 'left_behind_elder', 'childless_elder', 'lives_alone', 'empty_nest']));
    if (chance(random, 0.3)) codes.add(one(random, ['dibao_recipient', 'extremely_poor', 'dibao_recipient']));
    if (chance(random, 0.2)) codes.add(one(random, ['full_dependency', 'partial_dependency', 'partial_dependency']));
    if (age >= 80) codes.add('advanced_age');
  } else if (kind === 'child') {
    codes.add(
      age < 16 && chance(random, 0.6)
        ? 'left_behind_child'
        : one(random, ['child_in_difficulty', 'de_facto_unattended_child', 'orphan', 'child_in_difficulty']),
    );
    if (grade) codes.add('disabled_child');
  } else if (!grade || chance(random, 0.4))
    codes.add(one(random, ['dibao_recipient', 'dibao_recipient', 'dibao_marginal', 'temporary_assistance']));
  if (grade && kind !== 'child') codes.add(grade <= '2' ? 'severe_disability' : 'person_with_disability');
  return CATEGORY_CODES.filter(code => codes.has(code));
}

/** Old numbers bear the county's old codes. */
const region = (born: string): string => (born < '2003' ? '460036' : born < '2008' ? '469036' : '469030');

function numberFor(random: Random, born: string, sex: '1' | '2', taken: Set<string>): string {
  for (;;) {
    const sequence = int(random, 0, 499) * 2 + (sex === '1' ? 1 : 0);
    const number = withCheckDigit(region(born) + born.replaceAll('-', '') + String(sequence).padStart(3, '0'));
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

const phone = (random: Random): string => `15400${String(int(random, 0, 999_999)).padStart(6, '0')}`;
const AGES = { elder: [60, 96], child: [2, 17], adult: [19, 59] } as const;

/** The elder or guardian who answers for a person: same surname, another given name. */
const relative = (random: Random, surname: string, sex: '1' | '2', kind: 'elder' | 'adult'): string =>
  surname + one(random, GIVEN[kind][sex]);

/**
 * A person who passes every check of the roster.
 * @param of.day ages are counted on this day. @param of.taken numbers already given; pass one set for a whole county.
 */
export function generatePerson(
  random: Random,
  of: { villageCode: string; day: string; kind?: PersonKind; taken?: Set<string> },
): RosterPerson {
  const kind = of.kind ?? one(random, ['elder', 'elder', 'elder', 'elder', 'elder', 'elder', 'child', 'child', 'adult', 'adult']);
  const sex = one(random, ['1', '2'] as const);
  const ethnic = one(random, ['19', '19', '19', '19', '19', '01', '01', '01', '01', '06'] as const);
  const surname = one(random, SURNAMES[ethnic]);
  const [from, to] = AGES[kind];
  const years = kind === 'elder' ? from + Math.floor((to - from) * random() ** 1.7) : int(random, from, to);
  const born = addDays(of.day, -Math.floor(years * 365.25) - int(random, 3, 360));
  const age = ageOn(born, of.day);
  const numbered = kind !== 'child' || chance(random, 0.93);
  const identity = numbered ? numberFor(random, born, sex, of.taken ?? new Set()) : null;
  const disabled = chance(random, kind === 'adult' ? 0.7 : 0.12);
  const disabilityType = disabled ? one(random, '4412356') : null;
  const disabilityGrade = disabled ? one(random, '11223344') : null;
  const group = `${int(random, 1, 12)}组`;
  const address = `${villages.get(of.villageCode) ?? ''}${group}${int(random, 1, 180)}号`;
  const name = surname + one(random, GIVEN[kind][sex]);
  const person: RosterPerson = {
    ...emptyPerson(),
    name,
    identityKind: numbered ? 'resident_id' : 'none',
    identity,
    noNumberReason: numbered ? null : 'unregistered',
    sex,
    born,
    bornPrecision: 'day',
    ethnic,
    village: of.villageCode,
    group,
    address,
    registeredAddress: address,
    phone: chance(random, kind === 'child' ? 0.2 : 0.75) ? phone(random) : null,
    categories: categoriesFor(random, kind, age, disabilityGrade),
    householdNo: `${of.villageCode.slice(6)}${String(int(random, 1, 9999)).padStart(4, '0')}`,
    householdSize: int(random, 1, 6),
    disabilityNo: identity && disabled ? `${identity}${disabilityType}${disabilityGrade}` : null,
    disabilityType,
    disabilityGrade,
    health: one(random, ['10', '20', '30', '30']),
  };
  return kind === 'child' ? withGuardian(random, person, surname) : withContact(random, person, surname);
}

function withGuardian(random: Random, child: RosterPerson, surname: string): RosterPerson {
  const sex = one(random, ['1', '2'] as const);
  const guardian = relative(random, surname, sex, 'elder');
  const relation = child.sex === '1' ? '41' : '42';
  return {
    ...child,
    guardian,
    guardianRelation: sex === '1' ? '祖父' : '祖母',
    guardianPhone: phone(random),
    householder: guardian,
    relation,
  };
}

function withContact(random: Random, person: RosterPerson, surname: string): RosterPerson {
  const sex = one(random, ['1', '2'] as const);
  const contact = relative(random, surname, sex, 'adult');
  return {
    ...person,
    householder: person.name,
    relation: '02',
    contact,
    contactRelation: sex === '1' ? '儿子' : '女儿',
    contactPhone: phone(random),
  };
}

/** What is said of an elder who lives with somebody. */
const withCompany = (person: RosterPerson, instead: CategoryCode): RosterPerson => ({
  ...person,
  categories: CATEGORY_CODES.filter(
    code => code === instead || (person.categories.includes(code) && !['lives_alone', 'childless_elder'].includes(code)),
  ),
});

/** Two people of one household: a couple of elders, or a grandparent with a child whose parents work elsewhere. */
export function generateFamily(
  random: Random,
  of: { villageCode: string; day: string; taken: Set<string> },
  kind: 'couple' | 'grandchild',
): [RosterPerson, RosterPerson] {
  const elder = generatePerson(random, { ...of, kind: 'elder' });
  const fits = (p: RosterPerson): boolean =>
    kind === 'grandchild' ||
    (p.sex !== elder.sex && Math.abs(Number(p.born!.slice(0, 4)) - Number(elder.born!.slice(0, 4))) <= 6);
  let other = generatePerson(random, { ...of, kind: kind === 'couple' ? 'elder' : 'child' });
  while (!fits(other)) other = generatePerson(random, { ...of, kind: 'elder' });
  const householdSize = kind === 'couple' ? 2 : int(random, 3, 5);
  const home = {
    householder: elder.name,
    householdNo: elder.householdNo,
    householdSize,
    group: elder.group,
    address: elder.address,
    registeredAddress: elder.address,
  };
  const first = { ...withCompany(elder, kind === 'couple' ? 'empty_nest' : 'left_behind_elder'), householdSize };
  if (kind === 'couple')
    return [first, { ...withCompany(other, 'empty_nest'), ...home, relation: other.sex === '2' ? '12' : '11' }];
  const father = other.name[0] === elder.name[0];
  const boy = other.sex === '1';
  const grandparent = elder.sex === '1' ? '祖父' : '祖母';
  return [
    first,
    {
      ...other,
      ...home,
      relation: father ? (boy ? '41' : '42') : boy ? '43' : '44',
      guardian: elder.name,
      guardianRelation: father ? grandparent : `外${grandparent}`,
      guardianPhone: elder.phone ?? other.guardianPhone,
    },
  ];
}
