// One finding with its steps; the head of station answers, the manager looks again.

import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { refusal } from '#kernel/policy.ts';
import { ApiError, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';
import { answerFinding, type FindingRow, itemTitle, type NewFinding, recheckFinding, STEPS } from '../../inspections.ts';
import { deadlineSays } from '../shared/sentences.ts';
import { FindingsEdit, newFinding } from './FindingsEdit.tsx';
import { FindingTag, needed, Photos, SeverityTag, time, today } from './parts.tsx';
import { SitePhotos } from './SitePhotos.tsx';

type Doing = 'answer' | 'closed' | 'again' | null;
const WORDS = { answer: '整改了什么', closed: '复查情况', again: '还差什么' } as const;
const ACTION = { answer: '提交回复', closed: '复查通过', again: '要求继续整改' } as const;

function StepForm({ finding: f, doing, onDone }: { finding: FindingRow; doing: 'answer' | 'closed' | 'again'; onDone(): void }) {
  const [photos, setPhotos] = useState<string[]>([]);
  const seen = { id: f.id, revision: f.revision };
  return (
    <CommandForm<{ words: string; deadline_on?: string }>
      action={ACTION[doing]}
      onDone={onDone}
      submit={({ words, deadline_on }, id) =>
        doing === 'answer'
          ? send(answerFinding, { ...seen, words, photos }, { id })
          : send(
              recheckFinding,
              {
                ...seen,
                recheck:
                  doing === 'closed'
                    ? { verdict: doing, words, photos }
                    : { verdict: doing, words, photos, deadline_on: deadline_on! },
              },
              { id },
            )
      }
    >
      <Form.Item name="words" label={WORDS[doing]} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={doing === 'answer' ? 500 : 300} />
      </Form.Item>
      {doing === 'again' && (
        <Form.Item name="deadline_on" label="新的整改期限" rules={needed}>
          <DayInput min={today()} />
        </Form.Item>
      )}
      <SitePhotos station={f.station} label="添加照片" files={photos} max={6} onChange={setPhotos} />
    </CommandForm>
  );
}

const Steps = ({ finding }: { finding: FindingRow }) =>
  finding.steps.length === 0 ? null : (
    <ul className="steps">
      {finding.steps.map(s => (
        <li key={s.at + s.step}>
          <b>{STEPS[s.step]}</b> {s.by} {time(s.at)}
          {s.deadline_on && `，新期限 ${s.deadline_on}`}
          <p className="wrapped">{s.words}</p>
          <Photos files={s.photos} of={STEPS[s.step]} />
        </li>
      ))}
    </ul>
  );

/** A finding in full, with what its reader may do. */
export function FindingRead({ finding: f, onDone }: { finding: FindingRow; onDone(): void }) {
  const actor = useActor();
  const [doing, setDoing] = useState<Doing>(null);
  const answers = refusal(may['inspections.answer_finding'], actor, f) === null;
  const rechecks = refusal(may['inspections.recheck_finding'], actor, f) === null;
  const done = () => {
    setDoing(null);
    onDone();
  };
  return (
    <div className="finding-edit">
      <p className="bar">
        <FindingTag finding={f} /> <SeverityTag severity={f.severity} />
        <span>期限 {deadlineSays(f, today())}</span>
      </p>
      {f.item && <p className="hint">{itemTitle(f.item)}</p>}
      <p className="wrapped">{f.problem}</p>
      <Steps finding={f} />
      {(answers || rechecks) && doing === null && (
        <p className="sheet-actions">
          {answers && (
            <Button type="primary" onClick={() => setDoing('answer')}>
              {f.state === 'answered' ? '补充回复' : '回复整改情况'}
            </Button>
          )}
          {rechecks && (
            <>
              <Button type="primary" onClick={() => setDoing('closed')}>
                复查通过
              </Button>
              <Button onClick={() => setDoing('again')}>继续整改</Button>
            </>
          )}
        </p>
      )}
      {doing && (
        <div>
          <StepForm finding={f} doing={doing} onDone={done} />
          <Button type="link" onClick={() => setDoing(null)}>
            取消
          </Button>
        </div>
      )}
    </div>
  );
}

/** What was found later. */
export function AddFinding({
  on,
  submit,
  onDone,
}: {
  on: string;
  submit(f: NewFinding, id: string): Promise<unknown>;
  onDone(): void;
}) {
  const [list, setList] = useState<NewFinding[]>([newFinding(today() > on ? today() : on)]);
  const one = list[0];
  if (!one) return null;
  const send_ = (id: string) => {
    if (one.problem.trim() === '') throw new ApiError({ code: 'invalid', say: '请写明问题。', issues: [], current: null }, 400);
    return submit(one, id);
  };
  return (
    <CommandForm<object> action="登记问题" onDone={onDone} submit={async (_, id) => send_(id)}>
      <FindingsEdit list={[one]} on={on} onChange={next => setList(next.slice(0, 1))} />
    </CommandForm>
  );
}
