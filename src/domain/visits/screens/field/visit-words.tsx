// A record in a few words and its state as icon and word, the same in every list of the phone. Serves K1, E6.

import { listDay } from '#kernel/dates.ts';
import { type Mood, StatusTag } from '#web/status.tsx';
import { KINDS, OUTCOMES, type Outcome, STATES, type VisitKind, type VisitState } from '../../visits.ts';
import type { HistoryEntry } from './overview.ts';

type Few = { kind: VisitKind; outcome: Outcome; visited_on: string };
/** `入户探访 · 成功`. */
export const kindWords = (v: Pick<Few, 'kind' | 'outcome'>): string => `${KINDS[v.kind]} · ${OUTCOMES[v.outcome]}`;
/** `11-23 周一 入户探访 · 成功`. */
export const visitWords = (v: Few): string => `${listDay(v.visited_on)} ${kindWords(v)}`;

const MOODS: Record<VisitState, Mood> = { submitted: 'wait', returned: 'warn', approved: 'good', withdrawn: 'plain' };
export const StateTag = ({ state }: { state: NonNullable<HistoryEntry['state']> }) => {
  if (state === 'unsent') return <StatusTag mood="wait">未发送</StatusTag>;
  if (state === 'parked') return <StatusTag mood="harm">须处理</StatusTag>;
  return <StatusTag mood={MOODS[state]}>{STATES[state]}</StatusTag>;
};
