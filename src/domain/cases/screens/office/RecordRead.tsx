// One record of a case: what was written, what was said about it, earlier versions; correct or take back. Serves K3.

import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { NO_SIGNATURE, SIGNERS } from '#domain/records/records.ts';
import { ReviewPanel } from '#domain/records/screens/shared/ReviewPanel.tsx';
import { documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { RECORD_STATES, VERDICTS } from '#kernel/review.ts';
import { fileUrl } from '#web/account.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { casesPolicy as may } from '../../cases.policy.ts';
import {
  asked,
  type CaseRecord,
  type Content,
  correct,
  fieldsOf,
  formOf,
  type Kind,
  kindOf,
  type Names,
  show,
  withdraw,
} from '../../cases.ts';
import { STATE_MOOD } from '../shared/about.ts';
import { CaseForm, type Draft } from './CaseForm.tsx';
import { needed, time } from './parts.tsx';

/** What a form says, field by field. */
export const Said = ({ kind, content, names }: { kind: Kind; content: Content; names: Names }) => (
  <dl className="case-said">
    {fieldsOf(formOf(kind))
      .filter(([, field]) => asked(field, content))
      .map(([key, field]) => [key, field.label, show(field, content[key], names)] as const)
      .filter(([, , words]) => words !== '')
      .map(([key, label, words]) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
  </dl>
);

const Evidence = ({ record: r }: { record: CaseRecord }) => {
  const [text] = r.texts;
  if (!text) return null;
  return (
    <p className="case-signed">
      {text.signatures.map(s => (
        <span key={s.as}>
          {SIGNERS[s.as]}
          {s.hash ? <img src={fileUrl(s.hash, 'thumb')} alt="签名" /> : `：${s.reason ? NO_SIGNATURE[s.reason] : ''}`}
        </span>
      ))}
      {text.files.map((hash, i) => (
        <a key={hash} href={fileUrl(hash)} target="_blank" rel="noreferrer">
          <img src={fileUrl(hash, 'thumb')} alt={`附件 ${i + 1}`} />
        </a>
      ))}
    </p>
  );
};

const draftOf = (r: CaseRecord): Draft => ({
  occurred_on: r.occurred_on,
  ...(r.started_at && { started_at: r.started_at }),
  ...(r.ended_at && { ended_at: r.ended_at }),
  kept: r.texts[0]?.signatures ?? [],
  content: (r.texts[0]?.content ?? {}) as Content,
});

function Doings({ record: r, kind, names, onDone }: { record: CaseRecord; kind: Kind; names: Names; onDone(): void }) {
  const actor = useActor();
  const [doing, setDoing] = useState<'correct' | 'withdraw' | null>(null);
  const may_ = (verb: 'cases.correct' | 'cases.withdraw') => refusal(may[verb], actor, r.about) === null;
  if (!may_('cases.correct')) return null;
  const seen = { id: r.id, revision: r.revision };
  const done = () => {
    setDoing(null);
    onDone();
  };
  return (
    <>
      <p className="bar no-print">
        <Button onClick={() => setDoing(doing === 'correct' ? null : 'correct')}>更正</Button>
        {kind !== 'intake' && may_('cases.withdraw') && (
          <Button danger onClick={() => setDoing(doing === 'withdraw' ? null : 'withdraw')}>
            撤回
          </Button>
        )}
      </p>
      {doing === 'correct' && (
        <CaseForm
          kind={kind}
          keptAs={`case ${r.id} ${r.revision}`}
          names={names}
          correcting
          initial={() => draftOf(r)}
          submit={({ reason = '', ...made }, id) => {
            const kept = { files: r.texts[0]?.files ?? [], co_workers: r.co_workers };
            return send(correct, { kind, ...seen, ...kept, ...made, reason } as never, { id });
          }}
          onDone={done}
        />
      )}
      {doing === 'withdraw' && (
        <CommandForm<{ reason: string }>
          action="撤回这份记录"
          danger
          onDone={done}
          submit={({ reason }, id) => send(withdraw, { ...seen, reason }, { id })}
        >
          <Form.Item name="reason" label="撤回原因" rules={needed}>
            <Input maxLength={300} />
          </Form.Item>
        </CommandForm>
      )}
    </>
  );
}

/** A record, folded; `open` when the address leads to it. */
export function RecordRead({
  record: r,
  names,
  open,
  onDone,
}: {
  record: CaseRecord;
  names: Names;
  open: boolean;
  onDone(): void;
}) {
  const kind = kindOf(r.kind);
  if (!kind) return null;
  const [text, ...earlier] = r.texts;
  return (
    <details className="case-record" open={open}>
      <summary>
        <span>
          {documentDay(r.occurred_on)} {formOf(kind).title}
        </span>{' '}
        <span>
          {r.worker_name} <StatusTag mood={STATE_MOOD[r.state]}>{RECORD_STATES[r.state]}</StatusTag>{' '}
          {r.late && <StatusTag mood="plain">补录</StatusTag>}
        </span>
      </summary>
      {text ? <Said kind={kind} content={text.content as Content} names={names} /> : <p className="hint">内容不对您公开。</p>}
      <Evidence record={r} />
      {r.reviews.length > 0 && (
        <ul className="case-reviews" aria-label="审核与批注">
          {r.reviews.map(v => (
            <li key={v.at + v.verdict}>
              {VERDICTS[v.verdict]}，{v.by.name}，{time(v.at)}
              {v.remark && `：${v.remark}`}
            </li>
          ))}
        </ul>
      )}
      {text && <ReviewPanel what="cases" record={r} onDone={onDone} />}
      {text && <Doings record={r} kind={kind} names={names} onDone={onDone} />}
      {earlier.map(t => (
        <details key={t.revision} className="no-print">
          <summary>
            第 {t.revision} 版，{t.written_by.name}，{time(t.written_at)}
          </summary>
          <Said kind={kind} content={t.content as Content} names={names} />
        </details>
      ))}
    </details>
  );
}
