// What a rule says and what it comes to on the records as they are, while it is still being edited.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { preview } from '../../../contract.ts';
import type { Rule } from '../../../rule.ts';
import { StatusWord } from '../cells.tsx';

const PAUSE_MS = 400;
/** The value once it has rested for a moment. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

const Words = ({ words }: { words: readonly string[] }) => (
  <ul className="plain-list">
    {words.map(sentence => (
      <li key={sentence}>{sentence}</li>
    ))}
  </ul>
);

/** @param problem why the rule cannot be carried out, as far as this page knows; then nothing is asked */
export function Preview({
  contract,
  rule,
  unit,
  problem,
}: {
  contract: string;
  rule: Rule;
  unit: string;
  problem: string | null;
}) {
  const text = useRested(JSON.stringify(rule));
  const answer = useQuery({
    queryKey: ['contract.preview', contract, text, unit],
    queryFn: ({ signal }) => read(preview, { contract, rule: text, unit: unit || '次' }, signal),
    placeholderData: keepPreviousData,
    enabled: problem === null,
  });
  const said = problem ?? answer.data?.problem ?? null;
  return (
    <section className="rule-preview" aria-labelledby="rule-preview" aria-busy={answer.isFetching}>
      <h3 id="rule-preview">这条规则的意思</h3>
      {said !== null ? (
        <p role="status">{said}。</p>
      ) : answer.isError ? (
        <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data ? (
        <>
          <Words words={answer.data.words} />
          <h3>按现有记录试算</h3>
          {answer.data.project && (
            <p role="status">
              <StatusWord status={answer.data.project.status} /> {answer.data.project.say}
            </p>
          )}
          {answer.data.stations.length > 0 && (
            <table className="rule-table">
              <thead>
                <tr>
                  <th scope="col">社工站</th>
                  <th scope="col">完成</th>
                  <th scope="col">要求</th>
                  <th scope="col">状态</th>
                </tr>
              </thead>
              <tbody>
                {answer.data.stations.map(s => (
                  <tr key={s.station}>
                    <th scope="row">{s.name}</th>
                    <td>{s.done.toLocaleString('zh-CN')}</td>
                    <td>{s.needed.toLocaleString('zh-CN')}</td>
                    <td>
                      <StatusWord status={s.status} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {answer.data.reasons.length > 0 && (
            <p className="hint">未计入：{answer.data.reasons.map(r => `${r.title} ${r.rows} 条`).join('；')}。</p>
          )}
          <p className="hint">截至 {answer.data.as_of}；还没有保存，不影响任何人看到的数字。</p>
        </>
      ) : (
        <p role="status">正在试算…</p>
      )}
    </section>
  );
}
