// The scoring table, edited item by item, with grades, vetoes and evaluators; a whole table may be read from a file. What does not fit is said by the same rules the server has.

import { Alert, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { ApiError, send } from '#web/api.ts';
import { type Evaluation, setLayout } from '../../evaluation.ts';
import { EVIDENCE, type EvidenceKind, fullPoints, type Item, Layout, WAYS, type Way } from '../../layout.ts';
import { LayoutFile } from './LayoutFile.tsx';
import { EvaluatorsPart, freeCode, GradesPart, VetoesPart } from './LayoutParts.tsx';

const options = <T extends string>(table: Readonly<Record<T, string>>) =>
  (Object.keys(table) as T[]).map(value => ({ value, label: table[value] }));

function ItemEditor({ item, onItem, onRemove }: { item: Item; onItem(item: Item): void; onRemove(): void }) {
  const set = (part: Partial<Item>) => onItem({ ...item, ...part });
  const name = `${item.code} ${item.title}`;
  return (
    <div className="layout-item">
      <Input aria-label={`${name}：编号`} value={item.code} onChange={event => set({ code: event.target.value })} />
      <Input aria-label={`${name}：名称`} value={item.title} onChange={event => set({ title: event.target.value })} />
      <InputNumber
        aria-label={`${name}：分值`}
        min={0.5}
        step={0.5}
        value={item.points}
        onChange={points => set({ points: points ?? 0 })}
      />
      <Select<Way>
        aria-label={`${name}：计分方式`}
        value={item.way}
        options={options<Way>(WAYS)}
        onChange={way => set({ way, clause: way === 'figure' ? (item.clause ?? 'K1') : null })}
      />
      <Input
        aria-label={`${name}：条款编号`}
        placeholder="条款"
        disabled={item.way !== 'figure'}
        value={item.clause ?? ''}
        onChange={event => set({ clause: event.target.value })}
      />
      <Button onClick={onRemove} aria-label={`删去 ${name}`}>
        删去
      </Button>
      <div className="whole">
        <Input.TextArea
          aria-label={`${name}：满分标准`}
          autoSize
          value={item.standard}
          onChange={event => set({ standard: event.target.value })}
        />
        <Select<EvidenceKind>
          aria-label={`${name}：看什么`}
          style={{ marginTop: 8, minWidth: 140 }}
          value={item.evidence}
          options={options<EvidenceKind>(EVIDENCE)}
          onChange={evidence => set({ evidence })}
        />
      </div>
    </div>
  );
}

const newItem = (layout: Layout): Item => ({
  code: freeCode(layout, 'N'),
  title: '新评分项',
  standard: '请写明满分要做到什么。',
  points: 1,
  evidence: 'documents',
  way: 'evaluators',
  clause: null,
});

function Sections({ layout, onLayout }: { layout: Layout; onLayout(layout: Layout): void }) {
  const set = (n: number, part: Partial<Layout['sections'][number]>) =>
    onLayout({ ...layout, sections: layout.sections.map((s, i) => (i === n ? { ...s, ...part } : s)) });
  return layout.sections.map((section, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a section has no name of its own but its place while it is edited
    <section key={n} className="page-block" aria-label={section.title}>
      <Input
        aria-label={`第 ${n + 1} 部分的名称`}
        value={section.title}
        onChange={event => set(n, { title: event.target.value })}
      />
      {section.items.map((item, i) => (
        <ItemEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: the code is being edited
          key={i}
          item={item}
          onItem={next => set(n, { items: section.items.map((x, at) => (at === i ? next : x)) })}
          onRemove={() => set(n, { items: section.items.filter((_, at) => at !== i) })}
        />
      ))}
      <div className="doings">
        <Button onClick={() => set(n, { items: [...section.items, newItem(layout)] })}>在“{section.title}”加一项</Button>
        <Button onClick={() => onLayout({ ...layout, sections: layout.sections.filter((_, i) => i !== n) })}>删去这一部分</Button>
      </div>
    </section>
  ));
}

export function LayoutEditor({ e, onDone }: { e: Evaluation; onDone(): void }) {
  const [layout, setEdited] = useState<Layout>(e.layout);
  const [evaluators, setEvaluators] = useState(e.sheets.map(s => s.evaluator));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const checked = Layout.safeParse(layout);
    if (!checked.success) return setProblem(checked.error.issues.map(i => i.message).join('；'));
    if (evaluators.length === 0) return setProblem('请至少选择一名评估员');
    setBusy(true);
    try {
      await send(setLayout, { id: e.id, revision: e.revision, title: e.title, layout: checked.data, evaluators });
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem([error.say, ...error.issues.map(i => i.message)].join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="page-block">
      <Input
        aria-label="评分表名称"
        value={layout.title}
        onChange={event => setEdited({ ...layout, title: event.target.value })}
      />
      <p>满分 {fullPoints(layout)} 分。已打的分在评分项仍在时保留。</p>
      <LayoutFile layout={layout} onLayout={setEdited} />
      <Sections layout={layout} onLayout={setEdited} />
      <Button
        onClick={() => setEdited({ ...layout, sections: [...layout.sections, { title: '新的部分', items: [newItem(layout)] }] })}
      >
        加一个部分
      </Button>
      <GradesPart layout={layout} onLayout={setEdited} />
      <VetoesPart layout={layout} onLayout={setEdited} />
      <EvaluatorsPart chosen={evaluators} onChosen={setEvaluators} />
      {problem && <Alert type="error" role="alert" showIcon message={problem} />}
      <Button type="primary" loading={busy} onClick={() => void save()}>
        保存评分表
      </Button>
    </div>
  );
}
