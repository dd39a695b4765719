// The grades of a contract by share of all points: 优秀 from 90 percent, and so on down to 0.

import { Alert, Button } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { Grades } from '../../../scoring.ts';
import { type Setup, setGrades } from '../../../setup.ts';
import { useDoing } from './doing.tsx';
import { Add, Amount, Remove, Word } from './rule-parts.tsx';

const USUAL: Grades = [
  { name: '优秀', from_percent: 90 },
  { name: '良好', from_percent: 80 },
  { name: '合格', from_percent: 60 },
  { name: '不合格', from_percent: 0 },
];

export function GradesForm({ contract: c, changes }: { contract: Setup; changes: boolean }) {
  const [grades, setAll] = useState<Grades>(c.grades ?? []);
  const [reason, setReason] = useState('');
  const { busy, run } = useDoing();
  const points = c.clauses.flatMap(x => x.indicators).reduce((n, i) => n + (i.score?.points ?? 0), 0);
  if (!changes && !c.grades) return null;
  const parsed = grades.length === 0 ? null : Grades.safeParse(grades);
  const problem = parsed && !parsed.success ? parsed.error.issues[0]!.message : null;
  const put = (i: number, part: Partial<Grades[number]>) => setAll(grades.map((g, n) => (n === i ? { ...g, ...part } : g)));
  const save = () =>
    run(
      () =>
        send(setGrades, { id: c.id, revision: c.revision, grades: grades.length ? grades : null, reason: reason.trim() || null }),
      '已保存',
    );
  return (
    <section aria-labelledby="grades">
      <h2 id="grades">等次</h2>
      <p className="hint">各指标分值合计 {points} 分。等次按得分占总分的百分比划分；分值只供日常参考，最后以验收意见为准。</p>
      {!changes && <p>{c.grades?.map(g => `${g.name}（${g.from_percent}% 起）`).join('、')}</p>}
      {changes && (
        <>
          {grades.map((grade, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: grades have no name of their own and are only added at the end
            <div className="rule-line" key={i}>
              <Word title="等次" value={grade.name} max={10} width={120} onChange={name => put(i, { name })} />
              <Amount
                title="得分达到"
                value={grade.from_percent}
                suffix="%"
                max={100}
                onChange={v => put(i, { from_percent: v })}
              />
              <Remove what={`等次“${grade.name}”`} onClick={() => setAll(grades.filter((_, n) => n !== i))} />
            </div>
          ))}
          {c.state === 'running' && (
            <Word title="更改的原因（会保留）" value={reason} max={200} width={360} onChange={setReason} />
          )}
          {problem && <Alert type="warning" showIcon message={problem} />}
          <div className="row-actions">
            {grades.length === 0 && <Button onClick={() => setAll(USUAL)}>用常见的四个等次</Button>}
            <Add
              what="添加等次"
              disabled={grades.length >= 10}
              onClick={() => setAll([...grades, { name: '新等次', from_percent: 0 }])}
            />
            <Button
              type="primary"
              disabled={problem !== null || (c.state === 'running' && !reason.trim())}
              loading={busy}
              onClick={() => void save()}
            >
              保存等次
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
