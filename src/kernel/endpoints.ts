// What can be asked of the platform. A definition is pure data in <module>.ts, so the same object is the server's validation and
// OpenAPI entry, and the web's typed call. The server attaches a handler to it (server/module.ts).

import { z } from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';

// Every schema is made after this line. What a schema says by itself it says in Chinese; in a page it compiles nothing, because the
// content security policy forbids eval.
z.config({ ...zhCN(), jitless: typeof document !== 'undefined' });

type Common = {
  /** `<module>.<verb>`: route, policy entry, ledger entry and test name are this one word. */
  name: string;
  /** Chinese, for documentation and the ledger's reader. */
  title: string;
  /** Clauses of the requirement this serves, e.g. ['K1','E6']; the clause table is generated from them. */
  clauses: readonly string[];
};

export type Command<I extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> = Common & {
  kind: 'command';
  input: I;
  answer: A;
};
export type Read<Q extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> = Common & {
  kind: 'read';
  query: Q;
  answer: A;
};
export type Endpoint = Command | Read | Document;

/** A write: `POST /api/<name>` with an `Idempotency-Key`. The input is strict: an unknown key is refused. */
export const defineCommand = <I extends z.ZodType, A extends z.ZodType>(d: Omit<Command<I, A>, 'kind'>): Command<I, A> => ({
  kind: 'command',
  ...d,
});
/** A reading: `GET /api/<name>?…`. The query is strict: an unknown filter is refused, never ignored. */
export const defineRead = <Q extends z.ZodType, A extends z.ZodType>(d: Omit<Read<Q, A>, 'kind'>): Read<Q, A> => ({
  kind: 'read',
  ...d,
});

/** What most commands answer: which row, and its revision after the command. */
export const Saved = z.object({ id: z.uuid(), revision: z.int() });
export type Saved = z.infer<typeof Saved>;

/** A page of a list. `next` is the cursor of the following page, null at the end. */
export const pageOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() });

/** Query parts that every list shares. Values arrive as text. */
export const paging = { cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(200).default(20) };
/** `true`/`false` in a query string. */
export const queryFlag = z.enum(['true', 'false']).transform(v => v === 'true');
/** One or many values: `?role=a&role=b`. */
export const queryList = <T extends z.ZodType>(item: T) =>
  z.preprocess(v => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).optional());
const NO_DAY = '请填写有效日期，如 2026-11-23';
/** A calendar day 'YYYY-MM-DD' that exists, of a time anybody living here could mean. */
export const Day = z.iso.date({ error: NO_DAY }).refine(day => day >= '1900-01-01' && day < '2200-01-01', NO_DAY);
/** Control characters (but line ends and tabs), and the marks that turn the direction of text round. */
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const hasInvisible = (value: string): boolean => INVISIBLE.test(value.replace(/[\n\r\t]/g, '')) || !value.isWellFormed();
/** Marks without width, which come along when text is copied from a chat: two words that look alike are to be alike. */
const WIDTHLESS = /[\u200b\u200e\u200f\u2060\ufeff]/g;
/** A trimmed, NFC text without control characters, 1…max characters. Marks without width are taken out. */
export const text = (max: number) =>
  z
    .string()
    .overwrite(value => value.replace(WIDTHLESS, ''))
    .trim()
    .normalize()
    .min(1, '此项必填')
    .max(max, `最多 ${max} 个字`)
    .refine(value => !hasInvisible(value), '含有不可见的控制字符，请删去后重试');

/** A file made on request (a ledger as Excel, a record as PDF): `GET /api/<name>?…`. Each making of it is a row of the ledger. */
export type Document<Q extends z.ZodType = z.ZodType> = Common & { kind: 'document'; query: Q; mime: string };
export const defineDocument = <Q extends z.ZodType>(d: Omit<Document<Q>, 'kind'>): Document<Q> => ({ kind: 'document', ...d });

/** A table of codes and their Chinese words as a schema of its codes. */
export const codes = <T extends string>(table: Readonly<Record<T, unknown>>) => z.enum(Object.keys(table) as [T, ...T[]]);
/** An instant with its zone, e.g. what the phone's clock said. */
export const Instant = z.iso.datetime({ offset: true });
/** A time of day 'HH:MM'. */
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填写时间，如 09:30');
/** The SHA-256 of a file as it was sent. */
export const FileHash = z.string().regex(/^[0-9a-f]{64}$/, '文件编号不对，请重新选择文件');
