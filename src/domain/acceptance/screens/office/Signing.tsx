// The parties sign: drawn here, or with the photo of the signed sheet. Nobody needs a pointer to sign: a photo does as well.

import { Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { holds } from '#kernel/roles.ts';
import { ApiError, send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { upload } from '#web/office/upload.ts';
import { SIGNS_FOR } from '../../acceptance.policy.ts';
import { type AcceptanceAnswer, PARTIES, type Party, sign } from '../../acceptance.ts';
import { SignaturePad } from './SignaturePad.tsx';

const needed = [{ required: true, message: '此项必填' }];
type Values = { signer: string; post: string; opinion: string };

function SignForm({ a, party, onDone }: { a: AcceptanceAnswer; party: Party; onDone(): void }) {
  const [ink, setInk] = useState<File | null>(null);
  const submit = async (values: Values, id: string) => {
    if (!ink)
      throw new ApiError({ code: 'invalid', say: '请先在框内签名，或选择签字页的照片。', issues: [], current: null }, 400);
    const use = ink.type === 'image/png' && ink.name === 'signature.png' ? 'signature' : 'paper';
    const file = await upload(ink, { use, station: a.file_station }, () => {});
    return send(sign, { ...values, id: a.id, revision: a.revision, party, file }, { id });
  };
  return (
    <CommandForm<Values>
      action={`以${PARTIES[party]}名义签署`}
      initial={{ opinion: '同意验收结论。' }}
      onDone={onDone}
      submit={submit}
    >
      <p>采购人和承接主体都签署后，验收完成，合同随之不再更改。</p>
      <Form.Item name="signer" label="签署人" rules={needed}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="post" label="职务" rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="opinion" label="意见" rules={needed}>
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
      <SignaturePad onInk={setInk} />
    </CommandForm>
  );
}

export function Signing({ a, again }: { a: AcceptanceAnswer; again(): void }) {
  const actor = useActor();
  const [party, setParty] = useState<Party | null>(null);
  const signed = new Set(a.signatures.map(s => s.party));
  const mine =
    a.state === 'frozen' && a.conclusion
      ? (Object.keys(PARTIES) as Party[]).filter(p => !signed.has(p) && holds(actor, ...SIGNS_FOR[p]))
      : [];
  return (
    <section className="page-block" aria-labelledby="signing">
      <h2 id="signing">四、签署</h2>
      {a.signatures.length === 0 && <p>还没有签署。{a.conclusion ? '' : '填写结论后可以签署。'}</p>}
      <ul className="plain-list">
        {a.signatures.map(s => (
          <li key={s.party} className="change-row">
            {PARTIES[s.party]}：{s.post} {s.signer}，{documentDay(s.signed_on)}。{s.opinion}
          </li>
        ))}
      </ul>
      <div className="doings">
        {mine.map(p => (
          <Button key={p} type={p === 'served' ? 'default' : 'primary'} onClick={() => setParty(p)}>
            {p === 'served' ? '交服务对象代表的签字页' : `${PARTIES[p]}签署`}
          </Button>
        ))}
      </div>
      <Drawer
        title={party ? `${PARTIES[party]}签署` : ''}
        open={party !== null}
        onClose={() => setParty(null)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {party && (
          <SignForm
            a={a}
            party={party}
            onDone={() => {
              setParty(null);
              again();
            }}
          />
        )}
      </Drawer>
    </section>
  );
}
