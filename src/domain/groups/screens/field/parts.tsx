// Small parts the screens of group work share on the phone: a session's row, where it leads, and keeping something in the outbox.

import { listDay } from '#kernel/dates.ts';
import type { Command } from '#kernel/endpoints.ts';
import { EmptyState, LinkButton, Row } from '#web/field/kit/basic.tsx';
import { say } from '#web/field/kit/dialog.tsx';
import { add, edit, GoneError, type Note } from '#web/outbox.ts';
import { type Mood, StatusTag } from '#web/status.tsx';
import { StoreError } from '#web/store.ts';
import { dueOf, type Meeting, type OwnGroup } from './cached.ts';

const stateOf = (s: Meeting, today: string): [Mood, string] => {
  if (s.waitingRoll || s.recordWaits) return ['wait', '已存本机'];
  const due = dueOf(s, today);
  if (due) return ['warn', due];
  if (s.state === 'dropped') return ['plain', '已取消'];
  return s.state === 'held' ? ['good', '已完成'] : ['plain', '未到'];
};

/** Where one tap on a session leads: to the roll, and after it to the record. */
const pathOf = (g: OwnGroup, s: Meeting): string =>
  s.state === 'held' && !s.record && !s.recordWaits ? `groups/${g.id}/record/${s.id}` : `groups/${g.id}/roll/${s.id}`;

export const SessionLine = ({
  group,
  session: s,
  today,
  named,
}: {
  group: OwnGroup;
  session: Meeting;
  today: string;
  named?: boolean;
}) => {
  const [mood, word] = stateOf(s, today);
  const title = `${named ? `${group.name} ` : ''}第 ${s.no} 节 ${s.topic}`;
  return (
    <Row
      {...(s.state !== 'dropped' && group.ready && { to: pathOf(group, s) })}
      title={title}
      detail={[listDay(s.held_on ?? s.planned_on), s.started_at, s.place ?? group.place].filter(Boolean).join(' · ')}
      state={<StatusTag mood={mood}>{word}</StatusTag>}
    />
  );
};

export const NoGroup = () => (
  <EmptyState icon="people" title="没有找到这个小组">
    <p>它可能已归档，或不再由您带领。到有信号的地方打开一次，名单会更新。</p>
    <LinkButton to="groups">回到我的小组</LinkButton>
  </EmptyState>
);

/** Puts a write into the outbox, or a changed one back in its place. Answers whether it is kept; a phone without room says so. */
export async function keep(command: Command, input: unknown, note: Note, item?: string): Promise<boolean> {
  try {
    if (item)
      await edit(item, input, note).catch(error => {
        // It was delivered a moment ago: the change goes on as a write of its own, and the server compares the revisions.
        if (!(error instanceof GoneError)) throw error;
        return add(command, input, note);
      });
    else await add(command, input, note);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(error.say, 'harm');
    return false;
  }
  say('已存本机，有信号后自动发送。');
  return true;
}
