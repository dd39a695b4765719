// The summary of an activity: what was not recorded already, read and written (K5).

import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { corrects } from '#kernel/review.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { MET, PlanContent, resummarise, SummaryContent, summarise } from '../../activities.ts';
import { PersonSelect } from './Attendance.tsx';
import { About, Line, Money } from './Papers.tsx';
import { filled, Lines, useChanged, type WithActivity } from './parts.tsx';

type Values = Omit<SummaryContent, 'spent' | 'media' | 'volunteer_minutes'> & {
  spent?: { item: string; yuan: number; note?: string }[];
  media?: { link: string }[];
  hours?: number;
  late_reason?: string;
  reason?: string;
};
function contentOf(v: Values): SummaryContent {
  const { process, goals, spent = [], needs = [], media = [], hours, problems, improvements } = v;
  return {
    ...filled({ process, problems, improvements }),
    goals: goals.map(g => filled(g)),
    spent: spent.map(({ yuan, ...line }) => filled({ ...line, fen: Math.round(yuan * 100) })),
    needs: needs.map(n => filled(n)),
    media: media.map(m => m.link),
    ...(hours !== undefined && hours !== null && { volunteer_minutes: Math.round(hours * 60) }),
  };
}

/** The form of the summary: what the activity knows already is not asked. */
function SummaryForm({ activity: a, onDone }: WithActivity & { onDone(): void }) {
  const { summary } = a;
  const text = summary?.texts[0] && SummaryContent.parse(summary.texts[0].content);
  const plan = PlanContent.parse(a.plan.texts[0]!.content);
  const [id] = useState(newId);
  const initial = text
    ? {
        ...text,
        spent: text.spent.map(({ fen, ...line }) => ({ ...line, yuan: fen / 100 })),
        media: text.media.map(link => ({ link })),
        ...(text.volunteer_minutes !== undefined && { hours: text.volunteer_minutes / 60 }),
      }
    : { goals: plan.goals.map(goal => ({ goal })), spent: plan.budget.map(b => ({ item: b.item })), needs: [], media: [] };
  const submit = (v: Values, command: string) => {
    const content = contentOf(v);
    const late = filled({ late_reason: v.late_reason });
    return summary
      ? send(
          resummarise,
          { id: summary.record.id, revision: summary.record.revision, content, ...late, ...filled({ reason: v.reason }) },
          { id: command },
        )
      : send(summarise, { id, activity: a.id, activity_revision: a.revision, content, ...late }, { id: command });
  };
  return (
    <CommandForm<Values> action="提交总结" initial={initial as never} submit={submit} onDone={onDone}>
      <p className="hint">日期、时间、人数、照片和满意度已在上面登记，不用再写。</p>
      <Form.Item name="process" label="过程" rules={[{ required: true, message: '此项必填' }]}>
        <Input.TextArea maxLength={3000} autoSize={{ minRows: 4 }} />
      </Form.Item>
      <Lines
        name="goals"
        label="目标达成"
        add="添加目标"
        columns={[
          { key: 'goal', label: '目标', max: 200 },
          { key: 'met', label: '达成', options: MET },
          { key: 'evidence', label: '依据', optional: true, max: 300 },
        ]}
      />
      <Lines
        name="spent"
        label="实际支出"
        add="添加支出"
        columns={[
          { key: 'item', label: '项目', max: 60 },
          { key: 'yuan', label: '金额', kind: 'yuan' },
          { key: 'note', label: '凭证号或说明', optional: true },
        ]}
      />
      <fieldset className="activity-lines">
        <legend>发现的需求</legend>
        <Form.List name="needs">
          {(fields, { add, remove }) => (
            <>
              {fields.map((field, i) => (
                <div key={field.key} className="activity-line">
                  <Form.Item
                    className="activity-wide"
                    name={[field.name, 'what']}
                    label={`需求 ${i + 1}`}
                    rules={[{ required: true, message: '此项必填' }]}
                  >
                    <Input maxLength={300} />
                  </Form.Item>
                  <Form.Item name={[field.name, 'resident']} label={`是哪一位 ${i + 1}`}>
                    <PersonSelect station={a.station} />
                  </Form.Item>
                  <Button onClick={() => remove(field.name)} aria-label={`删除需求 ${i + 1}`}>
                    删除
                  </Button>
                </div>
              ))}
              <Button onClick={() => add()}>添加需求</Button>
            </>
          )}
        </Form.List>
      </fieldset>
      <Form.Item name="hours" label="志愿者服务时长合计（小时）">
        <InputNumber min={0} max={1000} precision={1} />
      </Form.Item>
      <Lines name="media" label="媒体报道" add="添加报道" columns={[{ key: 'link', label: '报道名称或链接', max: 300 }]} />
      <Form.Item name="problems" label="问题">
        <Input.TextArea maxLength={1000} autoSize />
      </Form.Item>
      <Form.Item name="improvements" label="改进">
        <Input.TextArea maxLength={1000} autoSize />
      </Form.Item>
      <Form.Item name="late_reason" label="补录原因" extra="举办超过 3 天才写时需要">
        <Input maxLength={200} />
      </Form.Item>
      {summary && summary.record.state !== 'draft' && (
        <Form.Item name="reason" label="修改原因" rules={[{ required: true, message: '此项必填' }]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
    </CommandForm>
  );
}

export function Summary({ activity: a, mayWrite }: WithActivity & { mayWrite: boolean }) {
  const actor = useActor();
  const changed = useChanged();
  const [open, setOpen] = useState(false);
  const { summary } = a;
  const text = summary?.texts[0] && SummaryContent.parse(summary.texts[0].content);
  const mayChange = summary ? corrects(actor, summary.about) === null && a.stage !== 'archived' : mayWrite;
  const nameOf = (id: string | undefined) => (id ? `（${a.named.find(n => n.id === id)?.name ?? '在册人员'}）` : '');
  return (
    <>
      {text ? (
        <dl className="activity-facts">
          <Line title="过程">{text.process}</Line>
          <Line title="目标达成">
            {text.goals.map(g => `${g.goal}：${MET[g.met]}${g.evidence ? `（${g.evidence}）` : ''}`).join('；')}
          </Line>
          <Money title="实际支出" lines={text.spent} />
          <Line title="发现的需求">{text.needs.map(n => `${n.what}${nameOf(n.resident)}`).join('；')}</Line>
          <Line title="志愿者时长">
            {text.volunteer_minutes === undefined ? undefined : `${text.volunteer_minutes / 60} 小时`}
          </Line>
          <Line title="媒体报道">{text.media.join('；')}</Line>
          <Line title="问题">{text.problems}</Line>
          <Line title="改进">{text.improvements}</Line>
        </dl>
      ) : (
        <p>还没有总结。</p>
      )}
      {summary && <About paper={summary} />}
      {mayChange && <Button onClick={() => setOpen(true)}>{summary ? '修改总结' : '写总结'}</Button>}
      <Modal title="活动总结" open={open} onCancel={() => setOpen(false)} footer={null} width={760} destroyOnHidden>
        <SummaryForm
          activity={a}
          onDone={() => {
            setOpen(false);
            changed();
          }}
        />
      </Modal>
    </>
  );
}
