// 验收: the acceptances of a contract; the open one with its steps.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { holds } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { begin, CONCLUSIONS, list, STATES } from '../../acceptance.ts';
import { AcceptanceView } from './AcceptanceView.tsx';
import { OfContract } from './parts.tsx';

function BeginForm({ contract, onDone }: { contract: string; onDone(id: string): void }) {
  const [id] = useState(newId);
  return (
    <CommandForm<{ title: string }>
      action="开始验收"
      initial={{ title: '年度验收' }}
      onDone={() => onDone(id)}
      submit={({ title }, key) => send(begin, { id, contract, title }, { id: key })}
    >
      <p>开始后先固定证据，再填写意见、听取服务对象意见、各方签署。签署前都可以重来。</p>
      <Form.Item name="title" label="名称" rules={[{ required: true, message: '此项必填' }]}>
        <Input maxLength={60} />
      </Form.Item>
    </CommandForm>
  );
}

function List({ contract }: { contract: string }) {
  const { search, change } = useAddress();
  const [beginning, setBeginning] = useState(false);
  const client = useQueryClient();
  const mayBegin = holds(useActor(), ...may['acceptance.begin'].roles);
  const answer = useQuery({
    queryKey: ['acceptance.list', contract],
    queryFn: ({ signal }) => read(list, { contract }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = answer.data;
  const open = one(search.acceptance) ?? rows[0]?.id;
  const button = mayBegin && (
    <Button type={rows.length ? 'default' : 'primary'} onClick={() => setBeginning(true)}>
      开始验收
    </Button>
  );
  return (
    <>
      {rows.length === 0 && (
        <EmptyState icon="contract" title="还没有验收">
          <p>
            {mayBegin ? '验收把每个数字后面的记录固定下来，各方签署后存档。' : '验收由县民政局开始；需要您签署时在这里办理。'}
          </p>
          {button}
        </EmptyState>
      )}
      {rows.length > 1 && (
        <div className="choice-list">
          {rows.map(a => (
            <button key={a.id} type="button" aria-pressed={a.id === open} onClick={() => change({ acceptance: a.id })}>
              <b>{a.title}</b>
              <span>{STATES[a.state]}</span>
              {a.conclusion && <span>{CONCLUSIONS[a.conclusion]}</span>}
              {a.as_of && <span>数字截至 {documentDay(a.as_of)}</span>}
            </button>
          ))}
        </div>
      )}
      {open && <AcceptanceView key={open} id={open} />}
      {rows.length > 0 && <p className="doings page-block">{button}</p>}
      <Drawer
        title="开始验收"
        open={beginning}
        onClose={() => setBeginning(false)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <BeginForm
          contract={contract}
          onDone={id => {
            setBeginning(false);
            change({ acceptance: id });
            void client.invalidateQueries({ queryKey: ['acceptance.list'] });
          }}
        />
      </Drawer>
    </>
  );
}

const Acceptances = () => <OfContract>{contract => <List contract={contract} />}</OfContract>;
export default Acceptances;
