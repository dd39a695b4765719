// How a contract begins: empty, with the requirement's clauses, as a copy of another one, or from a JSON file that is checked first.

import { Alert, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { WithStations } from '#domain/org/screens/shared/WithStations.tsx';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import type { ContractHead } from '../../../contract.ts';
import { type ContractDocument, readDocument } from '../../../contract-json.ts';
import type { Countables } from '../../../rule-check.ts';
import { draft, importContract } from '../../../setup.ts';
import { contractTemplate } from '../../../template.ts';
import { useFresh } from './doing.tsx';
import { useMeasures } from './measures.ts';
import { needed, PartyFields, TermFields, type Terms } from './terms.tsx';

const SOURCES = {
  blank: '空白合同',
  requirement: `采购需求的条款（${contractTemplate.clauses.length} 条）`,
  contract: '复制已有的合同',
  json: '导入 JSON 文件',
} as const;
type From = keyof typeof SOURCES;

const CodeField = () => (
  <Form.Item name="code" label="合同编号" rules={needed}>
    <Input maxLength={40} autoComplete="off" />
  </Form.Item>
);

function Draft({
  from,
  contracts,
  onDone,
}: {
  from: Exclude<From, 'json'>;
  contracts: readonly ContractHead[];
  onDone(id: string): void;
}) {
  const [made] = useState(newId);
  const fresh = useFresh();
  const submit = async (values: Terms & { months?: number; source?: string }, id: string) => {
    const { months: _, source, ...head } = values;
    await send(draft, { ...head, id: made, source: from === 'contract' ? { from, id: source! } : { from } }, { id });
    await fresh();
  };
  return (
    <CommandForm<Terms & { months?: number; source?: string }>
      action="建立草稿"
      initial={{ months: contractTemplate.months, ...(from === 'requirement' && { name: contractTemplate.name }) }}
      submit={submit}
      onDone={() => onDone(made)}
    >
      {from === 'contract' && (
        <Form.Item
          name="source"
          label="复制哪一份"
          rules={needed}
          extra="条款、指标、分值、社工站、经费和付款节点都会复制；日期不复制。"
        >
          <Select options={contracts.map(c => ({ value: c.id, label: `${c.code} ${c.name}` }))} />
        </Form.Item>
      )}
      <CodeField />
      <PartyFields />
      <TermFields />
    </CommandForm>
  );
}

type Read = ReturnType<typeof readDocument>;

const Issues = ({ issues }: { issues: Read['issues'] }) => (
  <section aria-labelledby="json-issues">
    <h3 id="json-issues">有 {issues.length} 处需要先改正，还没有写入任何内容</h3>
    <ul className="plain-list">
      {issues.slice(0, 100).map(i => (
        <li key={`${i.place} ${i.message}`}>
          <b>{i.place}</b>:{i.message}
        </li>
      ))}
    </ul>
    {issues.length > 100 && <p className="hint">只列出前 100 处。</p>}
  </section>
);

function Confirm({ document, onDone }: { document: ContractDocument; onDone(id: string): void }) {
  const [made] = useState(newId);
  const fresh = useFresh();
  const indicators = document.clauses.reduce((n, c) => n + c.indicators.length, 0);
  return (
    <CommandForm<{ code: string }>
      action="导入为草稿"
      initial={{ code: document.code }}
      submit={async ({ code }, id) => {
        await send(importContract, { id: made, document: { ...document, code } }, { id });
        await fresh();
      }}
      onDone={() => onDone(made)}
    >
      <Alert
        type="success"
        showIcon
        message={`检查通过：${document.name}，${document.from_on} 至 ${document.to_on}，${document.stations.length} 个社工站，${document.clauses.length} 个条款，${indicators} 个指标。`}
        style={{ marginBottom: 12 }}
      />
      <CodeField />
    </CommandForm>
  );
}

const Import = (props: { measures: Countables; onDone(id: string): void }) => (
  <WithStations>{stations => <Reading {...props} here={new Set(stations.rows.map(s => s.id))} />}</WithStations>
);

function Reading({ measures, here, onDone }: { measures: Countables; here: ReadonlySet<number>; onDone(id: string): void }) {
  const [found, setFound] = useState<(Read & { key: string }) | null>(null);
  return (
    <>
      <p>选择从本平台导出、或按公开的格式写成的文件。先检查，没有问题才能导入。</p>
      <p>
        <a href="/api/contract.json_schema">下载公开的格式（JSON Schema）</a>
      </p>
      <label className="file-choice">
        合同文件（.json）
        <input
          type="file"
          accept="application/json,.json"
          onChange={event => {
            const file = event.target.files?.[0];
            if (file) void file.text().then(text => setFound({ ...readDocument(text, measures, here), key: newId() }));
          }}
        />
      </label>
      <div role="status">
        {found && found.issues.length > 0 && <Issues issues={found.issues} />}
        {found?.document && found.issues.length === 0 && <Confirm key={found.key} document={found.document} onDone={onDone} />}
      </div>
    </>
  );
}

export function NewContract({ contracts, onDone }: { contracts: readonly ContractHead[]; onDone(id: string): void }) {
  const [from, setFrom] = useState<From>('blank');
  const measures = useMeasures();
  if (measures.isError) return <ErrorNote error={measures.error} onRetry={() => void measures.refetch()} />;
  if (!measures.data) return <p role="status">正在读取…</p>;
  const choices = (Object.keys(SOURCES) as From[]).filter(key => key !== 'contract' || contracts.length > 0);
  return (
    <>
      <Radio.Group
        aria-label="从什么开始"
        className="sources"
        options={choices.map(value => ({ value, label: SOURCES[value] }))}
        value={from}
        onChange={event => setFrom(event.target.value as From)}
      />
      {from === 'json' ? (
        <Import measures={measures.data} onDone={onDone} />
      ) : (
        <Draft key={from} from={from} contracts={contracts} onDone={onDone} />
      )}
    </>
  );
}
