// What is known of a person. What identifies is masked; each look at a value in clear is asked for one at a time, with the reason where
// one is required, and leaves a row in the ledger. PRI-04.

import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { codeName } from '#kernel/codes.ts';
import { type IdentityKind, NO_NUMBER_REASONS } from '#kernel/identity.ts';
import { send } from '#web/api.ts';
import { Masked } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { mustSayWhy } from '../../clients.policy.ts';
import { REVEAL_REASONS, REVEALABLE, type Resident, type Revealable, reveal, SOURCES } from '../../clients.ts';
import { choicesOf, useMay } from './choices.ts';
import { ageWord } from './columns.tsx';

type Reason = keyof typeof REVEAL_REASONS;

export const Fact = ({ title, children }: { title: string; children: ReactNode }) =>
  children !== null && children !== undefined && children !== '' && children !== false ? (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  ) : null;

/** A masked value of this person and the way to see it. */
function Covered({
  person,
  field,
  value,
  reason,
}: {
  person: Resident;
  field: Revealable;
  value: string | null;
  reason: Reason | undefined;
}) {
  const may = useMay();
  if (value === null) return <span className="hint">未登记</span>;
  const look = async () => (await send(reveal, { id: person.id, field, reason })).value ?? '未登记';
  return <Masked label={REVEALABLE[field]} value={value} reveal={may('clients.reveal', person.station) ? look : undefined} />;
}

/** Who must say why says it once, before the first look. */
const ReasonChoice = ({ reason, onChange }: { reason: Reason | undefined; onChange(reason: Reason): void }) => (
  <p className="reason no-print">
    <label htmlFor="reveal-reason">查看完整号码的原因</label>
    <Select
      id="reveal-reason"
      size="small"
      placeholder="先选择原因"
      value={reason}
      onChange={onChange}
      options={choicesOf(REVEAL_REASONS)}
    />
  </p>
);

const identityWords = (p: Resident): string | null =>
  p.identity_kind === 'none' ? `无证件：${p.identity_reason ? NO_NUMBER_REASONS[p.identity_reason] : '原因未填'}` : null;
const disabilityWords = (p: Resident): string | null =>
  p.disability_kind &&
  [codeName('disability_type', p.disability_kind), codeName('disability_grade', p.disability_grade)].filter(Boolean).join(' ');

const DOCUMENTS: Record<IdentityKind, string> = {
  resident_id: '身份证号',
  birth_certificate: '出生证明号',
  none: '证件',
  other: '其他证件号',
};

type Other = Resident['contact'];
const otherWords = (other: Other): string => `${other?.name ?? '姓名未填'}${other?.relation ? `（${other.relation}）` : ''} `;

export function PersonFacts({ person: p }: { person: Resident }) {
  const actor = useActor();
  const may = useMay();
  const [reason, setReason] = useState<Reason>();
  const asks = may('clients.reveal', p.station) && mustSayWhy(actor, p.station, p.worker?.id ?? null);
  const covered = (field: Revealable, value: string | null) => <Covered person={p} field={field} value={value} reason={reason} />;
  return (
    <section className="person-part" aria-labelledby="person-facts">
      <h3 id="person-facts">本人情况</h3>
      {p.masked && <p className="hint">您的岗位看到的是脱敏信息。</p>}
      {asks && <ReasonChoice reason={reason} onChange={setReason} />}
      <dl className="person-facts">
        <Fact title={DOCUMENTS[p.identity_kind]}>{identityWords(p) ?? covered('identity', p.identity)}</Fact>
        <Fact title="出生日期">{p.born_on ? `${p.born_on}（${ageWord(p.age)}）` : p.masked ? ageWord(p.age) : '未填'}</Fact>
        <Fact title="本人电话">{covered('phone', p.phone)}</Fact>
        <Fact title="居住地址">{covered('address', p.address)}</Fact>
        <Fact title="户籍地址">{p.registered_address && covered('registered_address', p.registered_address)}</Fact>
        <Fact title="联系人">
          {p.contact && (
            <>
              {otherWords(p.contact)}
              {covered('contact_phone', p.contact.phone)}
            </>
          )}
        </Fact>
        <Fact title="监护人">
          {p.guardian && (
            <>
              {otherWords(p.guardian)}
              {covered('guardian_phone', p.guardian.phone)}
            </>
          )}
        </Fact>
        <Fact title="民族">{codeName('ethnic', p.ethnic)}</Fact>
        <Fact title="婚姻状况">{codeName('marital', p.marital)}</Fact>
        <Fact title="文化程度">{codeName('education', p.education)}</Fact>
        <Fact title="健康状况">{codeName('health', p.health)}</Fact>
        <Fact title="残疾">{disabilityWords(p)}</Fact>
        <Fact title="残疾证号">{p.disability_no && covered('disability_no', p.disability_no)}</Fact>
        <Fact title="备注">{p.notes}</Fact>
        <Fact title="来源">{SOURCES[p.source]}</Fact>
      </dl>
    </section>
  );
}
