// What is done with a case as a whole: suspend, take a consent back, assign a supervisor, hand over, look in with a reason. Serves K3.

import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { holds, holdsAt } from '#kernel/roles.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { casesPolicy as may } from '../../cases.policy.ts';
import {
  type CaseFull,
  GLASS_HOURS,
  HALT_REASONS,
  HALTS,
  HANDOVER_REASONS,
  halt,
  handOver,
  openGlass,
  supervise,
  withdrawConsent,
} from '../../cases.ts';
import { Choice, needed, options, time, today, useColleagues, useTry } from './parts.tsx';

type Props = { of: CaseFull; onDone(): void };

/** Reading out of scope, with a reason. */
export function GlassForm({ of: c, onDone }: Props) {
  const actor = useActor();
  if (!holds(actor, ...may['cases.open_glass'].roles)) return null;
  return (
    <CommandForm<{ reason: string }>
      action="填写原因并查阅"
      danger
      onDone={onDone}
      submit={({ reason }, id) => send(openGlass, { case: c.id, reason }, { id })}
    >
      <p>确有需要时可以查阅 {GLASS_HOURS} 小时。您的姓名、时间和原因会记入操作台账，站长和县民政局都能看到。</p>
      <Form.Item name="reason" label="为什么必须查阅" rules={needed}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </CommandForm>
  );
}

function HaltForm({ of: c, onDone }: Props) {
  const seen = { id: c.id, revision: c.revision };
  const start = { on: today(), halted: 'suspended', why: c.halted_why ?? undefined };
  return (
    <CommandForm<{ on: string; halted: keyof typeof HALTS; why: keyof typeof HALT_REASONS }>
      action={c.halted ? '恢复服务' : '登记'}
      initial={start as never}
      onDone={onDone}
      submit={v => send(halt, { ...seen, on: v.on, why: v.why ?? c.halted_why ?? 'other', halted: c.halted ? null : v.halted })}
    >
      <Form.Item name="on" label="日期" rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      {!c.halted && (
        <>
          <Form.Item name="halted" label="情况" rules={needed}>
            <Choice options={options(HALTS)} />
          </Form.Item>
          <Form.Item name="why" label="原因" rules={needed}>
            <Choice options={options(HALT_REASONS)} />
          </Form.Item>
        </>
      )}
    </CommandForm>
  );
}

const ConsentForm = ({ of: c, onDone }: Props) => (
  <CommandForm<{ on: string }>
    action="登记撤回同意"
    danger
    initial={{ on: today() }}
    onDone={onDone}
    submit={({ on }, id) => send(withdrawConsent, { id: c.id, revision: c.revision, on }, { id })}
  >
    <p>服务对象撤回同意后，在重新签署前不能再登记预估、计划和服务；已有记录照常保存。</p>
    <Form.Item name="on" label="撤回日期" rules={needed}>
      <DayInput max={today()} />
    </Form.Item>
  </CommandForm>
);

function SuperviseForm({ of: c, onDone }: Props) {
  const people = useColleagues().filter(p => p.id !== c.worker && (p.station === null || p.station === c.station));
  return (
    <CommandForm<{ supervisor: string }>
      action="指派督导"
      onDone={onDone}
      submit={v => send(supervise, { case: c.id, ...v, assigned: true })}
    >
      <p>督导可以查阅这个个案、写批注，也可以审核它的记录。</p>
      <Form.Item name="supervisor" label="督导" rules={needed}>
        <Choice options={people.map(p => ({ value: p.id, label: p.station === null ? `${p.name}（项目经理）` : p.name }))} />
      </Form.Item>
    </CommandForm>
  );
}

type Handing = { to: string; why: keyof typeof HANDOVER_REASONS; remark?: string; all?: string };
function HandForm({ of: c, onDone }: Props) {
  const [id] = useState(newId);
  const people = useColleagues(c.station).filter(p => p.id !== c.worker);
  return (
    <CommandForm<Handing>
      action="移交"
      initial={{ all: 'one' }}
      onDone={onDone}
      submit={({ to, why, remark, all }, command) =>
        send(
          handOver,
          {
            id,
            station: c.station,
            from: c.worker,
            to,
            why,
            on: today(),
            ...(remark && { remark }),
            ...(all !== 'all' && { cases: [c.id] }),
          },
          { id: command },
        )
      }
    >
      <p>移交后原主责社工不再能查阅。移交书可在“个案移交”中打印，由移交人、接收人和站长签字。</p>
      <Form.Item name="to" label="接收人" rules={needed}>
        <Choice options={people.map(p => ({ value: p.id, label: p.name }))} />
      </Form.Item>
      <Form.Item name="all" label="移交范围" rules={needed}>
        <Choice
          options={[
            { value: 'one', label: '只移交这个个案' },
            { value: 'all', label: `${c.worker_name}的全部在办个案` },
          ]}
        />
      </Form.Item>
      <Form.Item name="why" label="移交原因" rules={needed}>
        <Choice options={options(HANDOVER_REASONS)} />
      </Form.Item>
      <Form.Item name="remark" label="说明（不写个案内容）">
        <Input maxLength={500} />
      </Form.Item>
    </CommandForm>
  );
}

/** Who reaches this case, and who did. */
function Accesses({ of: c, onDone }: Props) {
  const attempt = useTry();
  const heads = holdsAt(useActor(), c.station, 'station_lead');
  const words = { worker: '主责社工', supervisor: '督导', glass: '越权查阅' } as const;
  return (
    <ul className="case-reviews" aria-label="可以查阅的人">
      {c.accesses.map(a => (
        <li key={a.id}>
          {words[a.part]} {a.account.name}，自 {time(a.from_at)}
          {a.until_at && `，至 ${time(a.until_at)}`}
          {a.reason && `，原因：${a.reason}`}{' '}
          {heads && a.part === 'supervisor' && !a.until_at && (
            <Button
              size="small"
              onClick={async () => {
                if (await attempt(() => send(supervise, { case: c.id, supervisor: a.account.id, assigned: false }))) onDone();
              }}
            >
              {`结束${a.account.name}的督导`}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

type Doing = 'halt' | 'consent' | 'supervise' | 'hand';
const FORMS: Record<Doing, (props: Props) => ReactNode> = {
  halt: HaltForm,
  consent: ConsentForm,
  supervise: SuperviseForm,
  hand: HandForm,
};

export function CaseDoings({ of: c, onDone }: Props) {
  const actor = useActor();
  const [doing, setDoing] = useState<Doing | null>(null);
  const heads = holdsAt(actor, c.station, 'station_lead');
  const works = heads || c.worker === actor.account;
  const ended = c.closed_on !== null || c.stage === 'declined';
  const list: [Doing, string, boolean][] = [
    ['halt', c.halted ? '恢复服务' : '中止或失联', works && !ended],
    ['consent', '对象撤回同意', works && !ended && c.consent],
    ['supervise', '指派督导', heads],
    ['hand', '移交', heads && c.stage !== 'declined'],
  ];
  const Form_ = doing && FORMS[doing];
  return (
    <section aria-labelledby="case-people">
      <h2 id="case-people">人员与办理</h2>
      <Accesses of={c} onDone={onDone} />
      <p className="bar no-print">
        {list
          .filter(([, , shown]) => shown)
          .map(([code, label]) => (
            <Button key={code} onClick={() => setDoing(doing === code ? null : code)} aria-expanded={doing === code}>
              {label}
            </Button>
          ))}
      </p>
      {Form_ && (
        <Form_
          of={c}
          onDone={() => {
            setDoing(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}
