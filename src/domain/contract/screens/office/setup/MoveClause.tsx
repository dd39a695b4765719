// A clause up or down by one place, by button: works without a mouse. What runs is moved with the reason.

import { Button, Modal } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { orderClauses, type Setup } from '../../../setup.ts';
import { useDoing, useFresh } from './doing.tsx';
import { ReasonField } from './ReasonField.tsx';

export function MoveClause({ contract: c, place }: { contract: Setup; place: number }) {
  const { busy, run } = useDoing();
  const fresh = useFresh();
  const [asked, setAsked] = useState<number | null>(null);
  const codes = c.clauses.map(x => x.code);
  const order = (next: number) => codes.toSpliced(place, 1).toSpliced(next, 0, codes[place]!);
  const moved = (next: number, reason: string | null, id?: string) =>
    send(orderClauses, { id: c.id, revision: c.revision, codes: order(next), reason }, { id });
  const to = (next: number) => (c.state === 'running' ? setAsked(next) : void run(() => moved(next, null)));
  return (
    <>
      <Button size="small" disabled={busy || place === 0} aria-label={`${codes[place]} 上移`} onClick={() => to(place - 1)}>
        上移
      </Button>
      <Button
        size="small"
        disabled={busy || place === codes.length - 1}
        aria-label={`${codes[place]} 下移`}
        onClick={() => to(place + 1)}
      >
        下移
      </Button>
      <Modal
        title={`移动条款 ${codes[place]}`}
        open={asked !== null}
        onCancel={() => setAsked(null)}
        footer={null}
        destroyOnHidden
      >
        <CommandForm<{ reason: string }>
          action="确认移动"
          submit={({ reason }, id) => moved(asked ?? place, reason, id)}
          onDone={() => {
            setAsked(null);
            void fresh();
          }}
        >
          <ReasonField contract={c} />
        </CommandForm>
      </Modal>
    </>
  );
}
