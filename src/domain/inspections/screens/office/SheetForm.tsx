// The inspection sheet on a phone or a desk: section by section, what was guided, findings, who was there, the head's signature. What was
// written outlives a reload of the page until it is sent.

import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { ApiError } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { type ItemAnswer, problemsOf, SECTIONS, type Written } from '../../inspections.ts';
import { FindingsEdit, newFinding } from './FindingsEdit.tsx';
import { ItemField } from './ItemField.tsx';
import { Field, today } from './parts.tsx';
import { type Draft, Head, Signing, Words } from './SheetParts.tsx';

/** A sheet that is being written, kept in this tab until it is sent. */
function useDraft(key: string, initial: Draft): [Draft, (part: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = sessionStorage.getItem(key);
    return kept ? { ...initial, ...(JSON.parse(kept) as Partial<Draft>) } : initial;
  });
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(draft)), [key, draft]);
  return [draft, part => setDraft(before => ({ ...before, ...part })), () => sessionStorage.removeItem(key)];
}

const clean = (draft: Draft): Written => {
  const { findings: _, reason: __, ...w } = draft;
  return { ...w, guidance: w.guidance.trim(), others: w.others || undefined, station_words: w.station_words || undefined };
};

function Sections({
  draft,
  station,
  shown,
  put,
  correcting,
}: {
  draft: Draft;
  station: number;
  shown: ReadonlyMap<string, string>;
  put(part: Partial<Draft>): void;
  correcting: boolean;
}) {
  const answer = (key: string, value: ItemAnswer) => put({ answers: { ...draft.answers, [key]: value } });
  return SECTIONS.map(section => {
    const keys = Object.entries(section.items).map(([key, title]) => ({ key: `${section.key}.${key}`, title }));
    const done = keys.filter(({ key }) => draft.answers[key]).length;
    return (
      <section className="sheet-section" key={section.key} aria-label={section.title}>
        <h2>
          {section.title}
          <small>
            {done} / {keys.length}
          </small>
        </h2>
        {keys.map(({ key, title }) => (
          <ItemField
            key={key}
            name={key}
            title={title}
            station={station}
            answer={draft.answers[key]}
            problem={shown.get(`answers.${key}`)}
            onChange={value => answer(key, value)}
            onFinding={
              correcting
                ? undefined
                : () => put({ findings: [...draft.findings, newFinding(draft.inspected_on, key, draft.answers[key]?.remark)] })
            }
          />
        ))}
      </section>
    );
  });
}

/** @param submit sends the sheet as a command with this id */
export function SheetForm({
  station,
  keptAs,
  initial,
  correcting = false,
  submit,
  onDone,
}: {
  station: number;
  keptAs: string;
  initial: Draft;
  correcting?: boolean;
  submit(written: Written, draft: Draft, id: string): Promise<unknown>;
  onDone(): void;
}) {
  const [draft, put, forget] = useDraft(keptAs, initial);
  const [asked, setAsked] = useState(false);
  const problems = problemsOf(clean(draft), today(), null);
  if (draft.guidance.trim() === '') problems.push({ path: 'guidance', message: '请写指导内容' });
  if (draft.findings.some(f => f.problem.trim() === '' || f.deadline_on === ''))
    problems.push({ path: 'findings', message: '问题和整改期限请填写完整' });
  if (correcting && !draft.reason?.trim()) problems.push({ path: 'reason', message: '请写更正原因' });
  const shown = new Map(asked ? problems.map(p => [p.path, p.message]) : []);
  const send = async (id: string) => {
    setAsked(true);
    const others = problems.filter(p => !p.path.startsWith('answers.'));
    const items = problems.length - others.length;
    const issues =
      items > 0 ? [...others, { path: 'answers', message: `还有 ${items} 个检查项没有填好，已在各项下标出。` }] : others;
    if (problems.length > 0) throw new ApiError({ code: 'invalid', say: '检查记录还没有填完。', issues, current: null }, 400);
    await submit(clean(draft), draft, id);
    forget();
  };
  return (
    <div className="sheet">
      <CommandForm<object> action={correcting ? '保存更正' : '提交检查记录'} onDone={onDone} submit={(_, id) => send(id)}>
        <Head draft={draft} station={station} put={put} />
        <Sections draft={draft} station={station} shown={shown} put={put} correcting={correcting} />
        <Words draft={draft} station={station} put={put} />
        {!correcting && (
          <section className="sheet-section" aria-label="需要整改的问题">
            <h2>需要整改的问题</h2>
            <FindingsEdit list={draft.findings} on={draft.inspected_on} onChange={findings => put({ findings })} />
          </section>
        )}
        <Signing draft={draft} station={station} problem={shown.get('signature_reason')} put={put} />
        {correcting && (
          <section className="sheet-section" aria-label="更正原因">
            <div className="finding-edit">
              <Field label="更正原因">
                {id => (
                  <Input
                    id={id}
                    maxLength={200}
                    value={draft.reason ?? ''}
                    onChange={event => put({ reason: event.target.value })}
                  />
                )}
              </Field>
            </div>
          </section>
        )}
      </CommandForm>
    </div>
  );
}
