// The questions of one section, each answer a large target: the phone's form, the office's correction and the editor's trial are this one.

import { useId } from 'react';
import type { Issue } from '#kernel/errors.ts';
import { type Answer, type Answers, type Item, itemOf, type Section, shownItems, YES_NO } from '../../assessments.ts';
import './assessments.css';

type Put = (key: string, answer: Answer | undefined) => void;
type Choice = { value: string; label: string };

function Choices({
  item,
  type,
  options,
  chosen,
  onPick,
}: {
  item: Item;
  type: 'radio' | 'checkbox';
  options: readonly Choice[];
  chosen: readonly string[];
  onPick(value: string): void;
}) {
  const name = useId();
  const short = options.every(o => o.label.length <= 4);
  return (
    <div className={short ? 'answers answers-even' : 'answers'}>
      {options.map(o => (
        <label key={o.value} className="answer">
          <input
            type={type}
            name={name}
            checked={chosen.includes(o.value)}
            required={type === 'radio' && item.required}
            onChange={() => onPick(o.value)}
          />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  );
}

const SCALE = Array.from({ length: 11 }, (_, n) => ({ value: String(n), label: String(n) }));

function Several({ item, answer, put }: { item: Extract<Item, { kind: 'choices' }>; answer: Answer | undefined; put: Put }) {
  const chosen = Array.isArray(answer) ? answer : [];
  const alone = item.options.filter(o => o.alone).map(o => o.value);
  const pick = (value: string) => {
    const next = chosen.includes(value)
      ? chosen.filter(v => v !== value)
      : alone.includes(value)
        ? [value]
        : [...chosen.filter(v => !alone.includes(v)), value];
    put(item.key, next.length ? next : undefined);
  };
  return <Choices item={item} type="checkbox" options={item.options} chosen={chosen} onPick={pick} />;
}

function Typed({
  item,
  answer,
  put,
  label,
}: {
  item: Extract<Item, { kind: 'number' | 'text' }>;
  answer: Answer | undefined;
  put: Put;
  label: string;
}) {
  const value = answer === undefined ? '' : String(answer);
  if (item.kind === 'text')
    return (
      <textarea
        className="input"
        aria-labelledby={label}
        rows={2}
        maxLength={item.max}
        value={value}
        onChange={e => put(item.key, e.target.value || undefined)}
      />
    );
  return (
    <span className="answer-number">
      <input
        className="input"
        type="number"
        inputMode="decimal"
        aria-labelledby={label}
        min={item.min}
        max={item.max}
        step={item.step}
        value={value}
        onChange={e => put(item.key, e.target.value === '' ? undefined : Number(e.target.value))}
      />
      {item.unit}
    </span>
  );
}

function Control({ item, answer, put, label }: { item: Item; answer: Answer | undefined; put: Put; label: string }) {
  const chosen = answer === undefined ? [] : [String(answer)];
  switch (item.kind) {
    case 'choice':
      return <Choices item={item} type="radio" options={item.options} chosen={chosen} onPick={v => put(item.key, v)} />;
    case 'yes_no': {
      const options = Object.entries(YES_NO).map(([value, words]) => ({ value, label: words }));
      return <Choices item={item} type="radio" options={options} chosen={chosen} onPick={v => put(item.key, v)} />;
    }
    case 'scale':
      return (
        <>
          <Choices item={item} type="radio" options={SCALE} chosen={chosen} onPick={v => put(item.key, Number(v))} />
          <p className="answer-ends">
            <span>0：{item.low}</span>
            <span>10：{item.high}</span>
          </p>
        </>
      );
    case 'choices':
      return <Several item={item} answer={answer} put={put} />;
    case 'number':
    case 'text':
      return <Typed item={item} answer={answer} put={put} label={label} />;
  }
}

function Question({
  n,
  item,
  answer,
  put,
  error,
}: {
  n: number;
  item: Item;
  answer: Answer | undefined;
  put: Put;
  error: string | undefined;
}) {
  const id = useId();
  const said = [item.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <fieldset className="question" aria-describedby={said || undefined}>
      <legend id={`${id}-label`}>
        {n}. {item.title}
        {item.required && <small> 必填</small>}
      </legend>
      {item.hint && (
        <p id={`${id}-hint`} className="question-hint">
          {item.hint}
        </p>
      )}
      <Control item={item} answer={answer} put={put} label={`${id}-label`} />
      {answer !== undefined && item.kind !== 'text' && item.kind !== 'number' && (
        <button type="button" className="question-clear" onClick={() => put(item.key, undefined)}>
          清除<span className="visually-hidden">“{item.title}”的回答</span>
        </button>
      )}
      {error && (
        <p id={`${id}-error`} className="question-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** The items of a section that are asked with these answers. */
export function askedIn(instrument: Parameters<typeof shownItems>[0], section: Section, answers: Answers): Item[] {
  const shown = shownItems(instrument, answers);
  return section.items.filter(i => shown.has(i.key) && itemOf(instrument, i.key));
}

export type SectionProps = {
  instrument: Parameters<typeof shownItems>[0];
  section: Section;
  answers: Answers;
  onChange(answers: Answers): void;
  issues?: readonly Issue[];
};
export function SectionFields({ instrument, section, answers, onChange, issues = [] }: SectionProps) {
  const put: Put = (key, answer) => {
    const { [key]: _, ...others } = answers;
    onChange(answer === undefined ? others : { ...others, [key]: answer });
  };
  return (
    <div className="questions">
      {section.note && <p className="question-hint">{section.note}</p>}
      {askedIn(instrument, section, answers).map((item, n) => (
        <Question
          key={item.key}
          n={n + 1}
          item={item}
          answer={answers[item.key]}
          put={put}
          error={issues.find(i => i.path === `answers.${item.key}`)?.message}
        />
      ))}
    </div>
  );
}
