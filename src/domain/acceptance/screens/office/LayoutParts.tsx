// The parts of a scoring table beside its items: grades, vetoes, and who scores.

import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { evaluators } from '../../evaluation.ts';
import { itemsOf, type Layout } from '../../layout.ts';

type Editing = { layout: Layout; onLayout(layout: Layout): void };
const put = <T,>(list: readonly T[], at: number, part: Partial<T>): T[] => list.map((x, i) => (i === at ? { ...x, ...part } : x));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

/** The first code with this letter that nothing in the table has. */
export function freeCode(layout: Layout, letter: string): string {
  const taken = new Set([...itemsOf(layout), ...layout.vetoes].map(x => x.code));
  for (let n = 1; ; n++) if (!taken.has(`${letter}${n}`)) return `${letter}${n}`;
}

export const GradesPart = ({ layout, onLayout }: Editing) => (
  <section className="page-block" aria-labelledby="layout-grades">
    <h3 id="layout-grades">等次</h3>
    <p className="hint">从高到低排列，按得分占满分的百分比划分，最低等次从 0 开始。</p>
    {layout.grades.map((grade, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a grade's name is being edited
      <div className="layout-line" key={i}>
        <Input
          aria-label={`第 ${i + 1} 个等次的名称`}
          maxLength={10}
          value={grade.title}
          onChange={event => onLayout({ ...layout, grades: put(layout.grades, i, { title: event.target.value }) })}
        />
        <InputNumber
          aria-label={`“${grade.title}”从百分之几起`}
          min={0}
          max={100}
          suffix="% 起"
          value={grade.from}
          onChange={from => onLayout({ ...layout, grades: put(layout.grades, i, { from: from ?? 0 }) })}
        />
        <Button
          aria-label={`删去等次“${grade.title}”`}
          disabled={layout.grades.length <= 2}
          onClick={() => onLayout({ ...layout, grades: without(layout.grades, i) })}
        >
          删去
        </Button>
      </div>
    ))}
    <div className="doings">
      <Button
        disabled={layout.grades.length >= 8}
        onClick={() => onLayout({ ...layout, grades: [{ title: '新等次', from: 100 }, ...layout.grades] })}
      >
        加一个等次
      </Button>
    </div>
  </section>
);

export const VetoesPart = ({ layout, onLayout }: Editing) => (
  <section className="page-block" aria-labelledby="layout-vetoes">
    <h3 id="layout-vetoes">一票否决</h3>
    <p className="hint">任何一名评估员认定其中一项并写明原因，等次即为最低，不论得分。</p>
    {layout.vetoes.map((veto, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the code is being edited
      <div className="layout-line" key={i}>
        <Input
          aria-label={`第 ${i + 1} 个否决项的编号`}
          style={{ maxWidth: 90 }}
          value={veto.code}
          onChange={event => onLayout({ ...layout, vetoes: put(layout.vetoes, i, { code: event.target.value }) })}
        />
        <Input
          aria-label={`${veto.code} 否决的情形`}
          maxLength={60}
          value={veto.title}
          onChange={event => onLayout({ ...layout, vetoes: put(layout.vetoes, i, { title: event.target.value }) })}
        />
        <Button aria-label={`删去否决项 ${veto.code}`} onClick={() => onLayout({ ...layout, vetoes: without(layout.vetoes, i) })}>
          删去
        </Button>
      </div>
    ))}
    <div className="doings">
      <Button
        disabled={layout.vetoes.length >= 20}
        onClick={() =>
          onLayout({ ...layout, vetoes: [...layout.vetoes, { code: freeCode(layout, 'V'), title: '请写明什么情形' }] })
        }
      >
        加一个否决项
      </Button>
    </div>
  </section>
);

/** Who scores; who is taken out loses what he has not signed. */
export function EvaluatorsPart({ chosen, onChosen }: { chosen: readonly string[]; onChosen(ids: string[]): void }) {
  const people = useQuery({ queryKey: ['acceptance.evaluators'], queryFn: ({ signal }) => read(evaluators, {}, signal) });
  if (people.isError) return <ErrorNote error={people.error} onRetry={() => void people.refetch()} />;
  if (people.isPending) return <p role="status">正在读取…</p>;
  return (
    <section className="page-block" aria-labelledby="layout-evaluators">
      <h3 id="layout-evaluators">评估员</h3>
      <p className="hint">每名评估员各打各的分，签定后才看到别人的；去掉的评估员，他还没有签定的评分不再保留。</p>
      <Checkbox.Group
        options={people.data.rows.map(p => ({ value: p.id, label: p.name }))}
        value={[...chosen]}
        onChange={ids => onChosen(ids.map(String))}
      />
    </section>
  );
}
