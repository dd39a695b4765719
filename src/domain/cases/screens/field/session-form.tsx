// A session for one thumb: what was agreed stands there already, each goal with a tap for how far it is. Every change is kept at once. Serves K3b.

import { Fragment, type ReactNode, useRef, useState } from 'react';
import { NO_SIGNATURE } from '#domain/records/records.ts';
import { dayOf } from '#kernel/dates.ts';
import { isLate } from '#kernel/lateness.ts';
import { Button, Card, Note } from '#web/field/kit/basic.tsx';
import { choicesOf } from '#web/field/kit/chips.tsx';
import { say } from '#web/field/kit/dialog.tsx';
import { ActionBar } from '#web/field/kit/fold.tsx';
import { DayField, TextInput } from '#web/field/kit/form.tsx';
import { PhotoPicker } from '#web/field/kit/photos.tsx';
import { SignatureField } from '#web/field/kit/signature.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { StoreError } from '#web/store.ts';
import { asked, type Content, type FieldCase, formOf, isRequired } from '../../cases.ts';
import { type Around, errorAt, One, Progress } from './session-fields.tsx';
import { hand, issuesOf, type SessionDraft } from './session-state.ts';
import './cases.css';

function Sections(around: Around) {
  const { value, issues, change } = around;
  const set = (key: string, next: unknown) =>
    change(now => {
      const content: Content = { ...now.content, [key]: next };
      return { content };
    });
  return formOf(value.kind).sections.map(section => {
    const fields = Object.entries(section.fields).filter(([, field]) => asked(field, value.content));
    if (fields.length === 0) return null;
    return (
      <Fragment key={section.title}>
        {fields.some(([, f]) => f.kind === 'rows') && <Progress {...around} />}
        <Card title={section.title === '目标进展' ? '其他变化' : section.title}>
          {fields.map(([key, field]) =>
            field.kind === 'rows' ? null : (
              <One
                key={key}
                cell={field}
                value={value.content[key]}
                required={isRequired(field, value.content)}
                error={errorAt(issues, `content.${key}`)}
                from={value.occurred_on}
                onChange={next => set(key, next)}
              />
            ),
          )}
        </Card>
      </Fragment>
    );
  });
}

function When({ value, issues, change, late_days }: Around & { late_days: number }) {
  const today = dayOf(new Date());
  return (
    <Card>
      <DayField
        label="服务日期"
        required
        max={today}
        error={errorAt(issues, 'occurred_on')}
        value={value.occurred_on}
        onChange={occurred_on => change({ occurred_on })}
      />
      {value.occurred_on !== '' && isLate(value.occurred_on, new Date(), late_days) && (
        <TextInput
          label="补录原因"
          hint="如实说明即可，照常登记。"
          required
          error={errorAt(issues, 'late_reason')}
          value={value.late_reason}
          onChange={late_reason => change({ late_reason })}
        />
      )}
      <TextInput label="开始时间" type="time" value={value.started_at} onChange={started_at => change({ started_at })} />
      <TextInput
        label="结束时间"
        type="time"
        error={errorAt(issues, 'ended_at')}
        value={value.ended_at}
        onChange={ended_at => change({ ended_at })}
      />
    </Card>
  );
}

const Evidence = ({ value, station, change }: Around & { station: number | undefined }) => (
  <Card title="附件与签名（可不填）">
    <PhotoPicker
      hint="先征得同意；可拍纸质表。"
      files={value.photos}
      station={station}
      max={9}
      onAdd={file => change(now => ({ photos: now.photos.includes(file) ? now.photos : [...now.photos, file] }))}
      onRemove={file => change(now => ({ photos: now.photos.filter(f => f !== file) }))}
    />
    <SignatureField
      file={value.signature}
      reason={value.no_signature}
      reasons={choicesOf(NO_SIGNATURE)}
      station={station}
      onChange={(signature, no_signature) => change({ signature, no_signature })}
    />
  </Card>
);

type Props = {
  draft: SessionDraft;
  of: FieldCase | null;
  name: string;
  late_days: number;
  head: ReactNode;
  onSaved(): void;
  onGiveUp(): void;
};
export function SessionForm({ draft, of, name, late_days, head, onSaved, onGiveUp }: Props) {
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const issues = tried ? issuesOf(value, late_days) : [];
  const around: Around = { value, goals: of?.goals ?? [], issues, change };
  const save = async () => {
    setTried(true);
    if (issuesOf(value, late_days).length > 0) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setBusy(true);
    try {
      await hand(value, name);
      await draft.clear();
      say('已存本机，有信号后自动发送。');
      onSaved();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      say(error.say, 'harm');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={box}
      className="visit-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      {head}
      {draft.restoredFrom && <Note>已恢复 {asOfWords(draft.restoredFrom, dayOf(new Date()))} 的草稿，可以接着写。</Note>}
      <When {...around} late_days={late_days} />
      <Sections {...around} />
      <Evidence {...around} station={of?.station} />
      {value.revision !== null && (
        <Card>
          <TextInput
            label="更正原因"
            required
            error={errorAt(issues, 'reason')}
            value={value.reason}
            onChange={reason => change({ reason })}
          />
        </Card>
      )}
      <Button look="quiet" wide onClick={onGiveUp}>
        放弃这份草稿
      </Button>
      <ActionBar
        said={draft.trouble ?? (issues.length > 0 ? `还有 ${issues.length} 处需要补充或更正` : '每一步都自动保存在本机')}
      >
        <Button wide look="main" submit busy={busy}>
          保存记录
        </Button>
      </ActionBar>
    </form>
  );
}
