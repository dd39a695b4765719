// Who came to an activity: by QR code, ticked or typed from a list, or counted from a photographed sheet. Named people are told apart and
// count once however often they signed; a count says only how many more there were, and nobody can be told apart in it. Pure; both sides.
// Serves K5b.

import { z } from 'zod';
import { codes, FileHash, text } from '#kernel/endpoints.ts';

export const HOWS = { qr: '扫码签到', list: '名单签到', count: '仅计数' } as const;
export type How = keyof typeof HOWS;
export const SEXES = { '1': '男', '2': '女' } as const;
export const AGE_GROUPS = { child: '18 岁以下', adult: '18–59 岁', elder: '60 岁及以上' } as const;
export const MOST_AT_ONCE = 200;
export const MOST_COUNTED = 5_000;

export const PhoneEnd = z.string().regex(/^\d{4}$/, '请填写手机号后 4 位数字');
export const Village = z.string().regex(/^\d{12}$/, '请从列表中选择村（居）');

/** What a person who is not on file says of herself; no more than her name is needed. */
export const typed = {
  name: text(30),
  sex: codes(SEXES).optional(),
  age_group: codes(AGE_GROUPS).optional(),
  village: Village.optional(),
  phone_end: PhoneEnd.optional(),
};
const marks = {
  id: z.uuid(),
  /** Came to help. */
  volunteer: z.boolean().default(false),
  /** Somebody else signed for her (代签). */
  by_other: z.boolean().default(false),
};
export const Attendee = z.union([z.strictObject({ ...marks, resident: z.uuid() }), z.strictObject({ ...marks, ...typed })]);
export type Attendee = z.output<typeof Attendee>;

export const Counted = z.strictObject({
  id: z.uuid(),
  activity: z.uuid(),
  people: z.int().min(1, '至少 1 人').max(MOST_COUNTED, '人数过大，请核对'),
  sheet: FileHash,
  remark: text(200).optional(),
});

/** A name as it is compared: no spaces, no dots, width folded. */
const sameName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s·•.]/gu, '')
    .toLowerCase();
/** Who a typed person is, in one word: the same name, village and end of the telephone number are the same person. */
export const typedPerson = (p: { name: string; village?: string | undefined; phone_end?: string | undefined }): string =>
  `${sameName(p.name)}|${p.village ?? ''}|${p.phone_end ?? ''}`;

/** What figures need of a row; `person` is null for a count. */
export type Signed = { how: How; person: string | null; people: number; struck: boolean; volunteer: boolean };
export type Tally = {
  /** 实名人数: people who can be told apart. */
  named: number;
  /** 仅计数人次: people who cannot. */
  counted: number;
  /** 人次 of this activity: each named person once, and those counted. */
  times: number;
  volunteers: number;
  signatures: number;
};

/** The figures of one activity. 人数 never exceeds 人次; signing twice changes neither. */
export function tallyOf(rows: readonly Signed[]): Tally {
  const standing = rows.filter(r => !r.struck);
  const people = (list: readonly Signed[]): number => new Set(list.flatMap(r => r.person ?? [])).size;
  const named = people(standing);
  const counted = standing.reduce((n, r) => n + (r.how === 'count' ? r.people : 0), 0);
  return {
    named,
    counted,
    times: named + counted,
    volunteers: people(standing.filter(r => r.volunteer)),
    signatures: standing.filter(r => r.how !== 'count').length,
  };
}

/** The one sentence beside every number of people. */
export const tallyWords = ({ named, counted, times }: Pick<Tally, 'named' | 'counted' | 'times'>): string =>
  counted === 0 ? `实名 ${named} 人` : `共 ${times} 人次：实名 ${named} 人，含 ${counted} 人次无法去重`;

/** Rows that may be the same person: the same name, and nothing that contradicts it. Each pair once; a person on file is compared by name. */
export function likelyTwins<
  R extends { id: string; name: string; village: string | null; phone_end: string | null; person: string },
>(rows: readonly R[]): [R, R][] {
  const apart = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  const twins: [R, R][] = [];
  for (const group of Map.groupBy(rows, r => sameName(r.name)).values())
    for (const [i, a] of group.entries())
      for (const b of group.slice(i + 1))
        if (a.person !== b.person && !apart(a.village, b.village) && !apart(a.phone_end, b.phone_end)) twins.push([a, b]);
  return twins;
}
