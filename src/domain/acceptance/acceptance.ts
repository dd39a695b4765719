// Acceptance (验收): the evidence of every clause is frozen with its hash, the county says what it found, people served are heard, the
// parties sign; what changes in the records afterwards shows. Serves every clause of the requirement.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, FileHash, Saved, text } from '#kernel/endpoints.ts';
import { Frozen } from './frozen.ts';
import { HeardFigures } from './heard.ts';

export const STATES = { open: '准备中', frozen: '证据已固定', signed: '已签署' } as const;
export type State = keyof typeof STATES;
export const DECISIONS = { met: '符合', partly: '基本符合', unmet: '不符合', not_asked: '本次不验收' } as const;
export type Decision = keyof typeof DECISIONS;
export const CONCLUSIONS = { passed: '验收合格', passed_with_remarks: '验收合格，另有整改要求', failed: '验收不合格' } as const;
export type Conclusion = keyof typeof CONCLUSIONS;
export const PARTIES = { purchaser: '采购人', provider: '承接主体', evaluator: '第三方评估', served: '服务对象代表' } as const;
export type Party = keyof typeof PARTIES;
export const OPINION_WAYS = { call_back: '电话回访', visit: '入户走访', meeting: '座谈', questionnaire: '问卷' } as const;
export const VIEWS = { satisfied: '满意', fair: '一般', dissatisfied: '不满意' } as const;
export type View = keyof typeof VIEWS;
const keys = <T extends string>(table: Readonly<Record<T, string>>) => z.enum(Object.keys(table) as [T, ...T[]]);

const CLAUSES = ['P1', 'P2', 'M3', 'M4', 'M5', 'K1', 'K2', 'K3', 'K3b', 'K4', 'K4b', 'K4c', 'K5', 'K5b', 'K6', 'K6b', 'K6c'];
const revised = { id: z.uuid(), revision: z.int().min(1) };

export const begin = defineCommand({
  name: 'acceptance.begin',
  title: '开始验收',
  clauses: CLAUSES,
  input: z.strictObject({ id: z.uuid(), contract: z.uuid(), title: text(60) }),
  answer: Saved,
});
/** Freezes the evidence of all clauses as it is now; goes on after the answer. Freezing anew drops what was signed before. */
export const freeze = defineCommand({
  name: 'acceptance.freeze',
  title: '固定证据',
  clauses: CLAUSES,
  input: z.strictObject(revised),
  answer: Saved,
});
/** What the county found for clauses, and of the whole. What is not named stays. */
export const decide = defineCommand({
  name: 'acceptance.decide',
  title: '填写验收意见',
  clauses: CLAUSES,
  input: z.strictObject({
    ...revised,
    clauses: z
      .array(z.strictObject({ code: text(10), decision: keys<Decision>(DECISIONS), remark: text(400).nullable() }))
      .max(200),
    conclusion: keys<Conclusion>(CONCLUSIONS).nullable(),
    conclusion_text: text(2000).nullable(),
  }),
  answer: Saved,
});
export const addOpinion = defineCommand({
  name: 'acceptance.add_opinion',
  title: '登记服务对象意见',
  clauses: CLAUSES,
  input: z.strictObject({
    id: z.uuid(),
    acceptance: z.uuid(),
    heard_on: Day,
    way: keys<keyof typeof OPINION_WAYS>(OPINION_WAYS),
    /** Who speaks, described and not named. */
    speaker: text(40),
    view: keys<View>(VIEWS),
    said: text(500),
  }),
  answer: Saved,
});
export const removeOpinion = defineCommand({
  name: 'acceptance.remove_opinion',
  title: '删去意见',
  clauses: CLAUSES,
  input: z.strictObject({ ...revised, reason: text(100) }),
  answer: Saved,
});
/** `file` is the signature or the photo of the signed sheet, sent before as a file. When purchaser and provider have signed, it is done. */
export const sign = defineCommand({
  name: 'acceptance.sign',
  title: '签署验收书',
  clauses: CLAUSES,
  input: z.strictObject({
    ...revised,
    party: keys<Party>(PARTIES),
    signer: text(20),
    post: text(40),
    opinion: text(500),
    file: FileHash,
  }),
  answer: Saved,
});

const Head = z.object({
  id: z.uuid(),
  contract: z.uuid(),
  contract_name: z.string(),
  title: z.string(),
  state: keys<State>(STATES),
  as_of: z.string().nullable(),
  hash: z.string().nullable(),
  conclusion: keys<Conclusion>(CONCLUSIONS).nullable(),
  signed_on: z.string().nullable(),
  revision: z.int(),
});
export const list = defineRead({
  name: 'acceptance.list',
  title: '验收',
  clauses: CLAUSES,
  query: z.strictObject({ contract: z.uuid().optional() }),
  answer: z.object({ rows: z.array(Head) }),
});

