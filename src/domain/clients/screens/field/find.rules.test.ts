import { describe, expect, it } from 'vitest';
import { byVillage, categoryCounts, isMeant } from './find.ts';

const person = (name: string, name_key: string, over: object = {}) => ({
  name,
  name_key,
  initials: name_key.replace(/(\S)\S*\s?/g, '$1'),
  phone: null,
  identity: null,
  ...over,
});
const fu = person('符亚妹', 'fu ya mei', { phone: '154 0000 1234', identity: '469030********2641' });
const dotted = person('阿依·古丽', 'a yi gu li');

describe('finding a person', () => {
  it.each(['', ' ', '符', '亚妹', 'fym', 'ym', 'YM', 'fuya', 'yamei', 'mei', '符ym', '符y妹', '1234', '2641'])(
    '“%s” means 符亚妹',
    typed => {
      expect(isMeant(fu, typed)).toBe(true);
    },
  );
  it.each(['王', '符妹', 'fm', 'uya', '符mm', '123', '0000', '264'])('“%s” does not', typed => {
    expect(isMeant(fu, typed)).toBe(false);
  });
  it.each(['阿依古', '依·古', '阿依 古丽', 'aygl', '古l'])('“%s” means 阿依·古丽， dot or none', typed => {
    expect(isMeant(dotted, typed)).toBe(true);
  });
  it('does not mix where sounds and characters do not stand side by side', () => {
    expect(isMeant({ ...person('欧阳Anna', 'ou yang anna'), initials: 'oya' }, '欧an')).toBe(false);
  });
});

describe('the list', () => {
  it('counts categories, the most frequent first', () => {
    const of = (...categories: ('lives_alone' | 'orphan' | 'dibao_recipient')[]) => ({ categories });
    expect(categoryCounts([of('orphan'), of('lives_alone', 'dibao_recipient'), of('lives_alone')])).toEqual([
      { code: 'lives_alone', count: 2 },
      { code: 'dibao_recipient', count: 1 },
      { code: 'orphan', count: 1 },
    ]);
  });
  it('groups by village in the order of the codes, groups by their number, the unknown last', () => {
    const at = (name_key: string, village_code: string | null, village_group: string | null) => ({
      name_key,
      village_code,
      village_name: village_code && `村${village_code}`,
      village_group,
    });
    const villages = byVillage([
      at('d', null, null),
      at('c', '2', '10组'),
      at('b', '2', '2组'),
      at('a', '2', null),
      at('z', '1', '3组'),
    ]);
    expect(villages.map(v => [v.name, v.people.map(p => p.name_key).join('')])).toEqual([
      ['村1', 'z'],
      ['村2', 'bca'],
      ['村（居）未填', 'd'],
    ]);
  });
});
