// One account: its roles from day to day, one-time link, second factor, closing.

import { Alert, Button, Drawer, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { holds, ROLE_NAMES, ROLES, type Role, STATION_ROLES } from '#kernel/roles.ts';
import { ApiError, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { StatusTag } from '#web/status.tsx';
import { type accounts, closeAccount, endRole, grantRole, resetSecondFactor, sendLink } from '../../org.ts';
import { type Stations, useStations } from '../shared/use-stations.ts';
import { WithStations } from '../shared/WithStations.tsx';
import './accounts.css';

export type AccountRow = z.infer<typeof accounts.answer>['rows'][number];
type Values = { role: Role; station?: number; from_on: string; to_on?: string; reason: string };

type Of = { account: string; onDone(): void };
const GrantForm = (props: Of) => <WithStations>{places => <Granting {...props} places={places.choices} />}</WithStations>;

function Granting({ account, places, onDone }: Of & { places: Stations['choices'] }) {
  const [role, setRole] = useState<Role | null>(null);
  return (
    <CommandForm<Values>
      action="授予岗位"
      initial={{ from_on: dayOf(new Date()) }}
      onDone={onDone}
      submit={(values, id) =>
        send(
          grantRole,
          {
            id,
            account,
            role: values.role,
            station: STATION_ROLES.includes(values.role) ? (values.station ?? null) : null,
            from_on: values.from_on,
            to_on: values.to_on ?? null,
            reason: values.reason,
          },
          { id },
        )
      }
    >
      <Form.Item name="role" label="岗位" rules={[{ required: true, message: '请选择岗位' }]}>
        <Select onChange={setRole} options={ROLE_NAMES.map(name => ({ value: name, label: ROLES[name] }))} />
      </Form.Item>
      {role && STATION_ROLES.includes(role) && (
        <Form.Item name="station" label="社工站" rules={[{ required: true, message: '请选择社工站' }]}>
          <Select options={places} />
        </Form.Item>
      )}
      <Form.Item name="from_on" label="开始日" rules={[{ required: true, message: '请填写开始日' }]}>
        <DayInput />
      </Form.Item>
      <Form.Item
        name="to_on"
        label={role === 'evaluator' ? '截止日（含当天）' : '截止日（含当天），不填为长期'}
        rules={[{ required: role === 'evaluator', message: '第三方评估须填写截止日' }]}
      >
        <DayInput />
      </Form.Item>
      <Form.Item name="reason" label="依据" rules={[{ required: true, message: '请填写依据，如任命文件' }]}>
        <Input />
      </Form.Item>
    </CommandForm>
  );
}

/** Runs one command and keeps its sentence when it is refused. */
function useAct(onChanged: () => void): { act(work: () => Promise<unknown>): void; problem: string | null } {
  const [problem, setProblem] = useState<string | null>(null);
  const act = (work: () => Promise<unknown>) => {
    setProblem(null);
    work().then(onChanged, (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.say);
    });
  };
  return { act, problem };
}

/** A one-time link, to be handed over now: it is shown only here, only once. */
function LinkShown({ link, until }: { link: string; until: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Alert
      type="success"
      role="status"
      message={`请把链接交给本人，用来设置密码。只能使用一次，${new Date(until).toLocaleString('zh-CN', { dateStyle: 'long', timeStyle: 'short' })}前有效；以前的链接已失效。`}
      description={
        <>
          <code className="account-link">{link}</code>
          <Button onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>
            {copied ? '已复制' : '复制链接'}
          </Button>
        </>
      }
    />
  );
}

export function AccountDrawer({ row, onChanged, onClose }: { row: AccountRow; onChanged(): void; onClose(): void }) {
  const state = useSignal(desk);
  const actor = state.phase === 'in' ? state.session.actor : null;
  const [link, setLink] = useState<{ link: string; expires_at: string } | null>(null);
  const [granting, setGranting] = useState(false);
  const { act, problem } = useAct(onChanged);
  const places = useStations();
  if (!actor) return null;
  const makes = holds(actor, 'system_admin') && row.id !== actor.account && !row.closed_at;
  const grants = holds(actor, 'security_admin') && row.id !== actor.account && !row.closed_at;
  const nameOf = (station: number | null) => (station === null ? '全县' : places.name(station));
  const seen = { id: row.id, revision: row.revision };
  return (
    <Drawer title={`${row.name}（${row.user_name}）`} open onClose={onClose} size="large">
      <div className="account-drawer">
        {problem && <Alert type="error" role="alert" showIcon message={problem} />}
        <h3>岗位</h3>
        <ul className="plain-list">
          {row.grants.map(grant => (
            <li key={grant.id}>
              <StatusTag mood={grant.now ? 'good' : 'plain'}>{grant.now ? '生效' : '未生效'}</StatusTag> {ROLES[grant.role]} ·{' '}
              {nameOf(grant.station)}，{grant.from_on} 起{grant.to_on && `至 ${grant.to_on}`}{' '}
              {grants && grant.now && (
                <Popconfirm
                  title="结束这个岗位？"
                  description="对方的下一次操作起即被拒绝。"
                  okText="结束岗位"
                  cancelText="取消"
                  onConfirm={() => act(() => send(endRole, { id: grant.id, revision: grant.revision, reason: '管理员结束' }))}
                >
                  <Button size="small" danger>
                    结束
                  </Button>
                </Popconfirm>
              )}
            </li>
          ))}
          {row.grants.length === 0 && <li>还没有岗位，不能登录。{grants ? '请授予岗位。' : '请安全管理员授予岗位。'}</li>}
        </ul>
        {grants &&
          (granting ? (
            <GrantForm
              account={row.id}
              onDone={() => {
                setGranting(false);
                onChanged();
              }}
            />
          ) : (
            <Button onClick={() => setGranting(true)}>授予岗位</Button>
          ))}
        {makes && (
          <>
            <h3>登录</h3>
            <p className="row-actions">
              <Button onClick={() => act(async () => setLink(await send(sendLink, { id: row.id }, { id: newId() })))}>
                生成设置密码链接
              </Button>{' '}
              {row.second_factor && (
                <Popconfirm
                  title="解除验证器绑定？"
                  description="对方须重新绑定后才能登录。请先确认确是本人提出。"
                  okText="解除"
                  cancelText="取消"
                  onConfirm={() => act(() => send(resetSecondFactor, seen))}
                >
                  <Button>解除验证器绑定</Button>
                </Popconfirm>
              )}{' '}
              <Popconfirm
                title="停用这个账号？"
                description="登录立即失效，已写的记录不变。"
                okText="停用"
                cancelText="取消"
                onConfirm={() => act(() => send(closeAccount, seen))}
              >
                <Button danger>停用账号</Button>
              </Popconfirm>
            </p>
            {link && <LinkShown link={new URL(link.link, location.origin).href} until={link.expires_at} />}
          </>
        )}
      </div>
    </Drawer>
  );
}
