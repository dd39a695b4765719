// A correction at the desk: the same questions as on the phone, all sections below each other. Serves K3, E1.

import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { type AssessmentFull, answersShown, correct } from '../../assessments.ts';
import { askedIn, SectionFields } from '../shared/section-fields.tsx';

export function AssessmentCorrect({ a, onDone }: { a: AssessmentFull; onDone(): void }) {
  const [answers, setAnswers] = useState(a.written.answers);
  return (
    <CommandForm<{ reason: string; remark?: string }>
      action="保存更正"
      initial={{ ...(a.written.remark !== undefined && { remark: a.written.remark }) }}
      submit={({ reason, remark }, id) => {
        const { remark: _, ...written } = a.written;
        const said = remark?.trim();
        return send(
          correct,
          {
            ...written,
            ...(said && { remark: said }),
            answers: answersShown(a.body, answers),
            id: a.id,
            revision: a.revision,
            reason,
          },
          { id },
        );
      }}
      onDone={onDone}
    >
      {a.body.sections
        .filter(s => askedIn(a.body, s, answers).length > 0)
        .map(s => (
          <section key={s.key} aria-label={s.title}>
            <h3>{s.title}</h3>
            <SectionFields instrument={a.body} section={s} answers={answers} onChange={next => setAnswers({ ...next })} />
          </section>
        ))}
      <p>
        <Button type="link" onClick={() => setAnswers(a.written.answers)}>
          恢复原来的回答
        </Button>
      </p>
      <Form.Item name="remark" label="备注">
        <Input.TextArea maxLength={500} autoSize />
      </Form.Item>
      <Form.Item name="reason" label="更正原因" rules={[{ required: true, message: '请填写原因' }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </CommandForm>
  );
}
