// Informed consent: what was agreed to, by whom, on which text; with a photo of the signed paper where there is one. K2, PRI-01, PRI-02.

import { Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { ApiError, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { upload } from '#web/office/upload.ts';
import { CONSENT_AGE, CONSENT_PURPOSES, CONSENT_WAYS, consent, SELF, withdrawConsent } from '../../clients.ts';
import { choicesOf, today } from './choices.ts';
import type { ConsentOf } from './doings.ts';
import { DayField, type FormOf } from './forms.tsx';
import { needed } from './PersonFields.tsx';

type Consenting = {
  purposes: (keyof typeof CONSENT_PURPOSES)[];
  way: keyof typeof CONSENT_WAYS;
  text_version: string;
  signed_by: string;
  signer_relation: string;
  given_on: string;
};

/** Choosing the photo of the signed paper; it is sent as soon as it is chosen. */
function PaperPhoto({ station, onSent }: { station: number; onSent(hash: string | null): void }) {
  const [state, setState] = useState<{ say: string; bad?: boolean }>({ say: '' });
  const take = async (file: File | undefined) => {
    onSent(null);
    if (!file) return setState({ say: '' });
    try {
      const hash = await upload(file, { use: 'photo', station }, (sent, total) =>
        setState({ say: `正在上传 ${Math.round((sent / total) * 100)}%` }),
      );
      onSent(hash);
      setState({ say: '已上传' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState({ say: error.say, bad: true });
    }
  };
  return (
    <div className="file-field">
      <label htmlFor="consent-photo">签字原件照片（可不附）</label>
      <input
        id="consent-photo"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        onChange={event => void take(event.target.files?.[0])}
      />
      <span role={state.bad ? 'alert' : 'status'} className={state.bad ? 'harm' : undefined}>
        {state.say}
      </span>
    </div>
  );
}

export function ConsentForm({ person, onDone }: FormOf) {
  const [photo, setPhoto] = useState<string | null>(null);
  const child = person.age !== null && person.age < CONSENT_AGE;
  const initial: Partial<Consenting> = {
    purposes: ['service_file'],
    way: 'paper',
    text_version: '2026-1',
    given_on: today(),
    signed_by: child ? (person.guardian?.name ?? undefined) : person.name,
    signer_relation: child ? (person.guardian?.relation ?? undefined) : SELF,
  };
  return (
    <CommandForm<Consenting>
      action="登记同意"
      initial={initial}
      onDone={onDone}
      submit={(values, id) => send(consent, { ...values, id, resident: person.id, file_hash: photo }, { id })}
    >
      <fieldset className="form-group">
        <legend>同意的事项（逐项征得）</legend>
        <Form.Item name="purposes" rules={[{ type: 'array', min: 1, message: '请选择同意的事项' }]}>
          <Checkbox.Group className="column-choice" options={choicesOf(CONSENT_PURPOSES)} />
        </Form.Item>
      </fieldset>
      <Form.Item name="way" label="方式" rules={needed}>
        <Select options={choicesOf(CONSENT_WAYS)} />
      </Form.Item>
      <Form.Item
        name="signed_by"
        label="签字人"
        rules={needed}
        extra={child ? `不满 ${CONSENT_AGE} 周岁，须由监护人签字。` : undefined}
      >
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item name="signer_relation" label="签字人与本人关系" rules={needed}>
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item name="text_version" label="告知书版本" rules={needed}>
        <Input autoComplete="off" maxLength={40} />
      </Form.Item>
      <Form.Item name="given_on" label="同意日期" rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      <PaperPhoto station={person.station} onSent={setPhoto} />
    </CommandForm>
  );
}

export const WithdrawForm = ({ entry, onDone }: FormOf<{ entry: ConsentOf }>) => (
  <CommandForm<{ withdrawn_on: string }>
    action="撤回同意"
    danger
    initial={{ withdrawn_on: today() }}
    onDone={onDone}
    submit={(values, id) => send(withdrawConsent, { id: entry.id, revision: entry.revision, ...values }, { id })}
  >
    <p className="form-note">撤回前已做的事仍然有效；撤回后不再以此为依据开展新的服务或使用照片。</p>
    <DayField name="withdrawn_on" label="撤回日期" />
  </CommandForm>
);
