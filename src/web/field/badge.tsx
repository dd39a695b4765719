// The unsent count, always on screen, and in words what holds it up.

import { Icon } from '../icons.tsx';
import type { Trouble } from '../outbox.rules.ts';
import { type OutboxState, outboxState } from '../outbox.ts';
import { accountNow } from '../session.ts';
import { useSignal } from '../signal.ts';
import { Note } from './kit/basic.tsx';
import { hrefOf } from './router.ts';

const TROUBLE: Record<Trouble, string> = {
  offline: '没有信号，有信号后自动发送。',
  server: '系统暂时没有收下，稍后自动重发。',
  busy: '系统繁忙，稍后自动重发。',
  sign_in: '登录已失效，重新登录后自动发送。',
  upgrade: '本机程序需要更新，更新后自动发送。',
  phone: '手机存储空间不足，腾出空间后自动发送。',
};

const isCounted = ({ of }: OutboxState): boolean => of !== undefined && of === accountNow();

/** How many records wait; never "all sent" before the phone has looked. */
export const unsentWords = (state: OutboxState): string =>
  !isCounted(state) ? '正在清点…' : state.mine === 0 ? '全部已发送' : `${state.mine} 条未发送`;

/** Why the waiting records are still here. */
export function whyUnsent(state: OutboxState): string {
  const { trouble, mine, parked, sending } = state;
  if (!isCounted(state)) return '正在查看本机的未发送记录。';
  if (mine === 0) return '全部记录已送达。';
  if (trouble) return TROUBLE[trouble];
  if (mine === parked) return '系统没有接收以下记录，请按各条的提示处理。';
  return sending ? '正在发送…' : '等待发送。';
}

export function OutboxBadge() {
  const state = useSignal(outboxState);
  const { mine, parked, trouble } = state;
  const text = mine > 0 && parked === mine ? `${mine} 条须处理` : unsentWords(state);
  return (
    <a className={`badge${mine > 0 ? ' badge-some' : ''}${parked > 0 ? ' badge-parked' : ''}`} href={hrefOf('mine/unsent')}>
      <Icon
        name={parked > 0 ? 'warn' : mine === 0 && isCounted(state) ? 'done' : trouble === 'offline' ? 'offline' : 'send'}
        size={1.1}
      />
      {text}
      {parked > 0 && parked < mine && <span className="visually-hidden">，其中 {parked} 条须处理</span>}
    </a>
  );
}

/** Tells a person whose phone also holds a colleague's unsent work that it is safe, and not theirs to see. */
export function OthersNote() {
  const { others } = useSignal(outboxState);
  return others > 0 ? <Note>另一账号有 {others} 条未发送的记录，由其本人登录后发送，您看不到内容。</Note> : null;
}
