// What the client sees and signs: the plan in plain words, beside the agreements of the consent. The screen and the paper say the same. Pure. K3.

import { consent as consentForm } from './forms.open.ts';
import { type Content, fieldsOf, type Row, show } from './forms.ts';
import { kindCode } from './kinds.ts';
import type { CaseFull, CaseRecord } from './shown.ts';

export type Agreement = { on: string | null; sections: { title: string; lines: string[] }[]; signature: string | null };

const newest = (records: readonly CaseRecord[], kind: 'consent' | 'plan') =>
  records.findLast(r => r.kind === kindCode(kind) && r.state !== 'withdrawn' && r.texts.length > 0);
const text = (value: unknown): string[] => (typeof value === 'string' && value ? [value] : []);
const rows = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

function planSections(plan: Content): Agreement['sections'] {
  const goals = rows(plan.goals).map(
    (g, i) =>
      `${i + 1}. ${String(g.goal)}。怎样算做到：${String(g.indicator)}。现在 ${String(g.baseline)} 分，希望到 ${String(g.target)} 分${g.deadline ? `（${String(g.deadline)} 前）` : ''}。`,
  );
  const steps = rows(plan.steps).map(
    (s, i) => `${i + 1}. ${String(s.step)}${s.planned_on ? `，${String(s.planned_on)}` : ''}${s.by ? `，${String(s.by)}` : ''}`,
  );
  return [
    { title: '我们想做到什么', lines: [...text(plan.aim), ...goals] },
    { title: '我们打算怎样做', lines: [...steps, ...(plan.sessions ? [`大约见面 ${String(plan.sessions)} 次。`] : [])] },
    { title: '您会做的事', lines: text(plan.client_part) },
    { title: '社工会做的事', lines: text(plan.worker_part) },
  ];
}

function consentSections(consent: Content): Agreement['sections'] {
  const said = (key: string): string => show(fieldsOf(consentForm).find(([known]) => known === key)![1], consent[key]);
  return [
    {
      title: '服务内容与约定',
      lines: [
        ...text(consent.service),
        ...text(consent.agreements),
        ...(consent.until_on ? [`服务期限至 ${String(consent.until_on)}。`] : []),
      ],
    },
    {
      title: '您的信息',
      lines: [
        `您同意信息用于：${said('uses')}。`,
        `拍照与录音：${said('recording')}。`,
        '您说的话会保密；有人可能受到伤害、儿童受到侵害或司法机关依法要求时，社工必须报告。',
        '您可以随时改变主意，撤回同意，不影响您享受的其他服务。',
      ],
    },
  ];
}

/** The agreement of a case as it stands now, from its newest plan and consent. */
export function agreementOf(c: Pick<CaseFull, 'records'>): Agreement {
  const [plan, consent] = [newest(c.records, 'plan'), newest(c.records, 'consent')];
  const sections = [
    ...(plan ? planSections(plan.texts[0]!.content as Content) : []),
    ...(consent ? consentSections(consent.texts[0]!.content as Content) : []),
  ].filter(s => s.lines.length > 0);
  const latest = plan ?? consent;
  const signed = latest?.texts[0]?.signatures.find(s => s.as === 'client' || s.as === 'guardian');
  return { on: latest?.occurred_on ?? null, sections, signature: signed?.hash ?? null };
}
