// The text of one clause, and its earlier wordings.

import { Form, Input } from 'antd';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { type Setup, setClause } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { ReasonField } from './ReasonField.tsx';
import { needed } from './terms.tsx';
import { ClauseVersions } from './Versions.tsx';

type Clause = Setup['clauses'][number];
type Values = { code: string; block: string; title: string; body: string; reason?: string };

/** `clause` null adds one at the end. */
export function ClauseForm({ contract: c, clause, onDone }: { contract: Setup; clause: Clause | null; onDone(): void }) {
  const fresh = useFresh();
  const before = clause ?? c.clauses.at(-1);
  return (
    <>
      <CommandForm<Values>
        action="保存条款"
        initial={
          clause ? { code: clause.code, block: clause.block, title: clause.title, body: clause.body } : { block: before?.block }
        }
        submit={(values, id) =>
          send(setClause, { contract: c.id, revision: clause?.revision ?? 0, reason: null, ...values }, { id })
        }
        onDone={() => {
          void fresh();
          onDone();
        }}
      >
        <Form.Item name="code" label="编号" rules={needed} extra="一个大写字母加数字，如 K1、K3b；用过后不改。">
          <Input maxLength={6} disabled={clause !== null} style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="block" label="所属部分" rules={needed} extra="分值按所属部分合计，如 服务标准、管理保障。">
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="title" label="标题" rules={needed}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="body" label="合同原文" rules={needed}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 4 }} />
        </Form.Item>
        <ReasonField contract={c} />
      </CommandForm>
      {clause && (
        <details className="reason">
          <summary>历次文本</summary>
          <ClauseVersions contract={c.id} code={clause.code} />
        </details>
      )}
    </>
  );
}
