// The papers of an acceptance and its evidence package.

import { Form, Radio } from 'antd';
import { useState } from 'react';
import { download } from '#web/office/download.ts';
import { useActor } from '#web/office/session.ts';
import { mayName } from '../../acceptance.policy.ts';
import {
  type AcceptanceAnswer,
  certificatePdf,
  certificateWord,
  evidencePackage,
  noticePdf,
  noticeWord,
  PEOPLE,
  RECORDS,
} from '../../acceptance.ts';
import { Act } from './parts.tsx';

const options = <T extends string>(table: Readonly<Record<T, string>>) =>
  (Object.keys(table) as T[]).map(value => ({ value, label: table[value] }));

export function Downloads({ a: { id, hash } }: { a: AcceptanceAnswer }) {
  const named = mayName(useActor());
  const [people, setPeople] = useState<keyof typeof PEOPLE>('masked');
  const [records, setRecords] = useState<keyof typeof RECORDS>('none');
  return (
    <section className="page-block" aria-labelledby="downloads">
      <h2 id="downloads">五、文件</h2>
      <div className="doings">
        <Act act={() => download(certificatePdf, { id })}>验收书 PDF</Act>
        <Act act={() => download(certificateWord, { id })}>验收书 Word</Act>
        <Act act={() => download(noticePdf, { id })}>公示 PDF</Act>
        <Act act={() => download(noticeWord, { id })}>公示 Word</Act>
      </div>
      <p className="hint">公示只含项目、数字和结论，不含任何人的姓名和原话。</p>
      <Form layout="vertical" component="div">
        <Form.Item label="证据包里的服务对象">
          <Radio.Group
            aria-label="证据包里的服务对象"
            value={people}
            options={options(PEOPLE).filter(o => named || o.value === 'masked')}
            onChange={event => setPeople(event.target.value)}
          />
        </Form.Item>
        <Form.Item label="附上记录原文（PDF）">
          <Radio.Group
            aria-label="附上记录原文"
            value={records}
            options={options(RECORDS)}
            onChange={event => setRecords(event.target.value)}
          />
        </Form.Item>
      </Form>
      <div className="doings">
        <Act act={() => download(evidencePackage, { id, people, records })}>下载证据包</Act>
      </div>
      <p className="hint">
        第三方用公布的核对工具检查证据包，并与纸质验收书所印的总校验值比较：
        <span className="hash"> {hash}</span>
      </p>
    </section>
  );
}
