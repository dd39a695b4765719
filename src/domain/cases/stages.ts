// Where a case stands, what it still lacks and what may be written next: pure functions over what there is, so that nothing has to be moved by
// hand and nothing can stand in a stage it has not reached. Stages after practice §1.1. Serves K3, K3b.

import { addMonths } from '#kernel/dates.ts';
import type { ErrorCode } from '#kernel/errors.ts';
import type { Decision } from './forms.open.ts';
import type { Kind } from './kinds.ts';

export const STAGES = {
  intake: '接案',
  declined: '不接案',
  assessment: '预估',
  planning: '计划',
  intervention: '介入',
  evaluation: '评估',
  closed: '结案',
  follow_up: '跟进',
} as const;
export type Stage = keyof typeof STAGES;
export const STAGE_CODES = Object.keys(STAGES) as [Stage, ...Stage[]];
/** The way a case goes, for the line above it. */
export const WAY: readonly Stage[] = ['intake', 'assessment', 'planning', 'intervention', 'evaluation', 'closed', 'follow_up'];

export const HALTS = { suspended: '中止', lost: '失联' } as const;
export type Halt = keyof typeof HALTS;
export const HALT_REASONS = {
  hospital: '住院',
  away: '外出',
  wish: '对象要求暂停',
  unreachable: '多次联系不上',
  other: '其他',
} as const;
export type HaltReason = keyof typeof HALT_REASONS;

/** What of one kind of record there is: written and not withdrawn, and approved. */
export type Have = { written: number; approved: number };
export type CaseFacts = {
  decision: Decision;
  halted: Halt | null;
  /** A consent that was given and not taken back. */
  consent: boolean;
  have: Readonly<Record<Kind, Have>>;
  /** Sessions and follow-ups in which the person was met. */
  services: number;
  closed_on: string | null;
  last_follow_up_on: string | null;
};

export const isDeclined = (f: Pick<CaseFacts, 'decision'>): boolean => f.decision === 'declined' || f.decision === 'referred';
const there = (f: CaseFacts, kind: Kind): boolean => f.have[kind].written > 0;

/** The stage a case stands in. A case without consent stays at intake, unless it is an emergency that said why. */
export function stageOf(f: CaseFacts): Stage {
  if (isDeclined(f)) return 'declined';
  if (there(f, 'closure')) return there(f, 'follow_up') ? 'follow_up' : 'closed';
  if (!f.consent && f.decision !== 'emergency') return 'intake';
  if (there(f, 'review')) return 'evaluation';
  if (there(f, 'plan')) return 'intervention';
  return there(f, 'assessment') ? 'planning' : 'assessment';
}

/** Why a record of this kind cannot be written now; null when it can. `on` is the day it tells of. */
export function mayWrite(kind: Kind, f: CaseFacts, on: string, closeType?: unknown): ErrorCode | null {
  if (kind === 'referral') return null;
  if (isDeclined(f)) return 'case_declined';
  if (kind === 'follow_up') return f.closed_on === null || on < f.closed_on ? 'case_not_closed' : null;
  // What happened before the end may still be written down after it.
  if (f.closed_on !== null && !(kind === 'session' && on <= f.closed_on)) return 'case_closed';
  if (kind === 'consent') return null;
  if (!f.consent && f.decision !== 'emergency') return 'consent_needed';
  if (kind === 'plan' && !there(f, 'assessment')) return 'assessment_needed';
  if (kind === 'review' && !there(f, 'session')) return 'session_needed';
  if (kind === 'closure' && closeType === 'achieved' && !there(f, 'review')) return 'review_needed';
  return null;
}

/** One thing that is missing: what, as a sentence, and the form it leads to. */
export type Gap = { code: string; say: string; kind: Kind };
/** Services the contract's clause K3b asks of a case by default; a county's own number comes from its settings. */
export const LEAST_SERVICES = 5;
/** Months after the end in which a follow-up is asked for. */
export const FOLLOW_UP_MONTHS = [1, 3, 6] as const;

const NAMES: Partial<Record<Kind, string>> = {
  intake: '接案记录',
  consent: '知情同意书',
  assessment: '预估表',
  plan: '服务计划书',
  review: '个案评估表',
  closure: '结案报告',
};
const unreviewed = (f: CaseFacts): Gap[] =>
  (Object.keys(NAMES) as Kind[])
    .filter(kind => f.have[kind].written > f.have[kind].approved)
    .map(kind => ({ code: `${kind}_review`, say: `${NAMES[kind]}还没有审核通过。`, kind }));

/** The day the next follow-up is due, null when none is asked for any more. */
export function followUpDue(f: Pick<CaseFacts, 'closed_on' | 'have'>): string | null {
  const months = FOLLOW_UP_MONTHS[f.have.follow_up.written];
  return f.closed_on !== null && months !== undefined ? addMonths(f.closed_on, months) : null;
}

/** What a case lacks on a day, in the order of the way it goes. */
export function gapsOf(f: CaseFacts, today: string): Gap[] {
  if (isDeclined(f)) return unreviewed(f).filter(g => g.kind === 'intake');
  const gap = (kind: Kind, say: string): Gap[] => [{ code: kind, say, kind }];
  const due = followUpDue(f);
  const left = LEAST_SERVICES - f.services;
  return [
    ...(f.consent
      ? []
      : gap(
          'consent',
          f.decision === 'emergency' ? '紧急处置中：还没有知情同意书，请尽快补签。' : '还没有知情同意书，签署后才能进入预估。',
        )),
    ...(there(f, 'assessment') ? [] : gap('assessment', '还没有预估表。')),
    ...(there(f, 'plan') ? [] : gap('plan', '还没有服务计划书。')),
    ...(left > 0 && f.closed_on === null
      ? gap('session', `服务 ${f.services} 次，还差 ${left} 次达到 ${LEAST_SERVICES} 次。`)
      : []),
    ...(there(f, 'review') ? [] : gap('review', '还没有个案评估表。')),
    ...(f.closed_on === null ? gap('closure', '还没有结案报告。') : []),
    ...unreviewed(f),
    ...(due !== null && due <= today ? gap('follow_up', `结案后的回访 ${due} 已到期。`) : []),
  ];
}
