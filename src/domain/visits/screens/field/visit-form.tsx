// The form of a visit or call, for two minutes and one thumb: outcome first, then what is asked in this situation, the quick fields
// open and the rest folded; every change is kept at once. Drawn from the form's description. Serves K1, E6.

import { type ReactNode, useCallback, useMemo, useState } from 'react';
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
import { checkAnswers, situationIn } from '../shared/answers.ts';
import type { Shared } from './cached.ts';
import type { FormDraft } from './form-state.ts';
import { type Around, OutcomePart } from './head-fields.tsx';
import { useSentences } from './sentences.ts';
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
    yes: '没有问题，保存',
    no: '回去修改',
  }));

/** What the check needs to know beside the answers. */
function checkOf({ person, station, shared, received_on }: Pick<Props, 'person' | 'station' | 'shared' | 'received_on'>): Check {
  return {
    person: { born_on: person?.born_on ?? null, child_category: person ? hasChildCategory(person.categories) : false },
    today: dayOf(new Date()),
    opened_on: shared.stations.find(s => s.station === station)?.opened_on ?? null,
    late_days: shared.settings.late_days,
    ...(received_on && { received_on }),
  };
}

/** Changes that also take back what was said at the changed field. */
function useChanges(change: FormDraft['change'], heal: (path?: string) => void) {
  const head: Around['change'] = useCallback(
    part => {
      change(part);
      if (typeof part === 'function') return;
      // Another outcome asks for other fields: what was said about the former ones is void.
      if ('outcome' in part) heal();
      for (const path of Object.keys(part)) heal(path);
    },
    [change, heal],
  );
  const content = useCallback(
    (key: string, next: unknown) => {
      change(now => ({ content: { ...now.content, [key]: next } }));
      heal(`content.${key}`);
    },
    [change, heal],
  );
  return { head, content };
}

const Foot = ({ said, action, busy }: { said: string; action: string; busy: boolean }) => (
  <ActionBar said={said}>
    <Button wide look="main" submit busy={busy}>
      {action}
    </Button>
  </ActionBar>
);

export function VisitForm(props: Props) {
  const { draft, person, station, shared, previous, received_on, head, foot, action, giveUp = '放弃这份草稿' } = props;
  const { kind, answers, carried } = draft.value;
  const { form, issues, tell, heal } = useSentences(props.refused ?? []);
  const [busy, setBusy] = useState(false);
  const change = useChanges(draft.change, heal);
  const check = checkOf(props);
  const { met, child } = situationIn(answers, check.person) ?? { met: false, child: false };
  const situation = useMemo(() => (answers.outcome === null ? null : { met, child }), [answers.outcome, met, child]);

  const save = async () => {
    const { written, issues: wrong } = checkAnswers(kind, answers, check);
    const all = [...wrong, ...(props.also?.() ?? [])];
    tell(all);
    if (!written || all.length > 0 || !(await heeded(hintsOf(written, previous)))) return;
    setBusy(true);
    await props.onSave(written).finally(() => setBusy(false));
  };
  const account = accountNow() ?? '';
  const around: Around = { kind, answers, issues, person, shared, account, station, received_on, change: change.head };
  const said = draft.trouble ?? (issues.length > 0 ? `还有 ${issues.length} 处需要补充或更正` : '每一步都自动保存在本机');
  return (
    <form
      ref={form}
      className="visit-form"
      data-kept={draft.kept}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      {head}
      {draft.restoredFrom && <Note>已恢复 {asOfWords(draft.restoredFrom, check.today)} 的草稿，可以接着写。</Note>}
      <Card>
        <OutcomePart {...around} />
      </Card>
      {situation && <VisitBody around={around} situation={situation} carried={carried} onChange={change.content} />}
      {foot?.(issues)}
      <Button look="quiet" wide onClick={props.onGiveUp}>
        {giveUp}
      </Button>
      <Foot said={said} action={action} busy={busy} />
    </form>
  );
}
