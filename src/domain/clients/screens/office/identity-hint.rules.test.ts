import { describe, expect, it } from 'vitest';
import { withCheckDigit } from '#kernel/identity.ts';
import { identityHint } from './identity-hint.ts';

const today = '2026-11-23';
const number = withCheckDigit('46003619500302101');

describe('an identity number while it is typed', () => {
  it('says nothing of an empty field', () => expect(identityHint('  ', today)).toBeNull());
  it('counts the digits without reproach', () =>
    expect(identityHint(number.slice(0, 12), today)).toEqual({ mood: 'plain', say: '已输入 12 位，共 18 位' }));
  it('tells birth, age and sex of a valid one, spaces or none', () => {
    const spaced = `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`;
    expect(identityHint(spaced, today)).toEqual({
      mood: 'good',
      say: '号码有效：1950-03-02 出生，76 岁，男',
      born: '1950-03-02',
      sex: '1',
    });
  });
  it('says that 15 digits were converted', () => {
    expect(identityHint(`${number.slice(0, 6)}${number.slice(8, 17)}`, today)?.say).toMatch(/^15 位号码已换算/);
  });
  it('says what is wrong when all digits are there', () => {
    const wrong = number.slice(0, 17) + (number.endsWith('1') ? '2' : '1');
    expect(identityHint(wrong, today)).toMatchObject({ mood: 'warn', say: expect.stringContaining('校验位') });
  });
});
