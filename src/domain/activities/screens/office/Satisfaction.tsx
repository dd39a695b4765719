// How people found it: a sentence, then for each question how many gave which grade, as one bar; and answers from paper (K5).

import { Form, Input, Radio, Select } from 'antd';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import {
  answerQuestions,
  FILLED,
  GRADES,
  QUESTION_KEYS,
  QUESTIONS,
  type Question,
  type Result,
  resultWords,
} from '../../activities.ts';
import { Act, filled, needed, options, type WithActivity } from './parts.tsx';

const WIDTH = 300;
/** One question's grades, best first: a picture for the eye, a sentence for the ear. */
function Bar({ counts, label }: { counts: readonly number[]; label: string }) {
  const all = counts.reduce((a, b) => a + b, 0);
  const best = [5, 4, 3, 2, 1].map(grade => ({ grade, n: counts[grade - 1] ?? 0 }));
  let x = 0;
  return (
    <svg viewBox={`0 0 ${WIDTH} 18`} width={WIDTH} height={18} role="img" aria-label={label}>
      {best.map(({ grade, n }) => {
        const width = (n / all) * WIDTH;
        const from = x;
        x += width;
        return n === 0 ? null : (
          <rect key={grade} x={from} y={0} width={Math.max(0, width - 1)} height={18} className={`grade-${grade}`} />
        );
      })}
    </svg>
  );
}

const spoken = (question: Question, counts: readonly number[]): string =>
  `${QUESTIONS[question]}：${[5, 4, 3, 2, 1]
    .filter(g => counts[g - 1])
    .map(g => `${GRADES[`${g}` as keyof typeof GRADES]} ${counts[g - 1]} 人`)
    .join('，')}`;

const Grades = ({ result }: { result: Result }) => (
  <ul className="activity-grades">
    {result.grades.map(g => (
      <li key={g.question}>
        <span>{QUESTIONS[g.question]}</span>
        <Bar counts={g.counts} label={spoken(g.question, g.counts)} />
        <span>{g.mean.toFixed(1)} 分</span>
      </li>
    ))}
  </ul>
);

type Values = Partial<Record<Question, number>> & { words?: string; how: keyof typeof FILLED; filled_by?: string };
const graded = [5, 4, 3, 2, 1].map(value => ({ value, label: GRADES[`${value}` as keyof typeof GRADES] }));

export function Satisfaction({ activity: a, open }: WithActivity & { open: boolean }) {
  const submit = ({ words, how, filled_by, ...scores }: Values, id: string) =>
    send(
      answerQuestions,
      { ...filled({ words, how, filled_by }), id: newId(), activity: a.id, scores: filled(scores) as { overall: number } },
      { id },
    );
  return (
    <>
      <p>{resultWords(a.satisfaction)}</p>
      {a.satisfaction.answers > 0 && <Grades result={a.satisfaction} />}
      {a.words.length > 0 && (
        <>
          <h3>留言</h3>
          <ul>
            {a.words.map((words, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nobody's words have a name, and they never change places
              <li key={i}>{words}</li>
            ))}
          </ul>
        </>
      )}
      {open && (
        <Act<Values> label="登记一份满意度" title="登记一份纸质或口头的满意度" initial={{ how: 'self' }} submit={submit}>
          {QUESTION_KEYS.map(question => (
            <Form.Item
              key={question}
              name={question}
              label={QUESTIONS[question]}
              {...(question === 'overall' && { rules: needed })}
            >
              <Radio.Group options={graded} />
            </Form.Item>
          ))}
          <Form.Item name="words" label="留言">
            <Input.TextArea maxLength={300} autoSize />
          </Form.Item>
          <Form.Item name="how" label="填写方式" rules={needed}>
            <Select options={options(FILLED)} />
          </Form.Item>
          <Form.Item name="filled_by" label="代读或代填的人">
            <Input maxLength={30} />
          </Form.Item>
        </Act>
      )}
    </>
  );
}
