import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdentityNumber, withCheckDigit } from '#kernel/identity.ts';
import { twinKey } from '#kernel/names.ts';
import divisions from '../../../../db/seed/divisions-469030.json' with { type: 'json' };
import { categoryDoubts } from '../categories.ts';
import { generatePerson, seeded } from '../people.demo.ts';
import { applyRow, changesOf, compare, type KnownPerson } from './classify.ts';
import { Folding } from './duplicates.ts';
import { emptyPerson, type RosterPerson, type RosterRow } from './person.ts';

const DAY = '2026-11-23';
const VILLAGES = divisions.townships.flatMap(town => town.villages.map(village => village.code));
const wang: RosterPerson = {
  ...emptyPerson(),
  name: '王小明',
  identityKind: 'resident_id',
  identity: withCheckDigit('46003619430506121'),
  sex: '1',
  born: '1943-05-06',
  bornPrecision: 'day',
  village: '469030105207',
  phone: '15400000001',
  address: '红毛镇什寒村3组12号',
  categories: ['lives_alone'],
};
const other = withCheckDigit('46003619430506139');
const noNumber: Partial<RosterPerson> = { identityKind: 'none', identity: null, noNumberReason: 'not_in_roster' };
const row = (person: Partial<RosterPerson> = {}, rowNumber = 2, issues: RosterRow['issues'] = []): RosterRow => ({
  kind: 'row',
  sheet: '花名册',
  rowNumber,
  person: { ...wang, ...person },
  issues,
  written: {},
});
/** The rows of a whole file folded. */
function foldDuplicates(rows: readonly RosterRow[]) {
  const folding = new Folding();
  for (const one of rows) folding.take(one);
  folding.end();
  return { rows: folding.piece(0, folding.size), folded: folding.folded };
}
const known = (person: Partial<RosterPerson> = {}, id = 'known'): KnownPerson => ({ ...wang, ...person, id });

describe('a row compared with the register', () => {
  it('is new, the same, or changed field by field', () => {
    expect(compare(row(), null)).toEqual({ outcome: 'new', match: null, candidates: [], changes: [], why: [] });
    expect(compare(row(), known())).toMatchObject({ outcome: 'same', match: 'known', changes: [] });
    expect(compare(row({ phone: '15400000002', categories: ['dibao_recipient'] }), known())).toMatchObject({
      outcome: 'changed',
      match: 'known',
      changes: [
        { field: 'phone', before: '15400000001', after: '15400000002' },
        { field: 'categories', before: ['lives_alone'], after: ['dibao_recipient', 'lives_alone'] },
      ],
    });
  });

  it('never empties a field, never takes a category away', () => {
    expect(compare(row({ phone: null, address: null, sex: null, categories: [] }), known())).toMatchObject({ outcome: 'same' });
  });

  it('does not make a birth date vaguer', () => {
    const vague = { ...noNumber, born: '1943-05-01', bornPrecision: 'month' as const };
    expect(changesOf({ ...wang, ...vague }, wang)).toEqual([]);
    expect(changesOf({ ...wang, ...vague, born: '1943-06-01' }, wang)).toEqual([
      { field: 'born', before: '1943-05-06', after: '1943-06-01' },
    ]);
  });

  it('is wrong with an error, doubtful with a doubt; what changes nothing is not asked about again', () => {
    const doubt = { field: 'village' as const, level: 'doubt' as const, say: '没有写明村（居）委会，请补上。' };
    expect(compare(row({}, 2, [{ field: 'identity', level: 'error', say: '错' }]), known())).toMatchObject({
      outcome: 'wrong',
      why: ['错'],
    });
    expect(compare(row({}, 2, [doubt]), null)).toMatchObject({ outcome: 'doubtful', why: [doubt.say] });
    expect(compare(row({ phone: '15400000009' }, 2, [doubt]), known())).toMatchObject({ outcome: 'doubtful', match: 'known' });
    expect(compare(row({}, 2, [doubt]), known())).toMatchObject({ outcome: 'same' });
  });

  it('is doubtful when its number belongs to another name; dots and spaces make no other name', () => {
    expect(compare(row({ name: '王晓明' }), known())).toMatchObject({ outcome: 'doubtful', match: null, candidates: ['known'] });
    expect(compare(row({ name: '阿依·买买提' }), known({ name: '阿依买买提' }))).toMatchObject({
      outcome: 'changed',
      match: 'known',
    });
  });

  it('is doubtful beside a twin by sound, birth date and village', () => {
    expect(twinKey('王晓明', wang.born, wang.village)).toBe(twinKey(wang.name, wang.born, wang.village));
    expect(compare(row({ ...noNumber, name: '王晓明' }), null, [known()])).toMatchObject({
      outcome: 'doubtful',
      candidates: ['known'],
    });
    expect(compare(row(), null, [known(noNumber)])).toMatchObject({ outcome: 'doubtful', candidates: ['known'] });
    expect(compare(row(noNumber), null, [known()])).toMatchObject({ outcome: 'doubtful', candidates: ['known'] });
    expect(compare(row(), null, [known({ identity: other })])).toMatchObject({ outcome: 'doubtful', candidates: ['known'] });
  });

  it('is not doubtful beside a real twin: two good numbers, two names', () => {
    expect(compare(row({ name: '王晓明', identity: other }), null, [known()])).toMatchObject({ outcome: 'new' });
  });

  it('knows somebody without a number again by name, day and village, when there is only one', () => {
    expect(compare(row(noNumber), null, [known(noNumber)])).toMatchObject({ outcome: 'same', match: 'known' });
    expect(compare(row({ ...noNumber, phone: '15400000002' }), null, [known(noNumber)])).toMatchObject({
      outcome: 'changed',
      match: 'known',
    });
    const two = [known(noNumber, 'a'), known(noNumber, 'b')];
    expect(compare(row(noNumber), null, two)).toMatchObject({ outcome: 'doubtful', candidates: ['a', 'b'] });
    expect(compare(row({ ...noNumber, sex: '2' }), null, [known(noNumber)])).toMatchObject({ outcome: 'doubtful' });
  });

  it('gives a number to somebody who had none', () => {
    const after = applyRow(known(noNumber), wang);
    expect(after).toMatchObject({ identity: wang.identity, identityKind: 'resident_id', noNumberReason: null });
  });
});

