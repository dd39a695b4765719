// A result with its explanation, and what to be careful about with the instrument that gave it. Phone and office.

import { StatusTag } from '#web/status.tsx';
import { gradeOf, type Instrument, type Result } from '../../assessments.ts';
import './assessments.css';

/** The grade in words, or that there is none yet. A grade is neither good nor bad by itself; what needs attention says so. */
export const GradeTag = ({ label, attention }: { label: string | null; attention: boolean }) =>
  attention ? (
    <StatusTag mood="warn">{label ?? '需要关注'}</StatusTag>
  ) : (
    <StatusTag mood="plain" icon={label === null ? 'stop' : 'record'}>
      {label ?? '未定等级'}
    </StatusTag>
  );

const ItemsTable = ({ result }: { result: Result }) => (
  <details className="result-items">
    <summary>每一项的回答和得分</summary>
    {result.sections.map(s => (
      <table key={s.key}>
        <caption>
          {s.title}
          {s.score !== null && s.range && `：小计 ${s.score} / ${s.range.max}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">回答</th>
            <th scope="col">得分</th>
          </tr>
        </thead>
        <tbody>
          {s.items
            .filter(i => i.state !== 'hidden')
            .map(i => (
              <tr key={i.key}>
                <th scope="row">{i.title}</th>
                <td>{i.answer || '未回答'}</td>
                <td>{i.score ?? ''}</td>
              </tr>
            ))}
        </tbody>
      </table>
    ))}
  </details>
);

export function ResultShown({ instrument, result, items = true }: { instrument: Instrument; result: Result; items?: boolean }) {
  const grade = gradeOf(instrument, result.grade);
  return (
    <div className="result">
      {result.alerts.map(said => (
        <p key={said} className="result-alert" role="alert">
          {said}
        </p>
      ))}
      <p className="result-head">
        <strong>{result.total === null ? '没有总分' : `${result.total} ${instrument.total.unit}`}</strong>
        {instrument.grades.length > 0 && <GradeTag label={grade?.label ?? null} attention={grade?.attention ?? false} />}
      </p>
      <ul className="result-says">
        {result.says.map(said => (
          <li key={said}>{said}</li>
        ))}
      </ul>
      {items && <ItemsTable result={result} />}
    </div>
  );
}

/** Source, licence, translation and warnings: shown wherever the instrument is. */
export const Cautions = ({
  instrument: i,
}: {
  instrument: Pick<Instrument, 'warnings' | 'translation' | 'source' | 'licence'>;
}) => (
  <ul className="cautions">
    {i.warnings.map(w => (
      <li key={w}>{w}</li>
    ))}
    {i.translation && <li>译文：{i.translation}。</li>}
    <li>来源：{i.source}。</li>
    <li>使用许可：{i.licence}。</li>
  </ul>
);
