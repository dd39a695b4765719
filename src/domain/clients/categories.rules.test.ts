import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, ageOn, daysBetween } from '#kernel/dates.ts';
import { CATEGORIES, CATEGORY_CODES, type CategoryCode, category, categoryDoubts, comesFirst, endsByAge } from './categories.ts';
import { categoriesIn, parseCategories } from './category-words.ts';

const TODAY = '2026-11-23';
const someCodes = fc.uniqueArray(fc.constantFrom(...CATEGORY_CODES), { maxLength: 6 });
const day = fc.integer({ min: 0, max: daysBetween('1930-01-01', '2026-01-01') }).map(n => addDays('1930-01-01', n));

describe('categories', () => {
  it('have distinct names, and K1 puts civil-affairs clients and special groups first', () => {
    expect(new Set(CATEGORY_CODES.map(code => CATEGORIES[code].name)).size).toBe(CATEGORY_CODES.length);
    expect(comesFirst(['person_with_disability', 'advanced_age'])).toBe(false);
    expect(comesFirst(['person_with_disability', 'lives_alone'])).toBe(true);
    const listed: CategoryCode[] = [
      'extremely_poor',
      'childless_elder',
      'lives_alone',
      'empty_nest',
      'left_behind_elder',
      'family_planning_special',
      'full_dependency',
      'left_behind_child',
      'child_in_difficulty',
      'dibao_recipient',
      'temporary_assistance',
    ];
    for (const code of listed) expect(comesFirst([code])).toBe(true);
  });

  it('end on the 16th birthday of a left-behind child and the 18th of other children, on 1 March for one born on 29 February', () => {
    expect(endsByAge('left_behind_child', '2011-05-06')).toBe('2027-05-06');
    expect(endsByAge('orphan', '2011-05-06')).toBe('2029-05-06');
    expect(endsByAge('left_behind_child', '2012-02-29')).toBe('2028-02-29');
    expect(endsByAge('orphan', '2012-02-29')).toBe('2030-03-01');
    expect(endsByAge('lives_alone', '1943-05-06')).toBeNull();
    fc.assert(
      fc.property(fc.constantFrom(...CATEGORY_CODES), day, (code, born) => {
        const end = endsByAge(code, born);
        if (end === null) return;
        expect(ageOn(born, end)).toBe(category(code).age!.under);
        expect(ageOn(born, addDays(end, -1))).toBe(category(code).age!.under! - 1);
      }),
    );
  });

  it('that do not fit the age or each other are doubted', () => {
    expect(categoryDoubts(['lives_alone'], addMonths(TODAY, -12 * 60), TODAY)).toEqual([]);
    expect(categoryDoubts(['lives_alone'], addDays(addMonths(TODAY, -12 * 60), 1), TODAY)).toHaveLength(1);
    expect(categoryDoubts(['left_behind_child'], addMonths(TODAY, -12 * 16), TODAY)).toHaveLength(1);
    expect(categoryDoubts(['orphan', 'extremely_poor'], '2020-01-01', TODAY)).toHaveLength(1);
    expect(categoryDoubts(['full_dependency', 'partial_dependency'], null, TODAY)).toHaveLength(1);
    expect(categoryDoubts(['dibao_recipient', 'lives_alone', 'severe_disability'], '1940-01-01', TODAY)).toEqual([]);
  });
});

describe('a cell with categories', () => {
  it.each<[string, CategoryCode[]]>([
    ['低保户', ['dibao_recipient']],
    ['五保户', ['extremely_poor']],
    ['五保', ['extremely_poor']],
    ['独居', ['lives_alone']],
    ['计生特扶', ['family_planning_special']],
    ['支出型困难家庭', ['rigid_expenditure_hardship']],
    ['低保、独居老人', ['dibao_recipient', 'lives_alone']],
    [
      '低保,失能;空巢/留守老人+残疾人',
      ['dibao_recipient', 'empty_nest', 'left_behind_elder', 'full_dependency', 'person_with_disability'],
    ],
    ['低保  独居', ['dibao_recipient', 'lives_alone']],
    ['低保\n独居', ['dibao_recipient', 'lives_alone']],
    ['1.低保 2.独居', ['dibao_recipient', 'lives_alone']],
    ['低保独居老人', ['dibao_recipient', 'lives_alone']],
    ['低保(A类)', ['dibao_recipient']],
    ['特困人员(分散供养)', ['extremely_poor']],
    ['低保（含残疾、重病）', ['dibao_recipient']],
    ['农村低保和独居老人', ['dibao_recipient', 'lives_alone']],
    ['ＬＯＷ', []],
    ['低保 低保户', ['dibao_recipient']],
    ['无', []],
    ['/', []],
    ['', []],
    ['一般', []],
  ])('%s is read as %j', (cell, codes) => expect(parseCategories(cell).found).toEqual(codes));

  it('says what it does not understand, and understands 留守 by the age', () => {
    expect(parseCategories('低保、退役军人、XX户')).toEqual({ found: ['dibao_recipient'], unknown: ['退役军人', 'XX户'] });
    expect(parseCategories('留守', 70).found).toEqual(['left_behind_elder']);
    expect(parseCategories('留守', 9).found).toEqual(['left_behind_child']);
    expect(parseCategories('留守', 40)).toEqual({ found: [], unknown: ['留守'] });
    expect(parseCategories('留守').unknown).toEqual(['留守']);
  });

  it('gives back any set of categories, whatever stands between them', () => {
    fc.assert(
      fc.property(someCodes, fc.constantFrom('、', ',', ';', '；', '/', '+', ' ', '\n', '，'), (codes, between) => {
        const cell = codes.map(code => category(code).name).join(between);
        expect(parseCategories(cell)).toEqual({ found: CATEGORY_CODES.filter(code => codes.includes(code)), unknown: [] });
      }),
    );
  });

  it('never throws and never invents: every text is understood or given back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
        const { found, unknown } = parseCategories(text);
        if (found.length === 0 && /[\p{Script=Han}]{2}/u.test(text) && !/[([]/.test(text))
          expect(unknown.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is found in a title', () => {
    expect(categoriesIn('红毛镇2023年农村低保对象花名册')).toEqual(['dibao_recipient']);
    expect(categoriesIn('留守儿童和困境儿童台账')).toEqual(['left_behind_child', 'child_in_difficulty']);
    expect(categoriesIn('服务对象花名册')).toEqual([]);
  });
});
