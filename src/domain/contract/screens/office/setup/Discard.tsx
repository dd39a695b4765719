// Giving a draft up: with the reason; it stays to be read, and its code is free again.

import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { discard, type Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { needed } from './terms.tsx';

export function Discard({ contract: c }: { contract: Setup }) {
  const [open, setOpen] = useState(false);
  const fresh = useFresh();
  return (
    <>
      <Button onClick={() => setOpen(true)}>废弃草稿</Button>
      <Drawer title="废弃草稿" open={open} onClose={() => setOpen(false)} destroyOnHidden closable={{ 'aria-label': '关闭' }}>
        <CommandForm<{ reason: string }>
          action="确认废弃"
          danger
          submit={(values, id) => send(discard, { id: c.id, revision: c.revision, ...values }, { id })}
          onDone={() => {
            setOpen(false);
            void fresh();
          }}
        >
          <p>废弃后不能再启用；内容保留，可以在“合同管理”中查看，编号可以重新使用。</p>
          <Form.Item name="reason" label="原因" rules={needed}>
            <Input maxLength={200} />
          </Form.Item>
        </CommandForm>
      </Drawer>
    </>
  );
}
