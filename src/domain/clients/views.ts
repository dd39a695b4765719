// What is read of the people served: a row of a list, everything about one person, a worker's own people, how many there are.
// What identifies a person is masked; the phone alone gets in clear what is needed at the door. Serves K1, K2, E1, C1; PRI-04.

import { z } from 'zod';
import { codes, defineDocument, defineRead, pageOf, paging, queryFlag, queryList } from '#kernel/endpoints.ts';
import { IDENTITY_KINDS, NO_NUMBER_REASONS } from '#kernel/identity.ts';
import {
  CategoryWord,
  CONSENT_PURPOSES,
  CONSENT_WAYS,
  FILE_GAPS,
  FILE_STATES,
  type FileGap,
  RESIDENT_STATES,
  SOURCES,
} from './residents.ts';

const Village = z.string().regex(/^\d{12}$/);

const Age = z.int().nullable();
export const Named = z.object({ id: z.uuid(), name: z.string() });

/** A person in a list. `born_on` is null for those who see people masked. */
export const ResidentRow = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  name: z.string(),
  sex: z.string(),
  born_on: z.string().nullable(),
  age: Age,
  identity: z.string().nullable(),
  phone: z.string().nullable(),
  /** Null where a roster did not say it. */
  village_code: z.string().nullable(),
  village_name: z.string().nullable(),
  village_group: z.string().nullable(),
  categories: z.array(CategoryWord),
  comes_first: z.boolean(),
  worker: Named.nullable(),
  file_state: codes(FILE_STATES),
  state: codes(RESIDENT_STATES),
});
export type ResidentRow = z.infer<typeof ResidentRow>;

const Other = z.object({ name: z.string().nullable(), relation: z.string().nullable(), phone: z.string().nullable() });
export const CategoryEntry = z.object({
  id: z.uuid(),
  category: CategoryWord,
  basis: z.string().nullable(),
  document_no: z.string().nullable(),
  from_on: z.string().nullable(),
  to_on: z.string().nullable(),
  ended_reason: z.string().nullable(),
  current: z.boolean(),
  /** The birthday on which age ends it; null when age does not. */
  ends_by_age_on: z.string().nullable(),
  revision: z.int(),
});
export const ConsentEntry = z.object({
  id: z.uuid(),
  purposes: z.array(codes(CONSENT_PURPOSES)),
  way: codes(CONSENT_WAYS),
  text_version: z.string(),
  signed_by: z.string(),
  signer_relation: z.string().nullable(),
  given_on: z.string(),
  withdrawn_on: z.string().nullable(),
  file_hash: z.string().nullable(),
  revision: z.int(),
});
const Member = z.object({
  id: z.uuid(),
  name: z.string(),
  relation: z.string().nullable(),
  sex: z.string(),
  age: Age,
  state: codes(RESIDENT_STATES),
});

/** Everything about one person, with what identifies them masked. */
export const Resident = ResidentRow.extend({
  station_name: z.string(),
  identity_kind: codes(IDENTITY_KINDS),
  identity_reason: codes(NO_NUMBER_REASONS).nullable(),
  relation: z.string().nullable(),
  ethnic: z.string().nullable(),
  marital: z.string().nullable(),
  education: z.string().nullable(),
  health: z.string().nullable(),
  disability_kind: z.string().nullable(),
  disability_grade: z.string().nullable(),
  disability_no: z.string().nullable(),
  address: z.string().nullable(),
  registered_address: z.string().nullable(),
  contact: Other.nullable(),
  guardian: Other.nullable(),
  notes: z.string().nullable(),
  source: codes(SOURCES),
  state_on: z.string().nullable(),
  state_reason: z.string().nullable(),
  merged_into: z.uuid().nullable(),
  /** Rows that were merged into this one: what points to them is read here. */
  merged_rows: z.array(z.uuid()),
  file: z.object({
    state: codes(FILE_STATES),
    no: z.string().nullable(),
    filed_on: z.string().nullable(),
    closed_on: z.string().nullable(),
    closed_reason: z.string().nullable(),
    missing: z.array(z.enum(Object.keys(FILE_GAPS) as [FileGap, ...FileGap[]])),
  }),
  household: z.object({
    id: z.uuid(),
    number: z.string().nullable(),
    size: z.int().nullable(),
    members: z.array(Member),
  }),
  category_history: z.array(CategoryEntry),
  /** Sentences for a person to check; never a verdict. */
  doubts: z.array(z.string()),
  consents: z.array(ConsentEntry),
  assignments: z.array(z.object({ id: z.uuid(), worker: Named, from_on: z.string(), to_on: z.string().nullable() })),
  /** People of the same sound, birth date and village whom nobody has told apart yet. */
  twins: z.array(z.uuid()),
  /** True for roles that see people masked and may not reveal anything. */
  masked: z.boolean(),
});
export type Resident = z.infer<typeof Resident>;