describe('generated people', () => {
  const seed = fc.integer({ min: 0, max: 2 ** 31 });
  const made = (n: number) => generatePerson(seeded(n), { villageCode: VILLAGES[n % VILLAGES.length]!, day: DAY });

  it('are new, and the same once taken over; nothing else changes on the way', () => {
    fc.assert(
      fc.property(seed, n => {
        const person = made(n);
        expect(compare(row(person), null)).toMatchObject({ outcome: 'new' });
        const taken = { ...applyRow(null, person), id: 'x' };
        const [existing, twins] = person.identity === null ? [null, [taken]] : [taken, []];
        expect(compare(row(person), existing, twins)).toMatchObject({ outcome: 'same', match: 'x' });
      }),
    );
  });

  it('after any row was taken over, the same row changes nothing, and nothing known was lost', () => {
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        const before = made(a);
        const sheet = { ...made(b), name: before.name };
        const after = applyRow(before, sheet);
        expect(changesOf(sheet, after)).toEqual([]);
        for (const field of Object.keys(before) as (keyof RosterPerson)[])
          if (before[field] !== null && field !== 'noNumberReason') expect(after[field]).not.toBeNull();
        for (const code of before.categories) expect(after.categories).toContain(code);
      }),
    );
  });

  it('have good numbers of their own, ages that fit, telephones of the made-up block, and come out the same from the same seed', () => {
    const taken = new Set<string>();
    const random = seeded(7);
    const people = Array.from({ length: 3000 }, (_, i) =>
      generatePerson(random, { villageCode: VILLAGES[i % VILLAGES.length]!, day: DAY, taken }),
    );
    const numbers = people.map(person => person.identity).filter(number => number !== null);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const person of people) {
      if (person.identity !== null)
        expect(parseIdentityNumber(person.identity, DAY)).toMatchObject({ ok: true, born: person.born, sex: person.sex });
      expect(categoryDoubts(person.categories, person.born, DAY)).toEqual([]);
      for (const phone of [person.phone, person.guardianPhone, person.contactPhone])
        if (phone !== null) expect(phone).toMatch(/^15400\d{6}$/);
    }
    expect(made(42)).toEqual(made(42));
  });
});

describe('one person twice in a file', () => {
  it('becomes one row: categories together, blanks filled, contradictions doubted', () => {
    const { rows, folded } = foldDuplicates([
      row(),
      row({ categories: ['dibao_recipient'], phone: null, group: '3组' }, 9),
      row({ address: '别处' }, 12),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.person).toMatchObject({
      categories: ['dibao_recipient', 'lives_alone'],
      group: '3组',
      phone: wang.phone,
      address: wang.address,
    });
    expect(rows[0]!.issues.map(issue => issue.field)).toEqual(['address']);
    expect(folded.map(fold => [fold.rowNumber, fold.into.rowNumber])).toEqual([
      [9, 2],
      [12, 2],
    ]);
  });

  it('under one number with two names makes the later row wrong and the first doubtful', () => {
    const { rows } = foldDuplicates([row(), row({ name: '李大' }, 9)]);
    expect(rows.map(r => r.issues.map(issue => issue.level))).toEqual([['doubt'], ['error']]);
  });

  it('without numbers folds the same name and doubts a homophone; real twins stay two', () => {
    expect(foldDuplicates([row(noNumber), row(noNumber, 9)]).rows).toHaveLength(1);
    const sound = foldDuplicates([row(noNumber), row({ ...noNumber, name: '王晓明' }, 9)]);
    expect(sound.rows.map(r => r.issues.length)).toEqual([0, 1]);
    expect(foldDuplicates([row(), row(noNumber, 9)]).rows.map(r => r.issues.length)).toEqual([0, 1]);
    expect(foldDuplicates([row(), row({ name: '王晓明', identity: other }, 9)]).rows.flatMap(r => r.issues)).toEqual([]);
  });

  it('takes a doubt along only where the first row has no answer', () => {
    const doubt = { field: 'village' as const, level: 'doubt' as const, say: '没有写明村（居）委会，请补上。' };
    expect(foldDuplicates([row(), row({ village: null }, 9, [doubt])]).rows[0]!.issues).toEqual([]);
  });

  it('folding what was folded changes nothing, and no row is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 }), picks => {
        const rows = picks.map((n, i) => row(generatePerson(seeded(n), { villageCode: VILLAGES[0]!, day: DAY }), i + 2));
        const once = foldDuplicates(rows);
        expect(once.rows.length + once.folded.length).toBe(rows.length);
        const again = foldDuplicates(once.rows);
        expect(again.folded).toEqual([]);
        expect(again.rows).toEqual(once.rows);
      }),
    );
  });
});
