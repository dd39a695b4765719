// The one write path. Who → verb → schema → seen this id? answer as before → handler → one row in the ledger → commit → answer.
// An offline write comes the same way, only later.

import type { z } from 'zod';
import { AppError, type ErrorCode, type Issue } from '#kernel/errors.ts';
import { mayEver } from '#kernel/policy.ts';
import type { Actor } from '#kernel/roles.ts';
import { constraintOf, mayRetry, refusalOf } from './database/refusals.ts';
import { type Entered, enterAs, enteredOf, enterSession, inTransaction, Tx, WrongGuess } from './database/tx.ts';
import type { House } from './house.ts';
import { hashOfInput, rowOf, seenBefore } from './ledger.ts';
import type { BoundCommand, BoundRead, Context, Outcome, Run } from './module.ts';

/**
 * Who asks: a session's token (its hash and county), or an actor that the server itself made (demo, background work). `claims` is the
 * account the client believes to be signed in: on a phone that two people use, what one wrote must not go out under the other's name.
 */
export type Caller = { county: number; tokenHash: Buffer; account?: string } | { actor: Actor };

export type Constraints = Readonly<Record<string, ErrorCode>>;

const issuesOf = (error: z.ZodError): Issue[] => error.issues.map(i => ({ path: i.path.join('.'), message: i.message }));

/** The parsed value, or `invalid` with one Chinese sentence per field. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, code: ErrorCode = 'invalid'): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const unknownKey = result.error.issues.some(i => i.code === 'unrecognized_keys');
  throw new AppError(unknownKey && code === 'invalid' ? 'bad_request' : code, { issues: issuesOf(result.error) });
}

/** The living actor of a session, or the refusal it gets. Also keeps the session awake, once a minute. */
export function admitted(entered: Entered, account?: string): Actor {
  // In one browser two people may sign in one after the other: what the first one wrote never goes out as the second one's.
  if (!entered || (account !== undefined && entered.account !== account)) throw new AppError('not_signed_in');
  if (entered.pending) throw new AppError('second_factor_setup_needed');
  return entered;
}

/** Runs work as the caller in one transaction; begin and entry travel together. */
export function as<T>(
  house: House,
  caller: Caller,
  mode: 'read' | 'write',
  commandId: string | null,
  work: (c: Context, entered: Entered) => Promise<T>,
): Promise<T> {
  if (!('actor' in caller)) return asSession(house, caller, mode, commandId, work, null);
  const now = house.clock();
  const { actor } = caller;
  // Nobody is not an administrator: calling without an actor is a programming error, never a right.
  if (!actor?.county) return Promise.reject(new Error('calling without an actor'));
  return inTransaction(
    house.pool,
    mode,
    client => enterAs(client, actor),
    client => work({ tx: new Tx(client, actor, now, commandId), house }, null),
  );
}

type Session = Extract<Caller, { tokenHash: Buffer }>;
function asSession<T>(
  house: House,
  { county, tokenHash, account }: Session,
  mode: 'read' | 'write',
  commandId: string | null,
  work: (c: Context, entered: Entered) => Promise<T>,
  said: string | null,
  learn?: (said: string | null) => void,
): Promise<T> {
  const now = house.clock();
  return inTransaction(
    house.pool,
    mode,
    client => enterSession(client, county, tokenHash, now),
    (client, text) => {
      learn?.(text);
      const entered = enteredOf(text);
      return work({ tx: new Tx(client, admitted(entered, account), now, commandId), house }, entered);
    },
    said === null ? undefined : { entered: said, isRight: text => text === said },
  );
}

/** What the database said of each session when it was last asked. A guess for the next request, never a right: it says it anew each time. */
const lastSaid = new WeakMap<House, Map<string, string>>();
const MOST_SESSIONS = 2_000;

/**
 * As `as`, a round trip shorter: work begins with the actor of the session's last request. It gets no row before the database has said
 * the same of the session again, so it must do nothing before its first row that a second beginning would do twice.
 */
async function asBefore<T>(
  house: House,
  caller: Caller,
  mode: 'read' | 'write',
  commandId: string | null,
  work: (c: Context, entered: Entered) => Promise<T>,
): Promise<T> {
  if ('actor' in caller) return as(house, caller, mode, commandId, work);
  const sayings = lastSaid.get(house) ?? new Map<string, string>();
  lastSaid.set(house, sayings);
  const key = `${caller.county}${caller.tokenHash.toString('latin1')}`;
  const said = sayings.get(key);
  if (said !== undefined) {
    try {
      return await asSession(house, caller, mode, commandId, work, said);
    } catch (error) {
      if (!(error instanceof WrongGuess)) throw error;
    }
  }
  return asSession(house, caller, mode, commandId, work, null, text => {
    sayings.delete(key);
    if (text !== null && sayings.size < MOST_SESSIONS) sayings.set(key, text);
    else if (text !== null) sayings.clear();
  });
}

