// What a reviewer may do with the record he has just read: approve, send back with a remark, reopen, remark. The policy that the server asks
// decides which buttons stand here; the revision that was read goes along.

import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refusal } from '#kernel/policy.ts';
import type { AboutRecord } from '#kernel/review.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { recordsPolicy as may } from '../../records.policy.ts';
import { approve, remark as remarkOn, reopen, returnRecord } from '../../records.ts';

type Step = 'approve' | 'return' | 'reopen' | 'remark' | null;
type Reviewed = { id: string; revision: number; about: AboutRecord };

/** @param what the module whose record it is: `visits`, `cases` … */
export function ReviewPanel({ what, record, onDone }: { what: string; record: Reviewed; onDone(): void }) {
  const state = useSignal(desk);
  const [step, setStep] = useState<Step>(null);
  if (state.phase !== 'in') return null;
  const { actor } = state.session;
  const decides = refusal(may['records.approve'], actor, record.about) === null;
  const reopens = refusal(may['records.reopen'], actor, record.about) === null;
  const remarks = record.about.state !== 'draft' && refusal(may['records.remark'], actor, record.about) === null;
  const seen = { what, id: record.id, revision: record.revision };
  const done = () => {
    setStep(null);
    onDone();
  };
  if (!decides && !reopens && !remarks) return null;
  return (
    <section className="review-panel" aria-label="审核">
      {step === null && (
        <p className="row-actions">
          {decides && (
            <>
              <Button type="primary" onClick={() => setStep('approve')}>
                通过
              </Button>{' '}
              <Button onClick={() => setStep('return')}>退回修改</Button>
            </>
          )}
          {reopens && <Button onClick={() => setStep('reopen')}>重开</Button>}{' '}
          {remarks && <Button onClick={() => setStep('remark')}>批注</Button>}
        </p>
      )}
      {step === 'approve' && (
        <CommandForm<{ remark?: string }>
          action="确认通过"
          onDone={done}
          submit={({ remark }, id) => send(approve, { ...seen, ...(remark && { remark }) }, { id })}
        >
          <Form.Item name="remark" label="审核意见">
            <Input.TextArea rows={2} maxLength={300} showCount />
          </Form.Item>
        </CommandForm>
      )}
      {step === 'return' && (
        <CommandForm<{ remark: string }>
          action="退回"
          onDone={done}
          submit={({ remark }, id) => send(returnRecord, { ...seen, remark }, { id })}
        >
          <Form.Item name="remark" label="请社工补充或更正什么" rules={[{ required: true, message: '请写明要补充或更正的内容' }]}>
            <Input.TextArea rows={3} maxLength={300} showCount />
          </Form.Item>
        </CommandForm>
      )}
      {step === 'reopen' && (
        <CommandForm<{ reason: string }>
          action="重开"
          onDone={done}
          submit={({ reason }, id) => send(reopen, { ...seen, reason }, { id })}
        >
          <Form.Item name="reason" label="重开原因" rules={[{ required: true, message: '请填写原因' }]}>
            <Input.TextArea rows={2} maxLength={300} showCount />
          </Form.Item>
        </CommandForm>
      )}
      {step === 'remark' && (
        <CommandForm<{ remark: string }>
          action="保存批注"
          onDone={done}
          submit={({ remark }, id) => send(remarkOn, { ...seen, remark }, { id })}
        >
          <Form.Item name="remark" label="批注（不改变审核状态）" rules={[{ required: true, message: '请填写批注' }]}>
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
        </CommandForm>
      )}
      {step && (
        <Button type="link" onClick={() => setStep(null)}>
          取消
        </Button>
      )}
    </section>
  );
}
