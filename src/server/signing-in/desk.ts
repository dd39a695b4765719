// Signing in by a QR code without an account: what a module offers to people who stand in the room. The platform makes and checks the
// codes, shows the page and keeps the limits; the module says what is asked and what a right answer does. Serves K4c, K5.

import type { Actor } from '#kernel/roles.ts';
import type { Tx } from '../database/tx.ts';
import type { House } from '../house.ts';

/** What a desk works with: the visitor's transaction, and the house. */
type Standing = { tx: Tx; house: House };
/** What is signed in to: a session of a group, an activity. The station is part of the code, since row security asks for it first. */
export type Place = { county: number; station: number; id: string };

type Asked = { name: string; label: string; hint?: string };
export type Field =
  | (Asked & { kind: 'text'; max: number; required?: boolean; keys?: 'numeric' | 'tel'; fill?: 'name' | 'tel' | 'off' })
  | (Asked & { kind: 'choice'; options: Readonly<Record<string, string>>; required?: boolean })
  | (Asked & { kind: 'tick' });

/** The page's form. It is seen by anybody who holds the code, so it names nobody but the worker in charge. */
export type Form = {
  title: string;
  /** 时间, 地点 …: what tells people that they are in the right place. */
  facts: readonly (readonly [string, string])[];
  fields: readonly Field[];
  button: string;
  /** What the answers are used for. */
  notice: string;
};

/** What the pages of a desk are headed with. */
export type Words = { from: string; done: string; failed: string };
export const SIGNING_IN: Words = { from: '现场签到', done: '签到成功', failed: '没有签到' };
/** Where the page leads afterwards: another desk of the same thing. */
export type Next = { label: string; path: string };

export type Answers = Readonly<Record<string, string>>;

export type Desk = {
  /** Stands in the path: `/q/<name>/<code>`. */
  name: string;
  /** How a sign-in stands in the ledger: `<module>.sign_in`, with its Chinese title. */
  command: string;
  title: string;
  /** Without it, those of signing in. */
  words?: Words;
  /** How long one code is shown, in seconds; it is accepted for as long again. */
  every?: number;
  /**
   * What is asked. Called when the page is opened and when an answer must be corrected.
   * @throws AppError with the sentence the page is to show (over, not begun, not found)
   */
  form: (c: Standing, place: Place) => Promise<Form>;
  /**
   * Signs somebody in: one transaction, one row of the ledger, carried out once per opened page. Answers hold every field of the form,
   * trimmed, ticks as 'yes' or ''.
   * @returns the id of what was changed, and the sentence for the page: never somebody else's name
   * @throws AppError `invalid` with an issue per field: the form is shown again
   */
  sign: (c: Standing, place: Place, answers: Answers) => Promise<{ subject: string; say: string; next?: Next }>;
};

/** Whoever stands before the desk, in the ledger and in the rows: nobody with an account. */
export const VISITOR = '00000000-0000-0000-0000-000000000000';
/** Sees the rows of the code's own station in this one transaction, and holds no role. */
export const visitorAt = ({ county, station }: Place): Actor => ({
  county,
  account: VISITOR,
  name: '扫码签到',
  grants: [],
  stations: [station],
});
