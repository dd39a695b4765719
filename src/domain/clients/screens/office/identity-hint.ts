// What is said of an identity number while it is typed: the same rule the server asks, so that nobody waits for a refusal. Pure.

import { ageOn } from '#kernel/dates.ts';
import { normalIdentity, parseIdentityNumber } from '#kernel/identity.ts';
import type { Mood } from '#web/status.tsx';
import { sexWord } from '../shared/person-words.ts';

export type IdentityHint = { mood: Mood; say: string; born?: string; sex?: '1' | '2' };

/** Null for an empty field; `born` and `sex` are there when the number is valid. */
export function identityHint(typed: string, today: string): IdentityHint | null {
  if (typed.trim() === '') return null;
  const read = parseIdentityNumber(typed, today);
  if (read.ok) {
    const from = read.converted ? '15 位号码已换算为 18 位' : '号码有效';
    return {
      mood: 'good',
      say: `${from}：${read.born} 出生，${ageOn(read.born, today)} 岁，${sexWord(read.sex)}`,
      born: read.born,
      sex: read.sex,
    };
  }
  const digits = normalIdentity(typed);
  // Still being typed: no reproach yet.
  if (read.reason === 'length' && /^\d+$/.test(digits) && digits.length < 18)
    return { mood: 'plain', say: `已输入 ${digits.length} 位，共 18 位` };
  return { mood: 'warn', say: read.say };
}
