// What can be done with a person's file; each is the command `clients.<what>`.

import type { FileGap, Resident } from '../../clients.ts';

export const DOINGS = {
  correct: '更正信息',
  move: '变更村（居）或家庭',
  mark: '登记迁出、死亡、结束或恢复',
  categorise: '登记对象类别',
  end_category: '结束对象类别',
  consent: '登记知情同意',
  withdraw_consent: '撤回知情同意',
  open_file: '建立服务档案',
  close_file: '结束服务档案',
  assign: '分派责任社工',
  merge: '合并重复档案',
} as const;

/** An entry of the person's categories, of the consents. */
export type CategoryOf = Resident['category_history'][number];
export type ConsentOf = Resident['consents'][number];

type Simple = Exclude<keyof typeof DOINGS, 'end_category' | 'withdraw_consent' | 'merge'>;
export type Doing =
  | { what: Simple }
  | { what: 'end_category'; entry: CategoryOf }
  | { what: 'withdraw_consent'; entry: ConsentOf }
  /** Without `other`, the other one is looked for. */
  | { what: 'merge'; other?: string };

/** Where a thing that the file lacks is filled in. */
export const GAP_DOINGS: Record<FileGap, Simple> = {
  identity: 'correct',
  born_on: 'correct',
  sex: 'correct',
  village: 'move',
  address: 'correct',
  phone: 'correct',
  categories: 'categorise',
  guardian: 'correct',
  consent: 'consent',
  guardian_consent: 'consent',
};

/** What the parts of the file are given. */
export type PartOf = { person: Resident; mayDo(what: Doing['what'] | 'distinguish'): boolean; onDo(doing: Doing): void };
