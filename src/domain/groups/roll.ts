// Attendance: who was there, how it was recorded, and how person-times and people are counted apart (practice §2.5). Pure; both sides.

import { z } from 'zod';
import { Clock, codes, Day, FileHash, text } from '#kernel/endpoints.ts';

export const STATUSES = { present: '出席', late: '迟到', absent: '缺席', excused: '请假' } as const;
export type Status = keyof typeof STATUSES;
/** Statuses that are one person-time. */
export const CAME: readonly Status[] = ['present', 'late'];
export const came = (status: Status): boolean => CAME.includes(status);

export const WAYS = { roll: '点名', qr: '扫码', paper: '纸质签到表' } as const;
export type Way = keyof typeof WAYS;

export const Entry = z.strictObject({
  member: z.uuid(),
  status: codes(STATUSES),
  /** Somebody else signed for this person (代签). */
  signed_for: z.boolean().default(false),
  note: text(100).optional(),
});
export type Entry = z.output<typeof Entry>;
const Guest = z.strictObject({
  id: z.uuid(),
  name: text(30),
  sex: z.enum(['1', '2']).optional(),
  born_year: z.int().min(1900).max(2100).optional(),
});

const unique = (list: readonly { member: string }[]): boolean => new Set(list.map(e => e.member)).size === list.length;
/** One session's whole roll: everybody's status at once. `revision` is the session's as it was seen. */
export const Roll = z.strictObject({
  session: z.uuid(),
  revision: z.int().min(1),
  held_on: Day,
  started_at: Clock.optional(),
  how: z.enum(['roll', 'paper']),
  entries: z.array(Entry).max(300).refine(unique, '同一位组员点了两次'),
  /** People who came without being on the list. They become guests of the group and were present. */
  guests: z.array(Guest).max(50).default([]),
  /** How many the paper sheet shows, to compare. */
  counted: z.int().min(0).max(1_000).optional(),
  paper: z.array(FileHash).max(6).default([]),
});
export type Roll = z.output<typeof Roll>;

type Kept = { member: string; status: Status; how: Way };
/**
 * The statuses that a roll writes. In the first roll of a session who signed in by QR code stays present where the roll says absent: the
 * phone may have been without signal and not know. A correction, which is made with the list in sight, overrules.
 */
export function rollOver(kept: readonly Kept[], entries: readonly Entry[], first: boolean): Entry[] {
  const signed = new Set(kept.filter(k => k.how === 'qr' && came(k.status)).map(k => k.member));
  return first ? entries.filter(e => !(signed.has(e.member) && !came(e.status))) : [...entries];
}

export type Mark = { session: string; member: string; person: string; status: Status };
/** 人次: each time somebody came; 人数: each person who came, once. */
export function counts(marks: readonly Mark[]): { attendances: number; people: number } {
  const there = marks.filter(m => came(m.status));
  return { attendances: there.length, people: new Set(there.map(m => m.person)).size };
}

/** Whether somebody belonged to the group on a day: joined late and left early both count for the days between. */
export const belongsOn = (m: { state: string; joined_on: string; left_on: string | null }, day: string): boolean =>
  (m.state === 'joined' || m.state === 'guest') && m.joined_on <= day && (m.left_on === null || m.left_on >= day);
