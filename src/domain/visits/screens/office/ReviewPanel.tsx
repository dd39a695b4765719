// What a reviewer may do with the visit he has just read: approve, send back with a remark, reopen. The policy that the server asks
// decides which buttons stand here; the revision that was read goes along.

import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refusal } from '#kernel/policy.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { visitsPolicy as may } from '../../visits.policy.ts';
import { approve, reopen, returnVisit, type VisitFull } from '../../visits.ts';

type Step = 'approve' | 'return' | 'reopen' | null;

export function ReviewPanel({ visit, onDone }: { visit: VisitFull; onDone(): void }) {
  const state = useSignal(desk);
  const [step, setStep] = useState<Step>(null);
  if (state.phase !== 'in') return null;
  const { actor } = state.session;
  const decides = refusal(may['visits.approve'], actor, visit.about) === null;
  const reopens = refusal(may['visits.reopen'], actor, visit.about) === null;
  const seen = { id: visit.id, revision: visit.revision };
  const done = () => {
    setStep(null);
    onDone();
  };
  if (!decides && !reopens) return null;
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
          {reopens && <Button onClick={() => setStep('reopen')}>重开</Button>}
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
          submit={({ remark }, id) => send(returnVisit, { ...seen, remark }, { id })}
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
      {step && (
        <Button type="link" onClick={() => setStep(null)}>
          取消
        </Button>
      )}
    </section>
  );
}
