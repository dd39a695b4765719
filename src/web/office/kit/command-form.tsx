// A form that becomes one command: the id is made when the form opens and kept while it is tried again, so a lost answer never doubles
// the wish. Refusals stand at their fields; what was typed stays.

import { Alert, Button, Form } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { ApiError } from '../../api.ts';

export function CommandForm<V extends object>({
  initial,
  submit,
  onDone,
  children,
  action,
  danger = false,
}: {
  initial?: Partial<V>;
  /** Sends the command with this id. */
  submit(values: V, id: string): Promise<unknown>;
  onDone(): void;
  children: ReactNode;
  /** What the button says: 登记, 授予. */
  action: string;
  danger?: boolean;
}) {
  const [form] = Form.useForm<V>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useRef(newId());
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem]);

  const finish = async (values: V) => {
    setBusy(true);
    setProblem(null);
    try {
      await submit(values, id.current);
      id.current = newId();
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Another content is another wish: a refusal frees the id. After a fault, or without an answer, it may have been carried out.
      if (error.status >= 400 && error.status < 500) id.current = newId();
      const known = form.getFieldsValue(true) as Record<string, unknown>;
      const at = error.issues.filter(issue => issue.path in known);
      form.setFields(at.map(issue => ({ name: issue.path as never, errors: [issue.message] })));
      const others = error.issues.filter(issue => !at.includes(issue)).map(issue => issue.message);
      setProblem([error.say, ...others].join(' '));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form<V>
      form={form}
      layout="vertical"
      initialValues={initial}
      onFinish={values => void finish(values)}
      requiredMark="optional"
      scrollToFirstError
    >
      {problem && (
        <div ref={box} tabIndex={-1}>
          <Alert type="error" role="alert" showIcon message={problem} style={{ marginBottom: 12 }} />
        </div>
      )}
      {children}
      <Button type="primary" htmlType="submit" loading={busy} danger={danger}>
        {action}
      </Button>
    </Form>
  );
}

/** A calendar day as the browser offers it; the value is 'YYYY-MM-DD'. */
export const DayInput = (props: {
  value?: string;
  onChange?: (day: string | undefined) => void;
  id?: string;
  min?: string;
  max?: string;
}) => (
  <input
    className="day-input"
    type="date"
    id={props.id}
    min={props.min}
    max={props.max}
    value={props.value ?? ''}
    onChange={event => props.onChange?.(event.target.value || undefined)}
  />
);
