// What the author of an assessment writes, and what of it can be judged without the database. Pure. Serves K3, E1.

import { z } from 'zod';
import { daysBetween } from '#kernel/dates.ts';
import { Day, text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';
import { Answers, answerProblems } from './answers.ts';
import { INFORMANTS, type Instrument, InstrumentCode } from './instrument.ts';

export const OCCASIONS = {
  first: '首次评估',
  routine: '常规复评',
  change: '情况变化',
  before: '服务前',
  after: '服务后',
  other: '其他',
} as const;
export type Occasion = keyof typeof OCCASIONS;
export const STATES = { recorded: '有效', withdrawn: '已撤回' } as const;
export type AssessmentState = keyof typeof STATES;
/** What an assessment can be made for; the module that owns it reads it back with `assessmentsFor`. */
export const FOR_KINDS = {
  case: '个案',
  group: '小组',
  activity: '活动',
  elder: '老年人服务',
  child: '儿童服务',
  aid: '社会救助',
} as const;
export type ForKind = keyof typeof FOR_KINDS;
/** Days after which a record that arrives is late (补录), unless the county has set its own. */
export const LATE_DAYS = 3;

export const codesOf = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);

export const Written = z.strictObject({
  assessed_on: Day,
  answers: Answers,
  informant: codesOf(INFORMANTS),
  occasion: codesOf(OCCASIONS),
  /** Who assessed together with the author. */
  co_workers: z.array(z.uuid()).max(5).default([]),
  remark: text(500).optional(),
  late_reason: text(200).optional(),
});
export type Written = z.output<typeof Written>;

/** Which version of which instrument. */
export const Which = { instrument: InstrumentCode, version: z.int().min(1).max(10_000) };

export type Check = { today: string; received_on: string; opened_on: string | null; late_days: number };

export const isLate = (assessed_on: string, received_on: string, days: number): boolean =>
  daysBetween(assessed_on, received_on) > days;

/** What is wrong with it as far as the instrument and the calendar know. */
export function problemsOf(instrument: Instrument, w: Written, check: Check): Issue[] {
  const issues = answerProblems(instrument, w.answers);
  if (Object.keys(w.answers).length === 0) issues.push({ path: 'answers', message: '还没有回答任何一项' });
  if (!instrument.informants.includes(w.informant)) issues.push({ path: 'informant', message: '这份量表不由这类人回答，请改选' });
  if (w.assessed_on > check.today) issues.push({ path: 'assessed_on', message: '评估日期不能晚于今天' });
  else if (check.opened_on && w.assessed_on < check.opened_on)
    issues.push({ path: 'assessed_on', message: `评估日期不能早于建站日期 ${check.opened_on}` });
  else if (isLate(w.assessed_on, check.received_on, check.late_days) && !w.late_reason)
    issues.push({ path: 'late_reason', message: `超过 ${check.late_days} 天补录，请填写原因` });
  return issues;
}
