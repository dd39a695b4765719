// The door of a module: what it offers to the server. `src/modules.ts` lists the modules; nothing registers itself.

import type { Writable } from 'node:stream';
import type { z } from 'zod';
import type { Command, Document, Read } from '#kernel/endpoints.ts';
import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import type { Tx } from './database/tx.ts';
import type { House } from './house.ts';
import type { Measure } from './measures.ts';
import type { Desk } from './signing-in/desk.ts';

/** What a handler works with: the transaction of the actor, and the house. */
export type Context = { tx: Tx; house: House };

/** Background work after a commit, as the same actor: each call is a transaction or a command of its own. */
export type Run = {
  read<T>(work: (c: Context) => Promise<T>): Promise<T>;
  write<T>(work: (c: Context) => Promise<T>): Promise<T>;
};

export type Outcome<A> = {
  answer: A;
  /** Id of what was changed; goes into the ledger. */
  subject: string;
  station?: number | null;
  /** Names of the changed fields; by default the names in the input. */
  fields?: readonly string[];
  /** Long work that goes on after the answer (import of a large roster). Its failure is logged, never silent. */
  after?: (run: Run) => Promise<void>;
};

export type BoundCommand = {
  def: Command;
  roles: Rule['roles'];
  run: (c: Context, input: unknown) => Promise<Outcome<unknown>>;
  /** The answer carries a secret: it is not kept in the ledger, and a repeated request is carried out again. */
  secretAnswer: boolean;
};
export type BoundRead = { def: Read; roles: Rule['roles']; run: (c: Context, query: unknown) => Promise<unknown> };
/** A file: `write` streams it while the transaction is open. */
export type MadeFile = { fileName: string; write: (out: Writable) => Promise<void> };
export type BoundDocument = { def: Document; roles: Rule['roles']; run: (c: Context, query: unknown) => Promise<MadeFile> };

type RolesOnly = Pick<Rule, 'roles'>;

/** Attaches a command's handler and its rule. The deep part of the rule is asked by the service, which knows the thing. */
export const bindCommand = <I extends z.ZodType, A extends z.ZodType>(
  def: Command<I, A>,
  rule: RolesOnly,
  run: (c: Context, input: z.output<I>) => Promise<Outcome<z.input<A>>>,
  options: { secretAnswer?: boolean } = {},
): BoundCommand => ({ def, roles: rule.roles, run: run as BoundCommand['run'], secretAnswer: options.secretAnswer ?? false });

/** Attaches a read's handler and its rule. */
export const bindRead = <Q extends z.ZodType, A extends z.ZodType>(
  def: Read<Q, A>,
  rule: RolesOnly,
  run: (c: Context, query: z.output<Q>) => Promise<z.input<A>>,
): BoundRead => ({ def, roles: rule.roles, run: run as BoundRead['run'] });

/** Attaches a document's maker and its rule. */
export const bindDocument = <Q extends z.ZodType>(
  def: Document<Q>,
  rule: RolesOnly,
  run: (c: Context, query: z.output<Q>) => Promise<MadeFile>,
): BoundDocument => ({ def, roles: rule.roles, run: run as BoundDocument['run'] });

/** Makes a believable part of the demo county; called in the order of the modules, through commands. */
export type Demo = (house: House, say: (line: string) => void) => Promise<void>;

export type Module = {
  name: string;
  commands?: readonly BoundCommand[];
  reads?: readonly BoundRead[];
  documents?: readonly BoundDocument[];
  measures?: readonly Measure[];
  /** Where people without an account sign in by a QR code. */
  desks?: readonly Desk[];
  /** Which refusal a broken constraint of this module's tables means. */
  constraints?: Readonly<Record<string, ErrorCode>>;
  demo?: Demo;
  /** Called once when a server has started: picks up what a crash interrupted. */
  started?: (house: House) => Promise<void>;
};

/** The server's door of a module. */
export const defineModule = (module: Module): Module => module;
