// One form of a case at a desk: day, what is asked, signature, sent as a command. What was typed outlives a reload of the page until it is sent.

import { Input } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { NO_SIGNATURE, type RecordHead } from '#domain/records/records.ts';
import { daysBetween } from '#kernel/dates.ts';
import { ApiError } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { CLIENT_SIGNS, type Content, formOf, type Kind, type Names, tidy } from '../../cases.ts';
import { problemsOf } from '../../checking.ts';
import { FormFields } from './FormFields.tsx';
import { Choice, options, today } from './parts.tsx';

type Sign = { as: 'client' | 'guardian'; reason: keyof typeof NO_SIGNATURE };
export type Draft = {
  occurred_on: string;
  started_at?: string;
  ended_at?: string;
  late_reason?: string;
  sign?: Partial<Sign>;
  /** Signatures that were given before and stay. */
  kept?: RecordHead['signatures'];
  reason?: string;
  content: Content;
};
const LATE_DAYS = 3;

/** A form that is being written, kept in this tab until it is sent. */
function useDraft(key: string, initial: () => Draft): [Draft, (part: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = sessionStorage.getItem(key);
    return kept ? { ...initial(), ...(JSON.parse(kept) as Partial<Draft>) } : initial();
  });
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(draft)), [key, draft]);
  return [draft, part => setDraft(before => ({ ...before, ...part })), () => sessionStorage.removeItem(key)];
}

export type Made = Pick<RecordHead, 'occurred_on' | 'signatures'> & {
  started_at?: string;
  ended_at?: string;
  late_reason?: string;
  content: Content;
  reason?: string;
};
function madeOf(kind: Kind, d: Draft): Made {
  const { as = 'client', reason } = d.sign ?? {};
  return {
    occurred_on: d.occurred_on,
    ...(d.started_at && { started_at: d.started_at }),
    ...(d.ended_at && { ended_at: d.ended_at }),
    ...(d.late_reason && { late_reason: d.late_reason }),
    signatures: reason ? [{ as, reason }] : (d.kept ?? []),
    content: tidy(formOf(kind), d.content),
    ...(d.reason && { reason: d.reason }),
  };
}

const Line = ({ label, children }: { label: string; children(id: string): ReactNode }) => {
  const id = useId();
  return (
    <div className="case-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
};

function Head({ kind, draft, put }: { kind: Kind; draft: Draft; put(part: Partial<Draft>): void }) {
  const timed = kind === 'session' || kind === 'follow_up' || kind === 'intake';
  const late = draft.occurred_on !== '' && daysBetween(draft.occurred_on, today()) > LATE_DAYS;
  return (
    <section className="case-section" aria-label="日期">
      <h2>日期</h2>
      <Line label="日期">
        {id => <DayInput id={id} max={today()} value={draft.occurred_on} onChange={day => put({ occurred_on: day ?? '' })} />}
      </Line>
      {timed && (
        <>
          <Line label="开始时间">
            {id => (
              <input
                id={id}
                className="day-input"
                type="time"
                value={draft.started_at ?? ''}
                onChange={e => put({ started_at: e.target.value })}
              />
            )}
          </Line>
          <Line label="结束时间">
            {id => (
              <input
                id={id}
                className="day-input"
                type="time"
                value={draft.ended_at ?? ''}
                onChange={e => put({ ended_at: e.target.value })}
              />
            )}
          </Line>
        </>
      )}
      {late && (
        <Line label="补录原因（距发生日期较久，如实说明即可）">
          {id => (
            <Input id={id} maxLength={200} value={draft.late_reason ?? ''} onChange={e => put({ late_reason: e.target.value })} />
          )}
        </Line>
      )}
    </section>
  );
}

const Signing = ({ draft, put, problem }: { draft: Draft; put(part: Partial<Draft>): void; problem?: string }) => (
  <section className="case-section" aria-label="签名">
    <h2>签名</h2>
    <p className="hint">先打印“服务对象版”请对象过目签字，再在这里登记；不能签字的，选择原因。</p>
    <Line label="谁签">
      {id => (
        <Choice
          id={id}
          value={draft.sign?.as ?? 'client'}
          options={[
            { value: 'client', label: '服务对象本人' },
            { value: 'guardian', label: '监护人' },
          ]}
          onChange={as => put({ sign: { ...draft.sign, as: as === 'guardian' ? 'guardian' : 'client' } })}
        />
      )}
    </Line>
    <Line label="签名情况">
      {id => (
        <Choice
          id={id}
          value={draft.sign?.reason}
          options={options(NO_SIGNATURE)}
          onChange={reason => put({ sign: { ...draft.sign, reason: reason as Sign['reason'] | undefined } })}
        />
      )}
    </Line>
    {problem && (
      <p className="case-problem" role="alert">
        {problem}
      </p>
    )}
  </section>
);

/** @param submit sends what was written as a command with this id */
export function CaseForm({
  kind,
  keptAs,
  initial,
  names,
  correcting = false,
  submit,
  onDone,
}: {
  kind: Kind;
  keptAs: string;
  initial(): Draft;
  names: Names;
  correcting?: boolean;
  submit(made: Made, id: string): Promise<unknown>;
  onDone(): void;
}) {
  const [draft, put, forget] = useDraft(keptAs, initial);
  const [tried, setTried] = useState(false);
  const made = madeOf(kind, draft);
  const problems = problemsOf(kind, made, made.content, today());
  if (correcting && !draft.reason?.trim()) problems.push({ path: 'reason', message: '请写更正原因' });
  const shown = new Map(tried ? problems.map(p => [p.path, p.message]) : []);
  const send = async (id: string) => {
    setTried(true);
    if (problems.length > 0)
      throw new ApiError(
        { code: 'invalid', say: `还有 ${problems.length} 处需要补充，已在各项下标出。`, issues: [], current: null },
        400,
      );
    await submit(made, id);
    forget();
  };
  return (
    <div className="case-form">
      <CommandForm<object>
        action={correcting ? '保存更正' : `提交${formOf(kind).title}`}
        onDone={onDone}
        submit={(_, id) => send(id)}
      >
        <Head kind={kind} draft={draft} put={put} />
        <FormFields
          form={formOf(kind)}
          content={draft.content}
          names={names}
          problems={shown}
          onChange={content => put({ content })}
        />
        {CLIENT_SIGNS.includes(kind) && <Signing draft={draft} put={put} problem={shown.get('signatures')} />}
        {correcting && (
          <section className="case-section" aria-label="更正原因">
            <Line label="更正原因">
              {id => <Input id={id} maxLength={200} value={draft.reason ?? ''} onChange={e => put({ reason: e.target.value })} />}
            </Line>
          </section>
        )}
      </CommandForm>
    </div>
  );
}
