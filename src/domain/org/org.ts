// Stations, villages, the people who work there, their accounts and roles. Serves P1, M4, M5; SEC-05, SEC-06.

import { z } from 'zod';
import { codes, Day, defineCommand, defineDocument, defineRead, pageOf, paging, Saved, text } from '#kernel/endpoints.ts';
import { ROLE_NAMES, ROLES } from '#kernel/roles.ts';

/** Posts of the contractor's people. */
export const POSTS = { resident_worker: '驻站社工', station_lead: '站长', project_manager: '项目经理' } as const;
/** Certificates that qualify (M4): the first three are national ones, `local` is recognised by local HR and civil-affairs departments. */
export const CERTIFICATES = {
  national_assistant: '助理社会工作师',
  national_social_worker: '社会工作师',
  national_senior: '高级社会工作师',
  local: '地方社会工作员证书',
} as const;
/** Who held a training; only the first three count towards 120 hours (M4). */
export const ORGANISERS = {
  civil_affairs: '县级以上民政部门',
  incubator: '社会组织孵化基地',
  association: '社会工作行业组织',
  employer: '本机构内训',
  other: '其他单位',
} as const;

export const Post = codes(POSTS);

const StaffFields = {
  station: z.int().nullable(),
  post: Post,
  name: text(30),
  identity: z.string().max(30, '证件号过长'),
  phone: z.string().max(20).optional(),
  education: text(4),
  major: text(40),
  local_household: z.boolean(),
  entered_on: Day,
  record_checked_on: Day.optional(),
  notes: text(500).optional(),
};

export const hire = defineCommand({
  name: 'org.hire',
  title: '登记人员',
  clauses: ['M4', 'M5', 'P1'],
  input: z.strictObject({ id: z.uuid(), ...StaffFields }),
  answer: Saved,
});
export const correctStaff = defineCommand({
  name: 'org.correct_staff',
  title: '更正人员信息',
  clauses: ['M4'],
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int(),
    ...z.object(StaffFields).omit({ identity: true }).partial().shape,
    identity: StaffFields.identity.optional(),
  }),
  answer: Saved,
});
export const leave = defineCommand({
  name: 'org.leave',
  title: '办理离岗',
  clauses: ['M4'],
  input: z.strictObject({ id: z.uuid(), revision: z.int(), left_on: Day }),
  answer: Saved,
});
export const certify = defineCommand({
  name: 'org.certify',
  title: '登记资格证书',
  clauses: ['M4', 'M5', 'U1'],
  input: z.strictObject({
    id: z.uuid(),
    staff: z.uuid(),
    kind: codes(CERTIFICATES),
    number: text(40).optional(),
    issued_on: Day,
    registered_until: Day.optional(),
  }),
  answer: Saved,
});
export const train = defineCommand({
  name: 'org.train',
  title: '登记培训',
  clauses: ['M4', 'U1'],
  input: z.strictObject({
    id: z.uuid(),
    staff: z.uuid(),
    title: text(60),
    organiser: text(60),
    organiser_kind: codes(ORGANISERS),
    hours: z.number().positive('学时须大于 0').max(500),
    ended_on: Day,
  }),
  answer: Saved,
});

const Check = z.object({ code: z.string(), met: z.boolean(), say: z.string() });
export const StaffRow = z.object({
  id: z.uuid(),
  name: z.string(),
  post: Post,
  station: z.int().nullable(),
  station_name: z.string().nullable(),
  age: z.int(),
  entered_on: z.string(),
  left_on: z.string().nullable(),
  eligible: z.boolean(),
  checks: z.array(Check),
  has_account: z.boolean(),
  revision: z.int(),
});
export type StaffRow = z.infer<typeof StaffRow>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const StaffFilters = z.strictObject({
  station: z.coerce.number().int().optional(),
  on: Day.optional(),
  left: z.enum(['no', 'yes']).default('no'),
});
export const staffList = defineRead({
  name: 'org.staff',
  title: '人员名册',
  clauses: ['M4', 'M5', 'P1'],
  query: StaffFilters,
  answer: z.object({ on: z.string(), rows: z.array(StaffRow) }),
});
/** The same people as an Excel file, with what their eligibility stands on. */
export const staffRegister = defineDocument({
  name: 'org.staff_register',
  title: '导出人员名册',
  clauses: ['M4', 'M5', 'P1'],
  query: StaffFilters,
  mime: XLSX,
});
export const staffGet = defineRead({
  name: 'org.staff_member',
  title: '人员档案',
  clauses: ['M4', 'M5'],
  query: z.strictObject({ id: z.uuid(), on: Day.optional() }),
  answer: StaffRow.extend({
    sex: z.string(),
    born_on: z.string(),
    identity: z.string(),
    phone: z.string().nullable(),
    education: z.string(),
    major: z.string(),
    local_household: z.boolean(),
    record_checked_on: z.string().nullable(),
    notes: z.string().nullable(),
    hours_counted: z.number(),
    hours_not_counted: z.array(z.object({ title: z.string(), hours: z.number(), why: z.string() })),
    hints: z.array(z.string()),
    certificates: z.array(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        number: z.string().nullable(),
        issued_on: z.string(),
        registered_until: z.string().nullable(),
      }),
    ),
    trainings: z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        organiser: z.string(),
        organiser_kind: z.string(),
        hours: z.number(),
        ended_on: z.string(),
      }),
    ),
  }),
});

