// Clause by clause: what was frozen and what the county finds; then the conclusion.

import { Link } from '@tanstack/react-router';
import { Alert, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { refusal } from '#kernel/policy.ts';
import { ApiError, send } from '#web/api.ts';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { type AcceptanceAnswer, CONCLUSIONS, type Conclusion, DECISIONS, type Decision, decide } from '../../acceptance.ts';
import type { Frozen, FrozenClause } from '../../frozen.ts';
import { Scroll } from './parts.tsx';

type Found = AcceptanceAnswer['decisions'];
const options = <T extends string>(table: Readonly<Record<T, string>>) =>
  (Object.keys(table) as T[]).map(value => ({ value, label: table[value] }));

const Figures = ({ clause, contract }: { clause: FrozenClause; contract: string }) =>
  clause.indicators.length === 0
    ? '平台没有这一条的数据'
    : clause.indicators.map(i => (
        <p key={i.id}>
          {i.connected ? (
            <>
              {i.title}：完成 {i.done}/{i.needed} {i.unit}；计入 {i.counted_rows} 条，未计入{' '}
              {i.left_out.reduce((n, r) => n + r.rows, 0)} 条{' '}
              <Link to="/contract" search={{ contract, figure: i.id }}>
                看现在的记录
              </Link>
            </>
          ) : (
            `${i.title}：平台没有这一条的数据`
          )}
        </p>
      ));

function ClauseRow({
  clause,
  contract,
  found,
  onFound,
}: {
  clause: FrozenClause;
  contract: string;
  found: Found[string] | undefined;
  onFound: ((found: Found[string]) => void) | null;
}) {
  const name = `${clause.code} ${clause.title}`;
  return (
    <tr>
      <th scope="row">{clause.code}</th>
      <td className="wide">
        {clause.title}
        {clause.lines > 0 && <p className="hash">{clause.hash.slice(0, 16)}…</p>}
      </td>
      <td className="wide">
        <Figures clause={clause} contract={contract} />
      </td>
      <td className="wide">
        {onFound ? (
          <>
            <Select<Decision>
              aria-label={`${name}:验收意见`}
              style={{ width: 140 }}
              placeholder="请选择"
              value={found?.decision}
              options={options<Decision>(DECISIONS)}
              onChange={decision => onFound({ decision, remark: found?.remark ?? null })}
            />
            {found && (
              <Input
                aria-label={`${name}:说明`}
                placeholder="说明（可不填）"
                maxLength={400}
                style={{ marginTop: 4 }}
                value={found.remark ?? ''}
                onChange={event => onFound({ ...found, remark: event.target.value || null })}
              />
            )}
          </>
        ) : found ? (
          [DECISIONS[found.decision], found.remark].filter(Boolean).join('：')
        ) : (
          '待填写'
        )}
      </td>
    </tr>
  );
}

export function Decisions({ a, frozen, again }: { a: AcceptanceAnswer; frozen: Frozen; again(): void }) {
  const mayDecide = refusal(may['acceptance.decide'], useActor(), a) === null && a.signatures.length === 0;
  const [found, setFound] = useState<Found>(a.decisions);
  const [conclusion, setConclusion] = useState<Conclusion | null>(a.conclusion);
  const [words, setWords] = useState(a.conclusion_text ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const left = frozen.clauses.filter(c => !found[c.code]).length;
  const allMet = () =>
    setFound({ ...Object.fromEntries(frozen.clauses.map(c => [c.code, { decision: 'met' as const, remark: null }])), ...found });
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const clauses = Object.entries(found).map(([code, f]) => ({ code, ...f }));
      await send(decide, { id: a.id, revision: a.revision, clauses, conclusion, conclusion_text: words.trim() || null });
      again();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem([error.say, ...error.issues.map(i => i.message)].join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="page-block" aria-labelledby="decisions">
      <h2 id="decisions">二、逐条验收意见</h2>
      <p>{left ? `还有 ${left} 条没有填写意见。` : '各条都已填写意见。'}</p>
      <Scroll label="条款和验收意见">
        <table>
          <thead>
            <tr>
              <th>条款</th>
              <th>内容</th>
              <th>固定的数字</th>
              <th>验收意见</th>
            </tr>
          </thead>
          <tbody>
            {frozen.clauses.map(clause => (
              <ClauseRow
                key={clause.code}
                clause={clause}
                contract={a.contract}
                found={found[clause.code]}
                onFound={mayDecide ? f => setFound({ ...found, [clause.code]: f }) : null}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      {mayDecide ? (
        <>
          <div className="doings">
            <Button onClick={allMet}>其余都填“符合”</Button>
          </div>
          <Select<Conclusion>
            aria-label="验收结论"
            style={{ maxWidth: 320 }}
            placeholder="验收结论"
            value={conclusion ?? undefined}
            options={options<Conclusion>(CONCLUSIONS)}
            onChange={setConclusion}
          />
          <Input.TextArea
            aria-label="结论的说明和整改要求"
            placeholder="说明和整改要求"
            rows={3}
            maxLength={2000}
            value={words}
            onChange={event => setWords(event.target.value)}
          />
          {problem && <Alert type="error" role="alert" showIcon message={problem} />}
          <div className="doings">
            <Button type="primary" loading={busy} onClick={() => void save()}>
              保存意见和结论
            </Button>
          </div>
        </>
      ) : (
        <p>
          结论：{a.conclusion ? CONCLUSIONS[a.conclusion] : '待填写'}。{a.conclusion_text}
        </p>
      )}
    </section>
  );
}
