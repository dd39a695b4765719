// Small parts the pages of inspections share: names of stations, states as words, photos that can be opened, today.

import { App, Image } from 'antd';
import { type ReactNode, useId } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { fileUrl } from '#web/account.ts';
import { ApiError } from '#web/api.ts';
import { type Mood, StatusTag } from '#web/status.tsx';
import {
  DRAW_STATES,
  type DrawState,
  FINDING_STATES,
  type FindingRow,
  LEVELS,
  type Level,
  SEVERITIES,
} from '../../inspections.ts';

export const today = (): string => dayOf(new Date());
export const time = (instant: string): string => new Date(instant).toLocaleString('zh-CN', { hour12: false });
export const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
export const needed = [{ required: true, message: '此项必填' }];

const LEVEL_MOOD: Record<Level, Mood> = { met: 'good', partly: 'warn', unmet: 'harm', na: 'plain' };
export const LevelTag = ({ level }: { level: Level }) => <StatusTag mood={LEVEL_MOOD[level]}>{LEVELS[level]}</StatusTag>;

/** State of a finding; overdue is said first. */
export const FindingTag = ({ finding: f }: { finding: Pick<FindingRow, 'state' | 'overdue'> }) =>
  f.overdue ? (
    <StatusTag mood="harm">{`${FINDING_STATES[f.state]}，已过期限`}</StatusTag>
  ) : (
    <StatusTag mood={f.state === 'closed' ? 'good' : f.state === 'dropped' ? 'plain' : 'wait'}>
      {FINDING_STATES[f.state]}
    </StatusTag>
  );
export const SeverityTag = ({ severity }: { severity: FindingRow['severity'] }) => (
  <StatusTag mood={severity === 'minor' ? 'plain' : 'warn'}>{SEVERITIES[severity]}</StatusTag>
);
export const DrawTag = ({ state }: { state: DrawState }) => (
  <StatusTag mood={state === 'finished' ? 'good' : state === 'open' ? 'wait' : 'plain'}>{DRAW_STATES[state]}</StatusTag>
);

/** Photos side by side, each opens large. */
export const Photos = ({ files, of }: { files: readonly string[]; of: string }) =>
  files.length === 0 ? null : (
    <Image.PreviewGroup>
      <span className="site-photos">
        {files.map((hash, i) => (
          <Image key={hash} src={fileUrl(hash, 'thumb')} preview={{ src: fileUrl(hash) }} width={96} alt={`${of}照片 ${i + 1}`} />
        ))}
      </span>
    </Image.PreviewGroup>
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

/** A control with its label above it. */
export function Field({ label, children }: { label: ReactNode; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
