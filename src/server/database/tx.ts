// One transaction of one actor: the only way to the data. Begin, the actor's entry and the first statements travel together in one
// round trip; every statement is checked to state its county and prepared once per connection.

import { createHash } from 'node:crypto';
import type { Compilable, CompiledQuery } from 'kysely';
import type pg from 'pg';
import { dayOf } from '#kernel/dates.ts';
import type { Actor } from '#kernel/roles.ts';
import { mustStateCounty } from './county-guard.ts';
import { type Line, lineOf, type Result } from './line.ts';

type Statement<T> = Compilable<T> | CompiledQuery<T>;

/** Cursors opened since the start: their names differ within a transaction. */
let cursors = 0;

const names = new Map<string, string>();
/** A prepared statement's name for a text that will recur; long lists of values are sent unprepared. */
function nameOf(sql: string, parameters: number): string | undefined {
  const known = names.get(sql);
  if (known) return known;
  mustStateCounty(sql);
  if (parameters > 40 || names.size > 2_000) return undefined;
  const name = createHash('sha1').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
}

/** Sends statements on one connection, inside one transaction, for one county. */
export class Sender {
  readonly county: number;
  readonly now: Date;
  protected readonly line: Line;
  constructor(line: Line, county: number, now: Date) {
    this.line = line;
    this.county = county;
    this.now = now;
  }
  /** The day it is at the stations. */
  get today(): string {
    return dayOf(this.now);
  }
  private async send<T>(statement: Statement<T>): Promise<Result> {
    const { sql, parameters } = 'compile' in statement ? statement.compile() : statement;
    try {
      return await this.line.query(sql, parameters, nameOf(sql, parameters.length));
    } catch (error) {
      // The database's answer arrived on the socket; what a reader of the log needs is who asked.
      if (error instanceof Error) Error.captureStackTrace(error, this.send);
      throw error;
    }
  }
  /** All rows. */
  async all<T>(statement: Statement<T>): Promise<T[]> {
    return (await this.send(statement)).rows as T[];
  }
  /** The first row, or undefined. */
  async first<T>(statement: Statement<T>): Promise<T | undefined> {
    return (await this.send(statement)).rows[0] as T | undefined;
  }
  /**
   * All rows, page by page through a cursor: only one page of them is held. Everything is from the moment of the first page. A reader
   * who stops early leaves the cursor to the end of the transaction.
   */
  async *pages<T>(statement: Statement<T>, size: number): AsyncGenerator<T[]> {
    const { sql, parameters } = 'compile' in statement ? statement.compile() : statement;
    mustStateCounty(sql);
    const cursor = `pages_${++cursors}`;
    await Promise.all([
      // All rows will be read: a plan that is quick to its first row would be the slower one.
      this.line.query('set local cursor_tuple_fraction = 1'),
      this.line.query(`declare ${cursor} no scroll cursor for ${sql}`, parameters),
    ]);
    for (let full = true; full; ) {
      const { rows } = await this.line.query(`fetch ${size} from ${cursor}`);
      full = rows.length === size;
      if (rows.length) yield rows as T[];
    }
    await this.line.query(`close ${cursor}`);
  }
  /** Sends a write; answers how many rows it touched. */
  async run<T>(statement: Statement<T>): Promise<number> {
    return (await this.send(statement)).rowCount;
  }
  /** Sends a write that nobody needs the answer of: it travels with what follows. Its failure fails the transaction before the commit. */
  later<T>(statement: Statement<T>): void {
    this.line.owe(this.send(statement));
  }
}

/** A transaction with an actor: what services receive. */
export class Tx extends Sender {
  readonly actor: Actor;
  /** The id of the command that is being carried out; rows keep it as `changed_by`. Null while reading. */
  readonly commandId: string | null;
  constructor(line: Line, actor: Actor, now: Date, commandId: string | null) {
    super(line, actor.county, now);
    this.actor = actor;
    this.commandId = commandId;
  }
  /** The same transaction for a reader who sees people masked: for what is handed to a third party. */
  masked(): Tx {
    return new Tx(this.line, { ...this.actor, grants: [{ role: 'evaluator', station: null }] }, this.now, this.commandId);
  }
  /** The command's id; a write outside a command is a programming error. */
  get changedBy(): string {
    if (!this.commandId) throw new Error('a write needs a command');
    return this.commandId;
  }
}

export type Mode = 'read' | 'write';
const BEGIN = { read: 'begin isolation level repeatable read read only', write: 'begin' };

/** Who a transaction acts for, as far as it is known before the database has said it. */
export type Guess<E> = { entered: E; isRight: (entered: E) => boolean };
/** The guess was wrong: nothing was answered, nothing is kept. The same may be asked again without one. */
export class WrongGuess extends Error {}

/**
 * Runs `work` in a transaction; commits when it succeeds, rolls back when it throws. A connection that broke is thrown away.
 * `enter` is sent together with `begin` and answers what `work` receives.
 * @param guess what `enter` will probably answer: `work` begins with it, so that its first statements travel in the same packet. It gets
 *   no answer before the guess has proved right.
 * @throws WrongGuess
 */
export async function inTransaction<E, T>(
  pool: pg.Pool,
  mode: Mode,
  enter: (line: Line) => Promise<E>,
  work: (line: Line, entered: E) => Promise<T>,
  guess?: Guess<E>,
): Promise<T> {
  const client = await pool.connect();
  const line = lineOf(client);
  let broken: Error | undefined;
  try {
    const begun = line.query(BEGIN[mode], [], mode);
    const entering = Promise.all([enter(line), begun]).then(([entered]) => entered);
    const result = guess ? await guessing(line, entering, guess, work) : await work(line, await entering);
    if (mode === 'read') line.leave();
    else {
      const committed = line.query('commit', [], 'commit');
      await Promise.all([...line.settle(), committed]);
    }
    return result;
  } catch (error) {
    line.settle();
    const rolledBack = line.query('rollback', [], 'rollback');
    line.end();
    await rolledBack.catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    line.end();
    client.release(broken);
  }
}

/** Whatever came of the work, also a refusal, counts only when the guess was right. */
async function guessing<E, T>(
  line: Line,
  entering: Promise<E>,
  guess: Guess<E>,
  work: (line: Line, entered: E) => Promise<T>,
): Promise<T> {
  const right = entering.then(entered => {
    if (!guess.isRight(entered)) throw new WrongGuess('the actor has changed');
  });
  line.behind(right);
  try {
    const [worked] = await Promise.allSettled([work(line, guess.entered), right]);
    await right;
    if (worked.status === 'rejected') throw worked.reason;
    return worked.value;
  } finally {
    line.behind(null);
  }
}

/** The actor of a living session, from the token's hash: one statement that also sets row security for the transaction. */
export type Entered = (Actor & { pending: boolean; place: 'office' | 'field' | 'feed'; seen_at: string }) | null;
/** What the database says of a session, as the text it says it in: the same text is the same actor with the same rights. */
export async function enterSession(line: Line, county: number, tokenHash: Buffer, now: Date): Promise<string | null> {
  const result = await line.query('select app.enter($1, $2, $3) as actor', [county, tokenHash, now], 'enter');
  return result.rows[0]!.actor as string | null;
}
export const enteredOf = (text: string | null): Entered => (text === null ? null : (JSON.parse(text) as Entered));

/** Enters as a known actor without a session: background work that a command started, or sign-in itself (county only). */
export async function enterAs(line: Line, actor: Pick<Actor, 'county'> & Partial<Actor>): Promise<void> {
  await line.query('select app.become($1)', [JSON.stringify({ ...actor, stations: actor.stations ?? [] })], 'become');
}
