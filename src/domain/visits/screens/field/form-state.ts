// The draft of one form: what it holds beside the answers, how it begins, and how it keeps itself while it is filled in. Pure but for
// the hook at the end. Serves K1, E1, E6.

import { useCallback, useRef } from 'react';
import { newId } from '#kernel/ids.ts';
import { useDraft } from '#web/drafts.ts';
import { type Content, prefillFrom, type VisitKind, type Written } from '../../visits.ts';
import { type Answers, answersOf, freshAnswers } from '../shared/answers.ts';

export type FormState = {
  kind: VisitKind;
  /** The person visited; null on a correction whose record the phone knows no more of. */
  resident: string | null;
  /** The record's id, made when the form was opened: whatever happens, it is this one record. */
  visit: string;
  /** The command's id: saving twice is saving once. */
  item: string;
  /** The revision a correction was made from; null for a new record. */
  revision: number | null;
  /** Why it is corrected. */
  reason: string;
  answers: Answers;
  /** What the form began with, and of which day. */
  carried: { on: string; content: Content } | null;
  /** Files the server has already: they need not be on this phone. */
  sent: readonly string[];
};

export const newRecord = (
  kind: VisitKind,
  resident: string,
  today: string,
  last: Pick<Written, 'content' | 'visited_on'> | null,
): FormState => {
  const { content } = prefillFrom(kind, last);
  const carried = last && Object.keys(content).length > 0 ? { on: last.visited_on, content } : null;
  return {
    kind,
    resident,
    visit: newId(),
    item: newId(),
    revision: null,
    reason: '',
    answers: freshAnswers(today, kind === 'welfare_call' ? null : last ? 'routine' : 'first', content),
    carried,
    sent: [],
  };
};

export const filesOf = (written: Pick<Answers, 'photos' | 'signature'> | Written): string[] => [
  ...written.photos,
  ...(written.signature ? [written.signature] : []),
];

/** A form that corrects a record the server has. */
export const correctionOf = (record: { id: string; resident: string; revision: number; written: Written }): FormState => ({
  kind: record.written.kind,
  resident: record.resident,
  visit: record.id,
  item: newId(),
  revision: record.revision,
  reason: '',
  answers: answersOf(record.written),
  carried: null,
  sent: filesOf(record.written),
});

const draftFiles = (state: FormState): readonly string[] => filesOf(state.answers);

/** A form's state that saves itself; `change` builds on the newest state, also from work that ended later (a photo). */
export function useFormState(name: string, start: () => FormState) {
  const draft = useDraft<FormState>(name, start, draftFiles);
  const { value, set } = draft;
  const newest = useRef(value);
  newest.current = value;
  const put = useCallback(
    (part: (now: FormState) => Partial<FormState>) => {
      newest.current = { ...newest.current, ...part(newest.current) };
      set(newest.current);
    },
    [set],
  );
  const change = useCallback(
    (part: Partial<Answers> | ((now: Answers) => Partial<Answers>)) =>
      put(now => ({ answers: { ...now.answers, ...(typeof part === 'function' ? part(now.answers) : part) } })),
    [put],
  );
  return { ...draft, put, change };
}
export type FormDraft = ReturnType<typeof useFormState>;
