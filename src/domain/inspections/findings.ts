// What an inspection found wrong, and how it is put right: the station answers, the manager looks again and closes it or asks again with a
// new deadline. Serves M3.

import { z } from 'zod';
import { Day, text } from '#kernel/endpoints.ts';
import { ItemKey, photos } from './sheet.ts';

export const SEVERITIES = { minor: '一般', major: '较重', serious: '严重' } as const;
export type Severity = keyof typeof SEVERITIES;
export const Severity = z.enum(Object.keys(SEVERITIES) as [Severity, ...Severity[]]);

export const FINDING_STATES = { open: '待整改', answered: '待复查', closed: '已整改', dropped: '检查已撤回' } as const;
export type FindingState = keyof typeof FINDING_STATES;
export const FindingState = z.enum(Object.keys(FINDING_STATES) as [FindingState, ...FindingState[]]);

export const STEPS = { answer: '本站回复', closed: '复查通过', again: '要求继续整改' } as const;
export type Step = keyof typeof STEPS;

/** A finding as the manager writes it; its id is made by her. */
export const NewFinding = z.strictObject({
  id: z.uuid(),
  item: ItemKey.optional(),
  severity: Severity,
  problem: text(500),
  deadline_on: Day,
});
export type NewFinding = z.output<typeof NewFinding>;

export const Answer = z.strictObject({ words: text(500), photos: photos(6) });
export const Recheck = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('closed'), words: text(300), photos: photos(6) }),
  z.strictObject({ verdict: z.literal('again'), words: text(300), photos: photos(6), deadline_on: Day }),
]);
export type Recheck = z.output<typeof Recheck>;

/** What the policy asks about a finding. */
export type AboutFinding = { station: number; state: FindingState };

/** Whether its deadline has passed and the station still owes an answer, or the manager the re-check. */
export const isOverdue = (f: { state: FindingState; deadline_on: string }, today: string): boolean =>
  (f.state === 'open' || f.state === 'answered') && f.deadline_on < today;

export const FindingStep = z.object({
  step: z.enum(['answer', 'closed', 'again']),
  words: z.string(),
  photos: z.array(z.string()),
  deadline_on: z.string().nullable(),
  by: z.string(),
  at: z.string(),
});
export const FindingRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  inspection: z.uuid(),
  item: z.string().nullable(),
  severity: Severity,
  problem: z.string(),
  found_on: z.string(),
  deadline_on: z.string(),
  closed_on: z.string().nullable(),
  state: FindingState,
  overdue: z.boolean(),
  steps: z.array(FindingStep),
});
export type FindingRow = z.output<typeof FindingRow>;