export const DecisionShown = z.object({ decision: keys<Decision>(DECISIONS), remark: z.string().nullable() });
const Opinion = z.object({
  id: z.uuid(),
  heard_on: z.string(),
  way: keys<keyof typeof OPINION_WAYS>(OPINION_WAYS),
  speaker: z.string(),
  view: keys<View>(VIEWS),
  said: z.string(),
  revision: z.int(),
});
export type Opinion = z.output<typeof Opinion>;
const Signature = z.object({
  party: keys<Party>(PARTIES),
  signer: z.string(),
  post: z.string(),
  opinion: z.string(),
  signed_on: z.string(),
});
export type Signature = z.output<typeof Signature>;

export const get = defineRead({
  name: 'acceptance.get',
  title: '验收情况',
  clauses: CLAUSES,
  query: z.strictObject({ id: z.uuid() }),
  answer: Head.extend({
    /** Since when the evidence is being frozen; null when nothing is under way. */
    freezing_since: z.string().nullable(),
    to_on: z.string(),
    conclusion_text: z.string().nullable(),
    frozen: Frozen.nullable(),
    decisions: z.record(z.string(), DecisionShown),
    opinions: z.array(Opinion),
    signatures: z.array(Signature),
    /** A station of the contract: what is signed is sent as a file of it. */
    file_station: z.int(),
  }),
});
export type AcceptanceAnswer = z.output<typeof get.answer>;

/** People called back after draws at random, for the services of a contract's term; as it is now. */
export const heard = defineRead({
  name: 'acceptance.heard',
  title: '随机回访的意见',
  clauses: CLAUSES,
  query: z.strictObject({ contract: z.uuid() }),
  answer: z.object({
    figures: HeardFigures,
    from_on: z.string(),
    to_on: z.string(),
    /** The last 500. */
    rows: z.array(
      z.object({
        id: z.uuid(),
        on: z.string(),
        station: z.string(),
        reached: z.boolean(),
        satisfaction: z.int().nullable(),
        opens: z.string(),
      }),
    ),
  }),
});
export type HeardAnswer = z.output<typeof heard.answer>;

const Row = z.object({
  record: z.string(),
  on: z.string(),
  /** As it was frozen and as it is now, in words; null where it was not there. */
  before: z.string().nullable(),
  now: z.string().nullable(),
  opens: z.string().nullable(),
});
export const changes = defineRead({
  name: 'acceptance.changes',
  title: '自验收后有变化',
  clauses: CLAUSES,
  query: z.strictObject({ id: z.uuid() }),
  answer: z.object({
    changed: z.boolean(),
    say: z.string(),
    /** The call-backs where they differ: as they were frozen, and as they are now. */
    heard: z.object({ before: HeardFigures, now: HeardFigures }).nullable(),
    clauses: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        indicators: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            unit: z.string(),
            done_before: z.number().nullable(),
            done_now: z.number().nullable(),
            rule_changed: z.boolean(),
            added: z.int(),
            removed: z.int(),
            altered: z.int(),
            /** The first of them. */
            rows: z.array(Row),
          }),
        ),
      }),
    ),
    computed_at: z.string(),
  }),
});
export type Changes = z.output<typeof changes.answer>;

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const document = <Q extends z.ZodType>(name: string, title: string, mime: string, query: Q) =>
  defineDocument({ name: `acceptance.${name}`, title, clauses: CLAUSES, query, mime });
const byId = z.strictObject({ id: z.uuid() });
export const certificatePdf = document('certificate_pdf', '验收书（PDF）', 'application/pdf', byId);
export const certificateWord = document('certificate_word', '验收书（Word）', WORD, byId);
export const noticePdf = document('notice_pdf', '验收公示（PDF）', 'application/pdf', byId);
export const noticeWord = document('notice_word', '验收公示（Word）', WORD, byId);

export const PEOPLE = { masked: '姓名隐去部分', named: '姓名完整（内部存档）' } as const;
export const RECORDS = { none: '不附', sample: '每项指标抽 10 份', all: '全部计入的记录' } as const;
export const evidencePackage = document(
  'package',
  '验收证据包',
  'application/zip',
  z.strictObject({
    id: z.uuid(),
    people: keys<keyof typeof PEOPLE>(PEOPLE).default('masked'),
    records: keys<keyof typeof RECORDS>(RECORDS).default('none'),
  }),
);
