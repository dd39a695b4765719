// Accounts and roles: the system administrator makes accounts and links, the security administrator grants and ends roles, the audit
// administrator looks. Each sees only the buttons of his own office (SEC-05, SEC-06).

import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { momentOf } from '#kernel/dates.ts';
import { holds, ROLES } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { StatusTag } from '#web/status.tsx';
import { accounts, createAccount } from '../../org.ts';
import { useStations } from '../shared/use-stations.ts';
import { AccountDrawer, type AccountRow } from './AccountDrawer.tsx';

export default function Accounts() {
  const client = useQueryClient();
  const state = useSignal(desk);
  const actor = state.phase === 'in' ? state.session.actor : null;
  const makes = actor !== null && holds(actor, 'system_admin');
  const [making, setMaking] = useState(false);
  const places = useStations();
  const nameOf = (station: number | null) => (station === null ? '全县' : places.name(station));
  const refresh = () => void client.invalidateQueries({ queryKey: ['org.accounts'] });
  return (
    <>
      <PageSentence>
        系统管理员建立账号、发送设置密码的链接；安全管理员授予和结束岗位；审计管理员只查看。三者互不兼任。
      </PageSentence>
      <LedgerTable<AccountRow>
        name="org.accounts"
        label="账号"
        rowKey={row => row.id}
        rowName={row => row.name}
        filters={[{ kind: 'search', key: 'q', label: '姓名或用户名' }]}
        load={({ sort, ...query }, stop) => read(accounts, query, stop)}
        columns={[
          { key: 'user_name', title: '用户名', render: row => row.user_name, fixed: 'left' },
          { key: 'name', title: '姓名', render: row => row.name },
          {
            key: 'roles',
            title: '生效岗位',
            render: row =>
              row.grants
                .filter(g => g.state === 'now')
                .map(g => `${ROLES[g.role]}（${nameOf(g.station)}）`)
                .join('、') || '无',
          },
          {
            key: 'state',
            title: '状态',
            render: row => (
              <StatusTag mood={row.closed_at ? 'plain' : row.has_password ? 'good' : 'wait'}>
                {row.closed_at ? '已停用' : row.has_password ? '可登录' : '未设密码'}
              </StatusTag>
            ),
          },
          { key: 'factor', title: '验证器', render: row => (row.second_factor ? '已绑定' : '未绑定') },
          {
            key: 'seen',
            title: '上次登录',
            render: row => (row.signed_in_at ? momentOf(row.signed_in_at) : ''),
          },
        ]}
        drawer={(row, _, close) => row && <AccountDrawer row={row} onChanged={refresh} onClose={close} />}
        actions={
          makes && (
            <Button type="primary" icon={<Icon name="plus" />} onClick={() => setMaking(true)}>
              建立账号
            </Button>
          )
        }
        empty={{ title: '没有账号' }}
      />
      <Drawer title="建立账号" open={making} onClose={() => setMaking(false)} destroyOnHidden>
        <CommandForm<{ user_name: string; name: string }>
          action="建立"
          onDone={() => {
            setMaking(false);
            refresh();
          }}
          submit={(values, id) => send(createAccount, { ...values, id }, { id })}
        >
          <Form.Item name="user_name" label="用户名" rules={[{ required: true, message: '请填写用户名' }]}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label="姓名" rules={[{ required: true, message: '请填写姓名' }]}>
            <Input autoComplete="off" />
          </Form.Item>
        </CommandForm>
      </Drawer>
    </>
  );
}
