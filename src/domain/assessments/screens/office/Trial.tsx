// Answer an instrument as a worker would, and see at once what comes of it: on its page and while it is written. Nothing is kept.

import { Button } from 'antd';
import { useState } from 'react';
import { type Answers, answersShown, type Instrument, score } from '../../assessments.ts';
import { ResultShown } from '../shared/result-shown.tsx';
import { askedIn, SectionFields } from '../shared/section-fields.tsx';

export function Trial({ instrument }: { instrument: Instrument }) {
  const [answers, setAnswers] = useState<Answers>({});
  return (
    <section className="trial" aria-label="试填">
      <h3>试填</h3>
      <p className="hint">在这里回答，立即看到得分和依据；不会保存。</p>
      <div className="trial-result" aria-live="polite">
        <ResultShown instrument={instrument} result={score(instrument, answersShown(instrument, answers))} />
      </div>
      {instrument.sections
        .filter(s => askedIn(instrument, s, answers).length > 0)
        .map(s => (
          <section key={s.key} aria-label={`试填：${s.title}`}>
            <h4>{s.title}</h4>
            <SectionFields instrument={instrument} section={s} answers={answers} onChange={setAnswers} />
          </section>
        ))}
      <Button onClick={() => setAnswers({})}>清空试填</Button>
    </section>
  );
}
