// Small parts the office pages of group work share.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { colleagues } from '#domain/org/org.ts';
import { dayOf } from '#kernel/dates.ts';
import { RECORD_STATES, type RecordState } from '#kernel/review.ts';
import { ApiError, read } from '#web/api.ts';
import { type Mood, StatusTag } from '#web/status.tsx';
import { STAGES, type Stage } from '../../groups.ts';

export const today = (): string => dayOf(new Date());
export const needed = [{ required: true, message: '此项必填' }];
export const options = <T extends string>(table: Readonly<Record<T, string>>) =>
  (Object.entries(table) as [T, string][]).map(([value, label]) => ({ value, label }));

const STAGE_MOOD: Partial<Record<Stage, Mood>> = { submitted: 'wait', archived: 'good', draft: 'wait', summarised: 'good' };
export const StageTag = ({ stage }: { stage: Stage }) => (
  <StatusTag mood={STAGE_MOOD[stage] ?? 'plain'}>{STAGES[stage]}</StatusTag>
);

const STATE_MOOD: Record<RecordState, Mood> = {
  draft: 'plain',
  submitted: 'wait',
  returned: 'warn',
  approved: 'good',
  withdrawn: 'plain',
};
export const RecordTag = ({ state }: { state: RecordState | null }) =>
  state ? <StatusTag mood={STATE_MOOD[state]}>{RECORD_STATES[state]}</StatusTag> : <StatusTag mood="plain">未提交</StatusTag>;

/** Who works at a station, as choices. */
export function useWorkers(station: number): { value: string; label: string }[] {
  const answer = useQuery({
    queryKey: ['org.colleagues', station],
    queryFn: ({ signal }) => read(colleagues, { station }, signal),
    enabled: station > 0,
  });
  return (answer.data?.rows ?? []).map(p => ({ value: p.id, label: p.name }));
}

/** Reads everything of group work anew. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    for (const key of ['groups.get', 'groups.list', 'records.to_review']) void client.invalidateQueries({ queryKey: [key] });
  };
}

/** Runs something that the server may refuse, and says why it did. */
export function useTry(): (work: () => Promise<unknown>) => Promise<void> {
  const { message } = App.useApp();
  return work =>
    work().then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        void message.error([error.say, ...error.issues.map(i => i.message)].join(' '));
      },
    );
}

/** A form's values without what was left empty. */
export const filled = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== '')) as T;
