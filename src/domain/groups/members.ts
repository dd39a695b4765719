// Members of a group: people on file, or the few facts a group needs of somebody. Minors join with a guardian's consent; photos are consented to
// by purpose. Pure; both sides. Serves K4.

import { z } from 'zod';
import { codes, Day, text } from '#kernel/endpoints.ts';

export const MEMBER_STATES = { joined: '组员', waiting: '候补', guest: '临时参加', referred: '转介其他服务' } as const;
export type MemberState = keyof typeof MEMBER_STATES;
export const PHOTO_USES = { record: '留作小组档案', publicity: '用于宣传报道' } as const;
export const RELATIONS = { parent: '父母', grandparent: '祖父母', relative: '其他亲属', other: '其他监护人' } as const;
export const LEFT = {
  moved: '搬离、外出',
  health: '身体原因',
  time: '时间不合适',
  unwilling: '不愿继续',
  referred: '转个案或其他服务',
  died: '去世',
  other: '其他',
} as const;

export const Guardian = z.strictObject({ name: text(30), relation: codes(RELATIONS), consented_on: Day });
export type Guardian = z.infer<typeof Guardian>;

/** A member as written; the whole of it each time. */
export const Member = z.strictObject({
  id: z.uuid(),
  /** 0 adds somebody. */
  revision: z.int().min(0),
  group: z.uuid(),
  resident: z.uuid().optional(),
  /** Needed where the person is not on file. */
  name: text(30).optional(),
  sex: z.enum(['1', '2']).optional(),
  born_year: z.int().min(1900).max(2100).optional(),
  village: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** Empty keeps what is known: a number is never sent back. */
  phone: z.string().max(30).optional(),
  state: codes(MEMBER_STATES),
  guardian: Guardian.optional(),
  photo_consent: z.array(codes(PHOTO_USES)).max(2).default([]),
  health: text(200).optional(),
  wish: text(200).optional(),
  joined_on: Day,
  left_on: Day.optional(),
  left_reason: codes(LEFT).optional(),
});
export type Member = z.output<typeof Member>;

export const SEXES: Readonly<Record<string, string>> = { '1': '男', '2': '女' };
/** Whether somebody is under 18 on a day, as far as is known: with the year alone, in the year of the eighteenth birthday still. */
export const isMinor = (born: { on: string | null; year: number | null }, day: string): boolean =>
  born.on !== null
    ? `${Number(born.on.slice(0, 4)) + 18}${born.on.slice(4)}` > day
    : born.year !== null && born.year + 18 >= Number(day.slice(0, 4));
