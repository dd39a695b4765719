// Small parts the pages of cases share.

import { useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { colleagues } from '#domain/org/org.ts';
import { dayOf } from '#kernel/dates.ts';
import { ApiError, read } from '#web/api.ts';
import { StatusTag } from '#web/status.tsx';
import type { CaseRow } from '../../cases.ts';
import { stageMood, stageWords } from '../shared/about.ts';

export const today = (): string => dayOf(new Date());
export const time = (instant: string): string => new Date(instant).toLocaleString('zh-CN', { hour12: false });
export const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
export const needed = [{ required: true, message: '此项必填' }];

export const StageTag = ({ row }: { row: Pick<CaseRow, 'stage' | 'halted' | 'emergency'> }) => (
  <StatusTag mood={stageMood(row)}>{row.emergency ? `紧急处置，缺同意书` : stageWords(row)}</StatusTag>
);

export function useColleagues(station?: number) {
  const answer = useQuery({
    queryKey: ['org.colleagues', station ?? null],
    queryFn: ({ signal }) => read(colleagues, station === undefined ? {} : { station }, signal),
  });
  return answer.data?.rows ?? [];
}

/** A list of people to choose one from. */
export const Choice = (props: {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  options: readonly { value: string; label: string }[];
}) => (
  <select
    className="day-input"
    id={props.id}
    value={props.value ?? ''}
    onChange={event => props.onChange?.(event.target.value || undefined)}
  >
    <option value="">请选择</option>
    {props.options.map(o => (
      <option key={o.value} value={o.value}>
        {o.label}
      </option>
    ))}
  </select>
);

/** Runs something that the server may refuse, and says why it did. */
export function useTry(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { message } = App.useApp();
  return async work => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      void message.error([error.say, ...error.issues.map(i => i.message)].join(' '));
      return false;
    }
  };
}
