// Staff with the eligibility check explained (M4, M5). Who may change the register is asked of the policy, the button and the gate alike.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { useShortcut } from '#web/office/keys.tsx';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { StatusTag } from '#web/status.tsx';
import { orgPolicy } from '../../org.policy.ts';
import { POSTS, type StaffRow, staffList, staffRegister } from '../../org.ts';
import { useStations } from '../shared/use-stations.ts';
import { HireForm } from './HireForm.tsx';
import { StaffDrawer } from './StaffDrawer.tsx';

const inShort = (row: StaffRow): string => (row.eligible ? '符合' : `缺：${row.checks.filter(check => !check.met).length} 项`);

export default function Staff() {
  const state = useSignal(desk);
  const actor = state.phase === 'in' ? state.session.actor : null;
  const mayHire = actor !== null && holds(actor, ...orgPolicy['org.hire'].roles);
  const mayExport = actor !== null && holds(actor, ...orgPolicy['org.staff_register'].roles);
  const [hiring, setHiring] = useState(false);
  const client = useQueryClient();
  const places = useStations();
  const all = useQuery({ queryKey: ['org.staff', 'sentence'], queryFn: ({ signal }) => read(staffList, {}, signal) });
  useShortcut('n', '登记人员', () => mayHire && setHiring(true));
  const rows = all.data?.rows ?? [];
  const wanting = rows.filter(row => !row.eligible);
  const refresh = () => void client.invalidateQueries({ queryKey: ['org.staff'] });
  return (
    <>
      <PageSentence>
        {all.isPending
          ? '正在读取…'
          : wanting.length === 0
            ? `在岗 ${rows.length} 人，全部符合合同规定的条件。`
            : `在岗 ${rows.length} 人，${wanting.length} 人不符合条件：${wanting
                .slice(0, 5)
                .map(row => row.name)
                .join('、')}${wanting.length > 5 ? ' 等' : ''}。点开可看原因。`}
      </PageSentence>
      <LedgerTable<StaffRow>
        name="org.staff"
        label="人员名册"
        rowKey={row => row.id}
        rowName={row => row.name}
        limit={undefined}
        filters={[
          {
            kind: 'select',
            key: 'station',
            label: '社工站',
            options: places.choices.map(p => ({ value: String(p.value), label: p.label })),
          },
          {
            kind: 'select',
            key: 'left',
            label: '范围',
            options: [
              { value: 'no', label: '在岗' },
              { value: 'yes', label: '含已离岗' },
            ],
          },
        ]}
        load={async ({ limit, cursor, sort, ...query }, stop) => ({
          rows: (await read(staffList, query, stop)).rows,
          next: null,
        })}
        onExport={mayExport ? ({ limit, cursor, sort, ...query }) => download(staffRegister, query) : undefined}
        columns={[
          { key: 'name', title: '姓名', render: row => row.name, fixed: 'left' },
          { key: 'station', title: '社工站', render: row => row.station_name ?? '全县' },
          { key: 'post', title: '岗位', render: row => POSTS[row.post] },
          { key: 'age', title: '年龄', align: 'right', render: row => row.age },
          { key: 'entered', title: '到岗日', render: row => row.entered_on },
          { key: 'left', title: '离岗日', render: row => row.left_on ?? '', optional: true },
          {
            key: 'eligible',
            title: '任职条件',
            render: row => <StatusTag mood={row.eligible ? 'good' : 'warn'}>{inShort(row)}</StatusTag>,
          },
          { key: 'account', title: '账号', render: row => (row.has_account ? '有' : '无') },
        ]}
        drawer={(_, id, close) => <StaffDrawer id={id} mayChange={mayHire} onChanged={refresh} onClose={close} />}
        actions={
          mayHire && (
            <Button type="primary" icon={<Icon name="plus" />} onClick={() => setHiring(true)}>
              登记人员
            </Button>
          )
        }
        empty={{ title: '还没有登记人员', next: <p>项目经理或县民政局可以登记驻站社工、站长和项目经理。</p> }}
      />
      <Drawer title="登记人员" open={hiring} onClose={() => setHiring(false)} size="large" destroyOnHidden>
        <HireForm
          onDone={() => {
            setHiring(false);
            refresh();
          }}
        />
      </Drawer>
    </>
  );
}
