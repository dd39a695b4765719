// The people served: commands and reads about residents and households. Rosters are in roster.ts.
// Serves K1 (who is visited first), K2 (service files), E1 (register of elders), C1; PRI-01, PRI-04.

import { z } from 'zod';
import { codes, Day, defineCommand, Saved, text } from '#kernel/endpoints.ts';
import { CategoryWord, CONSENT_PURPOSES, CONSENT_WAYS, PersonFields, REVEAL_REASONS, REVEALABLE } from './residents.ts';

export * from './categories.ts';
export * from './residents.ts';
export * from './roster.ts';
export * from './views.ts';

const station = z.int();
const Village = z.string().regex(/^\d{12}$/, '请选择村（居）委会');
/** A household by its id: one that exists at the station is joined, an unknown id founds a new one. */
const HouseholdFields = z.strictObject({ id: z.uuid(), number: text(40).nullish(), size: z.int().min(1).max(30).nullish() });
const ofPerson = { id: z.uuid(), revision: z.int() };
const reason = text(200);

export const register = defineCommand({
  name: 'clients.register',
  title: '登记服务对象',
  clauses: ['K2', 'E1', 'C1'],
  input: z.strictObject({
    id: z.uuid(),
    station,
    village_code: Village,
    household: HouseholdFields,
    ...PersonFields.shape,
    /** Said after `twins` was answered: the writer has looked, and this is another person. */
    not_a_twin: z.boolean().default(false),
  }),
  answer: Saved,
});
export const correct = defineCommand({
  name: 'clients.correct',
  title: '更正服务对象信息',
  clauses: ['K2', 'E1'],
  /** Only the fields in `set` change; null empties one. Masked values are never sent back. */
  input: z.strictObject({
    ...ofPerson,
    set: z.strictObject(PersonFields.partial().shape).refine(set => Object.keys(set).length > 0, '没有要更正的内容'),
    not_a_twin: z.boolean().default(false),
  }),
  answer: Saved,
});
export const move = defineCommand({
  name: 'clients.move',
  title: '变更村（居）或家庭',
  clauses: ['K2'],
  input: z.strictObject({
    ...ofPerson,
    village_code: Village,
    village_group: text(60).nullish(),
    household: HouseholdFields,
    relation: z.string().max(4).nullish(),
    address: text(200).nullish(),
    on: Day,
  }),
  answer: Saved,
});
export const mark = defineCommand({
  name: 'clients.mark',
  title: '登记迁出、死亡、结束服务或恢复',
  clauses: ['K2', 'E1'],
  input: z.strictObject({ ...ofPerson, state: z.enum(['active', 'moved', 'died', 'closed']), on: Day, reason }),
  answer: Saved,
});
export const categorise = defineCommand({
  name: 'clients.categorise',
  title: '登记对象类别',
  clauses: ['K1', 'K2', 'E1', 'C1'],
  /** `id` is the new category entry's; `resident` the person's. */
  input: z.strictObject({
    id: z.uuid(),
    resident: z.uuid(),
    category: CategoryWord,
    basis: text(100).nullish(),
    document_no: text(60).nullish(),
    from_on: Day.nullish(),
    to_on: Day.nullish(),
  }),
  answer: Saved,
});
export const endCategory = defineCommand({
  name: 'clients.end_category',
  title: '结束对象类别',
  clauses: ['K2', 'E1'],
  input: z.strictObject({ ...ofPerson, to_on: Day, reason }),
  answer: Saved,
});
export const assign = defineCommand({
  name: 'clients.assign',
  title: '分配责任社工',
  clauses: ['K1', 'K2'],
  /** `worker` null takes the responsibility away. */
  input: z.strictObject({
    station,
    residents: z.array(z.uuid()).min(1, '请选择服务对象').max(500, '一次最多分配 500 人'),
    worker: z.uuid().nullable(),
    from_on: Day,
  }),
  answer: z.object({ assigned: z.int() }),
});
export const consent = defineCommand({
  name: 'clients.consent',
  title: '登记知情同意',
  clauses: ['K2'],
  input: z.strictObject({
    id: z.uuid(),
    resident: z.uuid(),
    purposes: z.array(codes(CONSENT_PURPOSES)).min(1, '请选择同意的事项').max(5),
    way: codes(CONSENT_WAYS),
    text_version: text(40),
    signed_by: text(40),
    /** 本人, or what the signer is to the person. */
    signer_relation: text(40),
    given_on: Day,
    /** A photo of the signed paper, sent before with use=photo, or a signature with use=signature. */
    file_hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullish(),
  }),
  answer: Saved,
});
export const withdrawConsent = defineCommand({
  name: 'clients.withdraw_consent',
  title: '撤回知情同意',
  clauses: ['K2'],
  input: z.strictObject({ ...ofPerson, withdrawn_on: Day }),
  answer: Saved,
});
export const openFile = defineCommand({
  name: 'clients.open_file',
  title: '建立服务档案',
  clauses: ['K2'],
  input: z.strictObject({ ...ofPerson, filed_on: Day }),
  answer: Saved,
});
export const closeFile = defineCommand({
  name: 'clients.close_file',
  title: '结束服务档案',
  clauses: ['K2'],
  input: z.strictObject({ ...ofPerson, closed_on: Day, reason }),
  answer: Saved,
});
export const merge = defineCommand({
  name: 'clients.merge',
  title: '合并重复的服务对象',
  clauses: ['K2'],
  /** `id` stays; `other` becomes a row that only points to it. */
  input: z.strictObject({ ...ofPerson, other: z.uuid(), other_revision: z.int() }),
  answer: Saved,
});
export const distinguish = defineCommand({
  name: 'clients.distinguish',
  title: '确认不是同一人',
  clauses: ['K2'],
  input: z.strictObject({ id: z.uuid(), others: z.array(z.uuid()).min(1).max(50) }),
  answer: Saved,
});
export const reveal = defineCommand({
  name: 'clients.reveal',
  title: '查看完整信息',
  clauses: [],
  input: z.strictObject({ id: z.uuid(), field: codes(REVEALABLE), reason: codes(REVEAL_REASONS).nullish() }),
  answer: z.object({ value: z.string().nullable() }),
});
