// The form of a visit or call, for two minutes and one thumb: outcome first, then what is asked in this situation, the quick fields
// open and the rest folded; every change is kept at once. Drawn from the form's description. Serves K1, E6.

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FieldPerson as Person } from '#domain/clients/clients.ts';
import { hasChildCategory } from '#domain/clients/screens/shared/person-words.ts';
import { dayOf } from '#kernel/dates.ts';
import type { Issue } from '#kernel/errors.ts';
import { Button, Card, Note } from '#web/field/kit/basic.tsx';
import { ask } from '#web/field/kit/dialog.tsx';
import { ActionBar } from '#web/field/kit/fold.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { accountNow } from '#web/session.ts';
import { type Check, hintsOf, type Written } from '../../visits.ts';
import { checkAnswers, isAbout, situationIn } from '../shared/answers.ts';
import type { Shared } from './cached.ts';
import type { FormDraft } from './form-state.ts';
import { type Around, OutcomePart } from './head-fields.tsx';
import { VisitBody } from './visit-body.tsx';
import './visits.css';

type Props = {
  draft: FormDraft;
  person: Person | null;
  station: number | undefined;
  shared: Shared;
  /** The last record of this kind, for hints. */
  previous: Written | null;
  /** What the server said of it, shown at its fields. */
  refused?: readonly Issue[];
  received_on?: string;
  /** Above the form: why it is open again. */
  head?: ReactNode;
  /** Below the fields, e.g. the reason of a correction. */
  foot?(issues: readonly Issue[]): ReactNode;
  /** What is missing outside the record itself. */
  also?(): Issue[];
  action: string;
  /** @throws never for what the phone or a field can be blamed for: it says so and leaves the form as it is */
  onSave(written: Written): Promise<void>;
  giveUp?: string;
  onGiveUp(): void;
};

/** Hints are for a person to look at: shown once more before saving, never a refusal. */
const heeded = async (hints: readonly string[]): Promise<boolean> =>
  hints.length === 0 ||
  (await ask({
    title: '保存前请再看一眼',
    body: (
      <ul className="hints">
        {hints.map(hint => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    ),
    yes: '没有问题,保存',
    no: '回去修改',
  }));

export function VisitForm({
  draft,
  person,
  station,
  shared,
  previous,
  refused = [],
  received_on,
  head,
  foot,
  also,
  action,
  onSave,
  giveUp = '放弃这份草稿',
  onGiveUp,
}: Props) {
  const { value, change } = draft;
  const { kind, answers, carried } = value;
  const [issues, setIssues] = useState<readonly Issue[]>(refused);
  const [wrongAt, setWrongAt] = useState(refused.length > 0 ? 1 : 0);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wrongAt === 0) return;
    const first =
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
      form.current?.querySelector<HTMLElement>('.field-error');
    first?.scrollIntoView({ block: 'center' });
    first?.focus({ preventScroll: true });
  }, [wrongAt]);

  /** What is said at a field goes when the field changes. */
  const heal = useCallback(
    (path: string) => setIssues(now => (now.some(i => isAbout(path, i)) ? now.filter(i => !isAbout(path, i)) : now)),
    [],
  );
  const changeHead: Around['change'] = useCallback(
    part => {
      change(part);
      if (typeof part === 'function') return;
      // Another outcome asks for other fields: what was said about the former ones is void.
      if ('outcome' in part) setIssues([]);
      for (const path of Object.keys(part)) heal(path);
    },
    [change, heal],
  );
  const changeContent = useCallback(
    (key: string, next: unknown) => {
      change(now => ({ content: { ...now.content, [key]: next } }));
      heal(`content.${key}`);
    },
    [change, heal],
  );
  const facts: Check['person'] = {
    born_on: person?.born_on ?? null,
    child_category: person ? hasChildCategory(person.categories) : false,
  };
  const { met, child } = situationIn(answers, facts) ?? { met: false, child: false };
  const situation = useMemo(() => (answers.outcome === null ? null : { met, child }), [answers.outcome, met, child]);

  const save = async () => {
    const opened_on = shared.stations.find(s => s.station === station)?.opened_on ?? null;
    const check: Check = {
      person: facts,
      today: dayOf(new Date()),
      opened_on,
      late_days: shared.settings.late_days,
      ...(received_on && { received_on }),
    };
    const { written, issues: wrong } = checkAnswers(kind, answers, check);
    const all = [...wrong, ...(also?.() ?? [])];
    setIssues(all);
    if (!written || all.length > 0) return setWrongAt(n => n + 1);
    if (!(await heeded(hintsOf(written, previous)))) return;
    setBusy(true);
    await onSave(written).finally(() => setBusy(false));
  };
  const around: Around = {
    kind,
    answers,
    issues,
    person,
    shared,
    account: accountNow() ?? '',
    station,
    received_on,
    change: changeHead,
  };
  const today = dayOf(new Date());
  return (
    <form
      ref={form}
      className="visit-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      {head}
      {draft.restoredFrom && <Note>已恢复 {asOfWords(draft.restoredFrom, today)} 的草稿,可以接着写。</Note>}
      <Card>
        <OutcomePart {...around} />
      </Card>
      {situation && <VisitBody around={around} situation={situation} carried={carried} onChange={changeContent} />}
      {foot?.(issues)}
      <Button look="quiet" wide onClick={onGiveUp}>
        {giveUp}
      </Button>
      <ActionBar
        said={draft.trouble ?? (issues.length > 0 ? `还有 ${issues.length} 处需要补充或更正` : '每一步都自动保存在本机')}
      >
        <Button wide look="main" submit busy={busy}>
          {action}
        </Button>
      </ActionBar>
    </form>
  );
}