/** A worker's own person as the phone keeps it (encrypted there): in clear what is needed at the door and to dial. */
export const FieldPerson = z.object({
  id: z.uuid(),
  revision: z.int(),
  station: z.int(),
  name: z.string(),
  name_key: z.string(),
  initials: z.string(),
  sex: z.string(),
  born_on: z.string().nullable(),
  identity: z.string().nullable(),
  /** Null where a roster did not say it. */
  village_code: z.string().nullable(),
  village_name: z.string().nullable(),
  village_group: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  contact: Other.nullable(),
  guardian: Other.nullable(),
  health: z.string().nullable(),
  disability_kind: z.string().nullable(),
  disability_grade: z.string().nullable(),
  notes: z.string().nullable(),
  categories: z.array(CategoryWord),
  comes_first: z.boolean(),
  consents: z.array(codes(CONSENT_PURPOSES)),
  file_state: codes(FILE_STATES),
  file_no: z.string().nullable(),
  household: z.object({
    id: z.uuid(),
    members: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        relation: z.string().nullable(),
        sex: z.string(),
        born_on: z.string().nullable(),
      }),
    ),
  }),
});
export type FieldPerson = z.infer<typeof FieldPerson>;

/** Filters of the list; each narrows it. `category` may be given several times: people in any of them. */
const filters = {
  station: z.coerce.number().int().optional(),
  /** `none`: people whose village no roster has said. */
  village: Village.or(z.literal('none')).optional(),
  category: queryList(CategoryWord),
  worker: z.uuid().optional(),
  unassigned: queryFlag.optional(),
  file_state: queryList(codes(FILE_STATES)),
  age_from: z.coerce.number().int().min(0).max(130).optional(),
  age_to: z.coerce.number().int().min(0).max(130).optional(),
  state: codes(RESIDENT_STATES).default('active'),
  /** Part of a name, pinyin initials, the last 4 of the identity number, or a whole number or telephone. */
  q: z.string().trim().max(40).optional(),
};
export const list = defineRead({
  name: 'clients.list',
  title: '服务对象',
  clauses: ['K1', 'K2', 'E1', 'C1'],
  /** `count=true` adds the total on request; otherwise `total` is null. */
  query: z.strictObject({ ...filters, ...paging, count: queryFlag.optional() }),
  answer: pageOf(ResidentRow).extend({ total: z.int().nullable() }),
});
/** Exactly the people of the list with these filters. */
export const peopleLedger = defineDocument({
  name: 'clients.people',
  title: '导出服务对象名单',
  clauses: ['K2', 'E1'],
  query: z.strictObject(filters),
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
export const get = defineRead({
  name: 'clients.get',
  title: '服务对象档案',
  clauses: ['K2', 'E1'],
  query: z.strictObject({ id: z.uuid() }),
  answer: Resident,
});
export const twins = defineRead({
  name: 'clients.twins',
  title: '疑似重复的服务对象',
  clauses: ['K2'],
  query: z.strictObject({ station: z.coerce.number().int().optional(), ...paging }),
  /** Groups of rows that may be one person. */
  answer: pageOf(z.object({ people: z.array(ResidentRow) })),
});
export const field = defineRead({
  name: 'clients.field',
  title: '本人负责的服务对象',
  clauses: ['K1'],
  query: z.strictObject({
    after: z.coerce.number().int().min(0).default(0),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(500),
  }),
  /**
   * `rows` replace what the phone has; `gone` ids leave it. `head` is the next `after`: of the FIRST page, to be kept only when
   * the last page (`next` null) has arrived.
   */
  answer: z.object({ rows: z.array(FieldPerson), gone: z.array(z.uuid()), head: z.int(), next: z.string().nullable() }),
});
const people = z.int();
export const numbers = defineRead({
  name: 'clients.numbers',
  title: '服务对象人数',
  clauses: ['K2', 'E1'],
  query: z.strictObject({ station: z.coerce.number().int().optional() }),
  /** 人数 (distinct people in 在册). A person in three categories is one person of a village and one in each category. */
  answer: z.object({
    on: z.string(),
    stations: z.array(
      z.object({
        station: z.int(),
        people,
        households: z.int(),
        unassigned: z.int(),
        files: z.object({ none: z.int(), open: z.int(), complete: z.int(), closed: z.int() }),
      }),
    ),
    villages: z.array(
      z.object({
        station: z.int(),
        village_code: z.string().nullable(),
        village_name: z.string().nullable(),
        people,
        households: z.int(),
      }),
    ),
    categories: z.array(z.object({ station: z.int(), category: CategoryWord, people })),
    /** By village and category; only when one station is asked for. */
    cells: z.array(z.object({ village_code: z.string().nullable(), category: CategoryWord, people })),
  }),
});
