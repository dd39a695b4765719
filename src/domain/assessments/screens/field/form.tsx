// The form of an assessment on the phone: one section at a time, large answers, the result with its explanation before it is saved. Every
// change is kept at once; it needs no signal. Serves K3, E1.

import { type ReactNode, useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import type { Issue } from '#kernel/errors.ts';
import type { Draft } from '#web/drafts.ts';
import { Button, Card, Note } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf } from '#web/field/kit/chips.tsx';
import { ask } from '#web/field/kit/dialog.tsx';
import { ActionBar, Fold } from '#web/field/kit/fold.tsx';
import { DayField, TextArea, TextInput } from '#web/field/kit/form.tsx';
import { INFORMANTS, type Instrument, isLate, OCCASIONS, problemsOf, score, type Written } from '../../assessments.ts';
import { Cautions, ResultShown } from '../shared/result-shown.tsx';
import { askedIn, SectionFields } from '../shared/section-fields.tsx';
import { type FormState, writtenOf } from './form-state.ts';

type Props = {
  draft: Draft<FormState>;
  instrument: Instrument;
  head: ReactNode;
  late_days: number;
  refused?: readonly Issue[];
  onSave(): Promise<void>;
  onGiveUp(): void;
};
type Change = (part: Partial<Written>) => void;

const pick = <T extends string>(table: Readonly<Record<T, string>>, only?: readonly T[]) =>
  choicesOf(table).filter(c => !only || only.includes(c.value));

const at = (issues: readonly Issue[], path: string): string | null => issues.find(i => i.path === path)?.message ?? null;

function Begin({
  instrument,
  written,
  change,
  issues,
  late,
}: {
  instrument: Instrument;
  written: Written;
  change: Change;
  issues: readonly Issue[];
  late: boolean;
}) {
  return (
    <>
      <Card>
        <p>{instrument.purpose}</p>
        <Fold title="来源与注意事项" summary={instrument.translation ?? instrument.warnings[0]}>
          <Cautions instrument={instrument} />
        </Fold>
      </Card>
      <Card>
        <DayField
          label="评估日期"
          required
          value={written.assessed_on}
          max={dayOf(new Date())}
          error={at(issues, 'assessed_on')}
          onChange={assessed_on => change({ assessed_on })}
        />
        {late && (
          <TextInput
            label="补录原因"
            required
            error={at(issues, 'late_reason')}
            value={written.late_reason ?? ''}
            onChange={late_reason => change({ late_reason })}
          />
        )}
        <ChoiceChips
          label="评估原因"
          options={pick(OCCASIONS)}
          value={written.occasion}
          onChange={occasion => change({ occasion })}
        />
        <ChoiceChips
          label="由谁回答"
          options={pick(INFORMANTS, instrument.informants)}
          value={written.informant}
          error={at(issues, 'informant')}
          onChange={informant => change({ informant })}
        />
      </Card>
    </>
  );
}

/** A record without a grade is worth keeping, but not by mistake. */
const confirmed = async (instrument: Instrument, written: Written): Promise<boolean> => {
  const { missing, total, grade } = score(instrument, written.answers);
  if (grade !== null || missing.length === 0 || (instrument.grades.length === 0 && total !== null)) return true;
  return ask({
    title: `还有 ${missing.length} 项没有回答`,
    body: <p>这样保存没有总分和等级。之后可以更正补上。</p>,
    yes: '就这样保存',
    no: '回去补答',
  });
};

const FIRST_PATHS = ['assessed_on', 'informant', 'late_reason', 'occasion'];

export function AssessmentForm({ draft, instrument, head, late_days, refused = [], onSave, onGiveUp }: Props) {
  const state = draft.value;
  const { written } = state;
  const [step, setStep] = useState(0);
  const [issues, setIssues] = useState<readonly Issue[]>(refused);
  const [busy, setBusy] = useState(false);
  const today = dayOf(new Date());
  // Whether a correction is of a late record, only the server knows: it has the day of its first arrival.
  const received_on = state.revision === null ? today : written.assessed_on;
  const sections = instrument.sections.filter(s => askedIn(instrument, s, written.answers).length > 0);
  const last = sections.length + 1;
  const change: Change = part => {
    draft.set({ ...state, written: { ...written, ...part } });
    setIssues([]);
  };
  const go = (to: number) => {
    setStep(to);
    window.scrollTo(0, 0);
  };
  const section = step > 0 && step < last ? sections[step - 1] : undefined;
  const result = score(instrument, written.answers);
  const saveNow = async () => {
    const wrong = problemsOf(instrument, writtenOf(instrument, written), {
      today,
      received_on,
      opened_on: null,
      late_days,
    });
    if (state.revision !== null && state.reason.trim() === '') wrong.push({ path: 'reason', message: '请填写更正原因' });
    setIssues(wrong);
    if (wrong.length > 0) {
      const { path } = wrong[0]!;
      const of = sections.findIndex(s => s.items.some(i => path === `answers.${i.key}`));
      go(FIRST_PATHS.includes(path) ? 0 : of >= 0 ? of + 1 : last);
      return;
    }
    if (!(await confirmed(instrument, written))) return;
    setBusy(true);
    await onSave().finally(() => setBusy(false));
  };
  const running =
    instrument.total.shown_while_filling && result.total !== null && section
      ? `，目前 ${result.total} ${instrument.total.unit}`
      : '';
  const said =
    draft.trouble ??
    (section
      ? `第 ${step} 部分，共 ${sections.length} 部分${running}`
      : issues.length > 0
        ? `还有 ${issues.length} 处需要补充或更正`
        : '每一步都自动保存在本机');
  return (
    <form className="assess-form" noValidate onSubmit={event => event.preventDefault()}>
      {head}
      {draft.restoredFrom && step === 0 && <Note>已恢复上次没有填完的草稿，可以接着填。</Note>}
      {step === 0 && (
        <Begin
          instrument={instrument}
          written={written}
          change={change}
          issues={issues}
          late={isLate(written.assessed_on, received_on, late_days)}
        />
      )}
      {section && (
        <Card title={section.title}>
          <SectionFields
            instrument={instrument}
            section={section}
            answers={written.answers}
            issues={issues}
            onChange={answers => change({ answers })}
          />
        </Card>
      )}
      {step >= last && (
        <Card title="结果">
          <ResultShown instrument={instrument} result={result} />
          <TextArea label="备注" max={500} value={written.remark ?? ''} onChange={remark => change({ remark })} />
          {state.revision !== null && (
            <TextInput
              label="更正原因"
              required
              error={at(issues, 'reason')}
              value={state.reason}
              onChange={reason => draft.set({ ...state, reason })}
            />
          )}
        </Card>
      )}
      {issues.some(i => i.path === 'answers') && <Note mood="harm">{at(issues, 'answers')}</Note>}
      <Button look="quiet" wide onClick={onGiveUp}>
        放弃这份草稿
      </Button>
      <ActionBar said={said}>
        <div className="assess-steps">
          <Button disabled={step === 0} onClick={() => go(step - 1)}>
            上一步
          </Button>
          {step < last ? (
            <Button look="main" onClick={() => go(step + 1)}>
              {step === last - 1 ? '看结果' : '下一步'}
            </Button>
          ) : (
            <Button look="main" busy={busy} onClick={() => void saveNow()}>
              保存评估
            </Button>
          )}
        </div>
      </ActionBar>
    </form>
  );
}
