// What people served say: the call-backs as numbers, and beside them what was heard otherwise. They are described, not named.

import { Button, Drawer, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { refusal } from '#kernel/policy.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { type AcceptanceAnswer, addOpinion, OPINION_WAYS, type Opinion, removeOpinion, VIEWS } from '../../acceptance.ts';
import { HeardPart } from './HeardPart.tsx';
import { Act } from './parts.tsx';

const needed = [{ required: true, message: '此项必填' }];
const options = (table: Readonly<Record<string, string>>) => Object.entries(table).map(([value, label]) => ({ value, label }));
type Said = Pick<Opinion, 'heard_on' | 'way' | 'speaker' | 'view' | 'said'>;

function OpinionForm({ acceptance, onDone }: { acceptance: string; onDone(): void }) {
  const [opinion] = useState(newId);
  return (
    <CommandForm<Said>
      action="登记意见"
      onDone={onDone}
      submit={(values, id) => send(addOpinion, { ...values, id: opinion, acceptance }, { id })}
    >
      <p>写是什么样的人，不写姓名，例如“红毛镇七旬独居老人”。</p>
      <Form.Item name="heard_on" label="日期" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="way" label="方式" rules={needed}>
        <Select options={options(OPINION_WAYS)} />
      </Form.Item>
      <Form.Item name="speaker" label="什么人" rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="view" label="态度" rules={needed}>
        <Radio.Group options={options(VIEWS)} />
      </Form.Item>
      <Form.Item name="said" label="说了什么" rules={needed}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </CommandForm>
  );
}

export function Opinions({ a, again }: { a: AcceptanceAnswer; again(): void }) {
  const [adding, setAdding] = useState(false);
  const mayAdd = refusal(may['acceptance.add_opinion'], useActor(), a) === null && a.signatures.length === 0;
  return (
    <section className="page-block" aria-labelledby="opinions">
      <h2 id="opinions">三、服务对象意见</h2>
      <HeardPart a={a} />
      <h3>补充意见</h3>
      {a.opinions.length === 0 && <p>没有补充。走访、座谈、问卷中听到的意见可以在这里登记，与回访的人数分开列出。</p>}
      <ul className="plain-list">
        {a.opinions.map(o => (
          <li key={o.id} className="change-row">
            {o.speaker}（{OPINION_WAYS[o.way]}，{documentDay(o.heard_on)}，{VIEWS[o.view]}）：{o.said}{' '}
            {mayAdd && (
              <Act
                act={() => send(removeOpinion, { id: o.id, revision: o.revision, reason: '登记有误' })}
                done={again}
                ask={`删去“${o.speaker}”的意见？`}
              >
                删去
              </Act>
            )}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <div className="doings">
          <Button onClick={() => setAdding(true)}>登记一条补充意见</Button>
        </div>
      )}
      <Drawer
        title="登记服务对象意见"
        open={adding}
        onClose={() => setAdding(false)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <OpinionForm
          acceptance={a.id}
          onDone={() => {
            setAdding(false);
            again();
          }}
        />
      </Drawer>
    </section>
  );
}