const NO_ROLE = '您的岗位已结束，不能再查看或提交；如应继续工作，请联系站长或安全管理员恢复岗位。未发送的记录仍保存在本机。';
/** Not his to do; who holds no role any more is told that instead, for it is no mistake of his. */
const barred = (actor: Actor): AppError => new AppError('forbidden', actor.grants.length === 0 ? { say: NO_ROLE } : {});

export type Request = { id: string; madeAt: string | null; input: unknown };
export type Answer = { answer: unknown; replayed: boolean; entered: Entered };

async function attempt(
  house: House,
  bound: BoundCommand,
  caller: Caller,
  request: Request,
): Promise<Answer & { after?: (actor: Actor) => void }> {
  const { def } = bound;
  return asBefore(house, caller, 'write', request.id, async (c, entered) => {
    if (!mayEver(bound, c.tx.actor)) throw barred(c.tx.actor);
    const inputHash = hashOfInput(def.name, request.input);
    const before = await seenBefore(c.tx, request.id, def.name, inputHash);
    if (before && !bound.secretAnswer) return { answer: before.answer, replayed: true, entered };
    const input = parse(def.input, request.input);
    const outcome: Outcome<unknown> = await bound.run(c, input);
    if (before) return { answer: outcome.answer, replayed: true, entered };
    // Nobody waits for its number: it travels with the commit, so the county's head is locked for no longer than the database needs.
    const row = rowOf(c.tx, {
      id: request.id,
      command: def.name,
      subject: outcome.subject,
      station: outcome.station ?? null,
      fields: outcome.fields ?? Object.keys(request.input as object),
      madeAt: request.madeAt,
      inputHash,
      answer: bound.secretAnswer ? {} : outcome.answer,
    });
    c.tx.later(row);
    const { after } = outcome;
    return {
      answer: outcome.answer,
      replayed: false,
      entered,
      after: after && (actor => void goOn(house, actor, request.id, def.name, after)),
    };
  });
}

/** Background work after a commit. It has its own transactions; a failure is written to the log with the command's id. */
async function goOn(
  house: House,
  actor: Actor,
  commandId: string,
  command: string,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const in_ = <T>(mode: 'read' | 'write', fn: (c: Context) => Promise<T>) => as(house, { actor }, mode, commandId, fn);
  try {
    await work({ read: fn => in_('read', fn), write: fn => in_('write', fn) });
  } catch (error) {
    house.log('background_failed', { command, id: commandId, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/**
 * Carries out one command exactly once for its id.
 * @returns the command's answer; `replayed` when this id had been carried out before
 * @throws AppError with the refusal
 */
export async function carryOut(
  house: House,
  bound: BoundCommand,
  caller: Caller,
  request: Request,
  constraints: Constraints,
): Promise<Answer> {
  const done = await again(constraints, () => attempt(house, bound, caller, request));
  done.after?.('actor' in caller ? caller.actor : (done.entered as Actor));
  return { answer: done.answer, replayed: done.replayed, entered: done.entered };
}

/**
 * Does a write again where that helps: it met its own twin, or the database asks for it.
 * @throws AppError with the refusal a broken constraint means
 */
export async function again<T>(constraints: Constraints, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      // The same id arrived twice at once: the other one was committed; this one now finds it in the ledger. The twin is met there, or
      // earlier at the key of the row that both wrote; a key that is really taken refuses again the second time.
      const key = (error instanceof Error && constraintOf(error)) || '';
      const twin = key === 'ledger_pk' || (key.endsWith('_pk') && tries === 0);
      if ((twin || mayRetry(error)) && tries < 5) continue;
      throw refusalOf(error, constraints) ?? error;
    }
  }
}

/** Answers a read as the caller, from one snapshot. */
export async function answer(
  house: House,
  bound: BoundRead,
  caller: Caller,
  query: unknown,
): Promise<{ answer: unknown; entered: Entered }> {
  try {
    return await asBefore(house, caller, 'read', null, async (c, entered) => {
      if (!mayEver(bound, c.tx.actor)) throw barred(c.tx.actor);
      return { answer: await bound.run(c, parse(bound.def.query, query, 'unknown_parameter')), entered };
    });
  } catch (error) {
    throw refusalOf(error, {}) ?? error;
  }
}
