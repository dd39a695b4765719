// A status is an icon and a word; its colour only repeats them. The same five moods in both apps.

import { Icon, type IconName } from './icons.tsx';

export type Mood = 'plain' | 'good' | 'wait' | 'warn' | 'harm';
const ICON: Record<Mood, IconName> = { plain: 'stop', good: 'done', wait: 'clock', warn: 'warn', harm: 'warn' };

/** `harm` is for people in danger and missed deadlines only. */
export const StatusTag = ({ mood, children, icon }: { mood: Mood; children: string; icon?: IconName }) => (
  <span className={`status status-${mood}`}>
    <Icon name={icon ?? ICON[mood]} size={1.1} />
    {children}
  </span>
);
