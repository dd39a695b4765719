// Deliverables of a contract: a research report, items in the media, a plan, each with its document. It counts when the county has
// approved it; any clause that asks for such a thing becomes an indicator over `contract.deliverable` (I1, U2). Both sides.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, Saved, text } from '#kernel/endpoints.ts';

export const DELIVERABLE_KINDS = {
  research_report: '研究报告',
  service_plan: '服务方案',
  work_report: '工作报告',
  case_study: '案例',
  media_report: '媒体报道',
  training_material: '培训材料',
  institution: '制度文件',
  satisfaction_report: '满意度调查报告',
  other: '其他材料',
} as const;
export type DeliverableKind = keyof typeof DELIVERABLE_KINDS;

export const DELIVERABLE_STATES = { handed_in: '待审核', approved: '已通过', returned: '已退回', withdrawn: '已撤回' } as const;
export type DeliverableState = keyof typeof DELIVERABLE_STATES;

const keys = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, '请先上传文件');

/** `revision: 0` hands it in; otherwise a returned one is handed in again, or one not yet checked is corrected. */
export const deliver = defineCommand({
  name: 'contract.deliver',
  title: '提交成果材料',
  clauses: ['U2', 'I1'],
  input: z.strictObject({
    id: z.uuid(),
    contract: z.uuid(),
    revision: z.int().min(0),
    /** The clause it was made for; null when for none in particular. */
    clause: z.string().max(10).nullable(),
    /** Null: the contract as a whole. */
    station: z.int().nullable(),
    kind: keys<DeliverableKind>(DELIVERABLE_KINDS),
    title: text(80),
    pieces: z.int().min(1, '至少 1 份').max(1000),
    delivered_on: Day,
    note: text(500).nullable(),
    file: Hash,
    file_name: text(200),
  }),
  answer: Saved,
});
export const withdrawDeliverable = defineCommand({
  name: 'contract.withdraw_deliverable',
  title: '撤回成果材料',
  clauses: ['U2', 'I1'],
  input: z.strictObject({ id: z.uuid(), revision: z.int().min(1) }),
  answer: Saved,
});
export const checkDeliverable = defineCommand({
  name: 'contract.check_deliverable',
  title: '审核成果材料',
  clauses: ['U2', 'I1'],
  input: z
    .strictObject({
      id: z.uuid(),
      revision: z.int().min(1),
      decision: z.enum(['approved', 'returned']),
      remark: text(200).nullable(),
    })
    .refine(c => c.decision === 'approved' || c.remark !== null, { path: ['remark'], error: '退回时请写明要改什么' }),
  answer: Saved,
});

const Deliverable = z.object({
  id: z.uuid(),
  clause: z.string().nullable(),
  station: z.int().nullable(),
  station_name: z.string().nullable(),
  kind: keys<DeliverableKind>(DELIVERABLE_KINDS),
  title: z.string(),
  pieces: z.int(),
  delivered_on: z.string(),
  note: z.string().nullable(),
  file_name: z.string(),
  state: keys<DeliverableState>(DELIVERABLE_STATES),
  author: z.uuid(),
  author_name: z.string(),
  handed_in_at: z.string(),
  checked_by_name: z.string().nullable(),
  checked_at: z.string().nullable(),
  remark: z.string().nullable(),
  revision: z.int(),
});
export type Deliverable = z.output<typeof Deliverable>;
export const deliverables = defineRead({
  name: 'contract.deliverables',
  title: '成果材料',
  clauses: ['U2', 'I1'],
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({ rows: z.array(Deliverable) }),
});
export const deliverableFile = defineDocument({
  name: 'contract.deliverable_file',
  title: '成果材料文件',
  clauses: ['U2', 'I1'],
  query: z.strictObject({ id: z.uuid() }),
  mime: 'application/octet-stream',
});