export const StationRow = z.object({
  id: z.int(),
  name: z.string(),
  sign: z.string(),
  opened_on: z.string().nullable(),
  workers: z.int(),
  eligible: z.int(),
  lead_certified: z.boolean(),
  revision: z.int(),
});
export const stations = defineRead({
  name: 'org.stations',
  title: '社工站',
  clauses: ['P1', 'M4', 'M5'],
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(StationRow) }),
});
export const villages = defineRead({
  name: 'org.villages',
  title: '村（居）',
  clauses: ['P1'],
  query: z.strictObject({ station: z.coerce.number().int().optional() }),
  answer: z.object({ rows: z.array(z.object({ code: z.string(), name: z.string(), kind: z.string(), station: z.int() })) }),
});
/** Colleagues a record may name: the lead or paired worker, the person responsible. */
export const colleagues = defineRead({
  name: 'org.colleagues',
  title: '同事',
  clauses: ['P1'],
  query: z.strictObject({ station: z.coerce.number().int().optional() }),
  answer: z.object({ rows: z.array(z.object({ id: z.uuid(), name: z.string(), station: z.int().nullable(), post: Post })) }),
});

export const createAccount = defineCommand({
  name: 'org.create_account',
  title: '建立账号',
  clauses: ['P1'],
  input: z.strictObject({
    id: z.uuid(),
    user_name: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/i, '用户名为 3–40 位字母、数字、点或横线'),
    name: text(30),
    staff: z.boolean().default(false),
  }),
  answer: Saved,
});
export const sendLink = defineCommand({
  name: 'org.send_link',
  title: '生成设置密码链接',
  clauses: ['P1'],
  input: z.strictObject({ id: z.uuid() }),
  answer: z.object({ link: z.string(), expires_at: z.string() }),
});
export const closeAccount = defineCommand({
  name: 'org.close_account',
  title: '停用账号',
  clauses: ['P1'],
  input: z.strictObject({ id: z.uuid(), revision: z.int() }),
  answer: Saved,
});
export const resetSecondFactor = defineCommand({
  name: 'org.reset_second_factor',
  title: '解除验证器绑定',
  clauses: ['P1'],
  input: z.strictObject({ id: z.uuid(), revision: z.int() }),
  answer: Saved,
});
export const grantRole = defineCommand({
  name: 'org.grant_role',
  title: '授予岗位',
  clauses: ['P1'],
  input: z
    .strictObject({
      id: z.uuid(),
      account: z.uuid(),
      role: z.enum(ROLE_NAMES),
      station: z.int().nullable(),
      from_on: Day,
      to_on: Day.nullable(),
      reason: text(100),
    })
    .refine(g => g.to_on === null || g.to_on >= g.from_on, { path: ['to_on'], error: '截止日不能早于开始日' }),
  answer: Saved,
});
export const endRole = defineCommand({
  name: 'org.end_role',
  title: '结束岗位',
  clauses: ['P1'],
  input: z.strictObject({ id: z.uuid(), revision: z.int(), reason: text(100) }),
  answer: Saved,
});
/** How a role stands today; one withdrawn before it began has no days. */
export const GRANT_STATES = { now: '生效', later: '未到开始日', ended: '已结束', withdrawn: '已撤销' } as const;
export type GrantState = keyof typeof GRANT_STATES;
export const accounts = defineRead({
  name: 'org.accounts',
  title: '账号',
  clauses: ['P1'],
  query: z.strictObject({ q: z.string().max(40).optional(), ...paging }),
  answer: pageOf(
    z.object({
      id: z.uuid(),
      user_name: z.string(),
      name: z.string(),
      has_password: z.boolean(),
      second_factor: z.boolean(),
      signed_in_at: z.string().nullable(),
      closed_at: z.string().nullable(),
      revision: z.int(),
      grants: z.array(
        z.object({
          id: z.uuid(),
          role: z.enum(ROLE_NAMES),
          station: z.int().nullable(),
          from_on: z.string().nullable(),
          to_on: z.string().nullable(),
          state: codes(GRANT_STATES),
          revision: z.int(),
        }),
      ),
    }),
  ),
});

const LedgerFilters = z.strictObject({
  command: z.string().max(60).optional(),
  actor: z.uuid().optional(),
  subject: z.string().max(60).optional(),
  from: Day.optional(),
  to: Day.optional(),
});
/** Exactly the rows of the ledger's list, as an Excel file. */
export const ledgerDocument = defineDocument({
  name: 'org.ledger_file',
  title: '导出操作台账',
  clauses: [],
  query: LedgerFilters,
  mime: XLSX,
});
export const ledger = defineRead({
  name: 'org.ledger',
  title: '操作台账',
  clauses: [],
  query: LedgerFilters.extend(paging),
  answer: pageOf(
    z.object({
      seq: z.int(),
      id: z.uuid(),
      command: z.string(),
      title: z.string(),
      actor: z.string().nullable(),
      station: z.int().nullable(),
      subject: z.string(),
      fields: z.array(z.string()),
      made_at: z.string().nullable(),
      received_at: z.string(),
    }),
  ),
});
export const verify = defineRead({
  name: 'org.verify_ledger',
  title: '核验台账完整性',
  clauses: [],
  query: z.strictObject({}),
  answer: z.object({
    rows: z.int(),
    ok: z.boolean(),
    problems: z.array(z.object({ seq: z.int(), what: z.enum(['changed', 'missing', 'head']) })),
  }),
});

/** `驻站社工 · 红毛镇社工站`. */
export const grantLabel = (role: keyof typeof ROLES, stationName?: string | null): string =>
  stationName ? `${ROLES[role]} · ${stationName}` : ROLES[role];
