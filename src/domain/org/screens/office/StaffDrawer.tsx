// One person's file beside the list: why eligible or not, certificates, trainings counted and not counted, leaving.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Form } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { codeName } from '#kernel/codes.ts';
import { read, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import { CERTIFICATES, leave, ORGANISERS, POSTS, staffGet } from '../../org.ts';
import { MoveForm, RecordCheckForm } from './CareerForms.tsx';
import { CertificateForm, TrainingForm } from './HireForm.tsx';

type Member = z.infer<typeof staffGet.answer>;
type Step = 'certificate' | 'training' | 'record' | 'move' | 'leave' | null;
const TITLES = {
  certificate: '登记证书',
  training: '登记培训',
  record: '登记违法犯罪记录查询',
  move: '调动岗位',
  leave: '办理离岗',
} as const;

const Checks = ({ member }: { member: Member }) => (
  <section aria-labelledby="checks">
    <h3 id="checks">任职条件</h3>
    <ul className="plain-list">
      {member.checks.map(check => (
        <li key={check.code}>
          <StatusTag mood={check.met ? 'good' : 'warn'}>{check.met ? '符合' : '不符合'}</StatusTag> {check.say}
        </li>
      ))}
      {member.hints.map(hint => (
        <li key={hint}>
          <StatusTag mood="wait">提示</StatusTag> {hint}
        </li>
      ))}
    </ul>
  </section>
);

const Trainings = ({ member }: { member: Member }) => (
  <section aria-labelledby="trainings">
    <h3 id="trainings">培训(近 5 年计入 {member.hours_counted} 学时)</h3>
    <ul className="plain-list">
      {member.trainings.map(training => {
        const not = member.hours_not_counted.find(other => other.title === training.title && other.hours === training.hours);
        return (
          <li key={training.id}>
            {training.ended_on} {training.title}，{training.organiser}(
            {ORGANISERS[training.organiser_kind as keyof typeof ORGANISERS] ?? training.organiser_kind}),{training.hours} 学时
            {not && <StatusTag mood="plain">{`未计入：${not.why}`}</StatusTag>}
          </li>
        );
      })}
      {member.trainings.length === 0 && <li>没有登记培训</li>}
    </ul>
  </section>
);

function Facts({ member }: { member: Member }) {
  return (
    <Descriptions
      size="small"
      column={2}
      items={[
        { key: 'post', label: '岗位', children: POSTS[member.post] },
        { key: 'station', label: '社工站', children: member.station_name ?? '全县' },
        { key: 'age', label: '年龄', children: `${member.age} 岁（${member.born_on}）` },
        { key: 'identity', label: '证件号', children: member.identity },
        { key: 'phone', label: '手机', children: member.phone ?? '未登记' },
        { key: 'education', label: '学历', children: codeName('education', member.education) ?? member.education },
        { key: 'major', label: '专业', children: member.major },
        { key: 'local', label: '本地户籍', children: member.local_household ? '是' : '否' },
        { key: 'entered', label: '到岗日', children: member.entered_on },
        { key: 'left', label: '离岗日', children: member.left_on ?? '在岗' },
        { key: 'record', label: '违法犯罪记录查询', children: member.record_checked_on ?? '未登记' },
      ]}
    />
  );
}

const LeaveForm = ({ member, onDone }: { member: Member; onDone(): void }) => (
  <CommandForm<{ left_on: string }>
    action="办理离岗"
    danger
    onDone={onDone}
    submit={(values, id) => send(leave, { ...values, id: member.id, revision: member.revision }, { id })}
  >
    <p>离岗后，{member.name}的岗位权限同日结束；已写的记录不变，负责的服务对象需另行分派。</p>
    <Form.Item name="left_on" label="离岗日" rules={[{ required: true, message: '请填写离岗日' }]}>
      <DayInput min={member.entered_on} />
    </Form.Item>
  </CommandForm>
);

export function StaffDrawer({
  id,
  mayChange,
  onChanged,
  onClose,
}: {
  id: string;
  mayChange: boolean;
  onChanged(): void;
  onClose(): void;
}) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>(null);
  const answer = useQuery({ queryKey: ['org.staff_member', id], queryFn: ({ signal }) => read(staffGet, { id }, signal) });
  const done = () => {
    setStep(null);
    void client.invalidateQueries({ queryKey: ['org.staff_member', id] });
    onChanged();
  };
  const member = answer.data;
  return (
    <Drawer title={member?.name ?? '人员档案'} open onClose={onClose} size="large" loading={answer.isPending}>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {member && (
        <>
          <Facts member={member} />
          <Checks member={member} />
          <section aria-labelledby="certificates">
            <h3 id="certificates">资格证书</h3>
            <ul className="plain-list">
              {member.certificates.map(c => (
                <li key={c.id}>
                  {CERTIFICATES[c.kind as keyof typeof CERTIFICATES] ?? c.kind} {c.number}，{c.issued_on} 取得
                  {c.registered_until && `，登记有效期至 ${c.registered_until}`}
                </li>
              ))}
              {member.certificates.length === 0 && <li>没有登记证书</li>}
            </ul>
          </section>
          <Trainings member={member} />
          {mayChange && step === null && member.left_on === null && (
            <p className="row-actions">
              <Button onClick={() => setStep('certificate')}>登记证书</Button>{' '}
              <Button onClick={() => setStep('training')}>登记培训</Button>{' '}
              <Button onClick={() => setStep('record')}>登记记录查询</Button>{' '}
              <Button onClick={() => setStep('move')}>调动</Button>{' '}
              <Button danger onClick={() => setStep('leave')}>
                办理离岗
              </Button>
            </p>
          )}
          {step && (
            <section aria-labelledby="step">
              <h3 id="step">{TITLES[step]}</h3>
              {step === 'certificate' && <CertificateForm staff={id} onDone={done} />}
              {step === 'training' && <TrainingForm staff={id} onDone={done} />}
              {step === 'record' && <RecordCheckForm member={member} onDone={done} />}
              {step === 'move' && <MoveForm member={member} onDone={done} />}
              {step === 'leave' && <LeaveForm member={member} onDone={done} />}
              <Button type="link" onClick={() => setStep(null)}>
                取消
              </Button>
            </section>
          )}
        </>
      )}
    </Drawer>
  );
}
