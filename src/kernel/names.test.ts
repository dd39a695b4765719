import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchName, nameMatches, normalName, pinyinOf, queryKeys, searchKeys, twinKey } from './names.ts';

const SURNAMES = [...'王符陈黄李邓盘蒋曾单仇解区覃', '欧阳', '尉迟'];
const GIVEN = [...'小大明丽华强国芳英秀海亚玉重行长乐古买提阿𠮷2A'];
const name = fc
  .tuple(fc.constantFrom(...SURNAMES), fc.array(fc.constantFrom(...GIVEN, '·'), { minLength: 1, maxLength: 6 }))
  .map(([s, g]) => s + g.join(''));
/** What the database does: all keys, then the exact question. */
const finds = (fragment: string, of: string): boolean => {
  const keys = new Set(searchKeys(of));
  return queryKeys(fragment).every(key => keys.has(key)) && nameMatches(of, fragment);
};

describe('a name', () => {
  it.each([
    ['王 小 明', '王小明'],
    ['王　小明 ', '王小明'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['阿依古丽．买买提', '阿依古丽·买买提'],
    ['阿依古丽・买买提', '阿依古丽·买买提'],
    ['阿依古丽 · 买买提', '阿依古丽·买买提'],
    ['阿依古丽‧买买提', '阿依古丽·买买提'],
    ['阿依˙买', '阿依·买'],
    ['·王明·', '王明'],
    ['Ｊｏｈｎ　 Smith', 'John Smith'],
    ['王\u200b小明', '王小明'],
    ['', ''],
  ])('%s is written %s', (typed, expected) => expect(normalName(typed)).toBe(expected));

  it('is written the same the second time, and compared without dots', () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.string({ unit: 'grapheme' })), n => {
        expect(normalName(normalName(n))).toBe(normalName(n));
      }),
    );
    expect(matchName('阿依・买 买')).toBe(matchName('阿依买买'));
  });

  it.each([
    ['曾小丹', 'zeng xiao dan', 'zxd'],
    ['单雄信', 'shan xiong xin', 'sxx'],
    ['仇英', 'qiu ying', 'qy'],
    ['解缙', 'xie jin', 'xj'],
    ['区志强', 'ou zhi qiang', 'ozq'],
    ['欧阳娜', 'ou yang na', 'oyn'],
    ['吕女', 'lv nv', 'ln'],
    ['𠮷田', '𠮷 tian', '#t'],
  ])('%s sounds %s', (n, sortKey, initials) => expect(pinyinOf(n)).toEqual({ sortKey, initials }));

  it('is found by every fragment of it', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (n, a, b) => {
        const characters = [...normalName(n)];
        const from = a % characters.length;
        const fragment = characters.slice(from, from + 1 + (b % (characters.length - from))).join('');
        if (matchName(fragment) !== '') expect(finds(fragment, n)).toBe(true);
      }),
    );
  });

  it('is found by every run of its initials, and by characters and initials mixed, in any case', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (n, a, b, typed) => {
        const characters = [...matchName(n)];
        const from = a % characters.length;
        const until = from + 1 + (b % (characters.length - from));
        const letter = (c: string) =>
          searchKeys(c)
            .find(key => /^p:[a-z]$/.test(key))
            ?.slice(2)
            .toUpperCase() ?? c;
        expect(
          finds(
            characters
              .slice(from, until)
              .map((c, i) => (typed[i] ? letter(c) : c))
              .join(''),
            n,
          ),
        ).toBe(true);
      }),
    );
  });

  it('is not found by what does not occur in it', () => {
    expect(finds('小王', '王小明')).toBe(false);
    expect(finds('wm', '王小明')).toBe(false);
    expect(finds('王x明明', '王小明')).toBe(false);
    expect(nameMatches('王小明小', '小明大')).toBe(false);
    expect(queryKeys(' · ')).toEqual([]);
    expect(finds('zcx', '张重行')).toBe(true);
  });

  it('shares its twin key with its homophones of the same day and village only', () => {
    const key = twinKey('王小明', '1943-05-06', '469030105207');
    expect(twinKey('王晓明', '1943-05-06', '469030105207')).toBe(key);
    expect(twinKey('王晓·明', '1943-05-06', '469030105207')).toBe(key);
    expect(twinKey('王小明', '1943-05-07', '469030105207')).not.toBe(key);
    expect(twinKey('王小明', '1943-05-06', '469030105208')).not.toBe(key);
    expect(twinKey('王小敏', '1943-05-06', '469030105207')).not.toBe(key);
    expect(twinKey('王小明', null, '469030105207')).toBeNull();
  });

  it('gives a bounded number of keys, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), text => {
        expect(searchKeys(text).length).toBeLessThan(40 * 80);
      }),
    );
  });
});
