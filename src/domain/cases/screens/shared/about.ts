// A case in a few words, the same wherever one is shown. Pure. Serves K3.

import { listDay } from '#kernel/dates.ts';
import type { RecordState } from '#kernel/review.ts';
import {
  type CaseFacts,
  type CaseFull,
  type CaseRecord,
  type CaseRow,
  type Content,
  HALTS,
  KIND_CODES,
  type Kind,
  kindCode,
  kindOf,
  STAGES,
  type Told,
} from '../../cases.ts';

export const stageWords = (c: Pick<CaseRow, 'stage' | 'halted'>): string =>
  c.halted ? `${STAGES[c.stage]}·${HALTS[c.halted]}` : STAGES[c.stage];
export const stageMood = (c: Pick<CaseRow, 'stage' | 'halted' | 'emergency'>): 'harm' | 'warn' | 'wait' | 'good' | 'plain' => {
  if (c.emergency) return 'harm';
  if (c.halted) return 'warn';
  if (c.stage === 'declined') return 'plain';
  return c.stage === 'closed' || c.stage === 'follow_up' ? 'good' : 'wait';
};
export const STATE_MOOD: Record<RecordState, 'good' | 'wait' | 'warn' | 'plain'> = {
  draft: 'plain',
  submitted: 'wait',
  returned: 'warn',
  approved: 'good',
  withdrawn: 'plain',
};
/** `12-10 周四 已过 3 天`, `今天`, or the day alone. */
export function nextWords(next_on: string | null, today: string): string {
  if (next_on === null) return '没有约定';
  return `${listDay(next_on)}${next_on < today ? ' 已过' : next_on === today ? ' 今天' : ''}`;
}

const stands = (r: Pick<CaseRecord, 'state'>): boolean => r.state !== 'withdrawn' && r.state !== 'draft';
/** What the rules of the way ask, from what a reader has been given. */
export const factsFrom = (c: CaseFull): CaseFacts => ({
  ...c,
  last_follow_up_on: null,
  have: Object.fromEntries(
    KIND_CODES.map(kind => {
      const of = c.records.filter(r => r.kind === kindCode(kind) && stands(r));
      return [kind, { written: of.length, approved: of.filter(r => r.state === 'approved').length }];
    }),
  ) as Record<Kind, { written: number; approved: number }>,
});
/** The forms so far, for those that build on them. */
export const toldFrom = (c: Pick<CaseFull, 'records'>): Told[] =>
  c.records.filter(stands).flatMap(r => {
    const kind = kindOf(r.kind);
    const [text] = r.texts;
    return kind && text ? [{ id: r.id, kind, on: r.occurred_on, content: text.content as Content }] : [];
  });
