// One connection as transactions use it: the statements of one turn of the program travel in one packet and are answered in one
// (decision 0009). An error ends the packet: what stood behind it was not carried out, and the transaction is lost anyway.

import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { typeParser } from './types.ts';

export type Result = { rows: Record<string, unknown>[] /** Rows answered or touched. */; rowCount: number };

type Field = { name: string; parse: (text: string) => unknown };
type Row = Record<string, unknown>;
/** How the fields of a statement's rows are read, and how a row is made of them. */
type Shape = { parse: readonly Field['parse'][]; row: (values: readonly unknown[]) => Row };
const NOTHING: Shape = { parse: [], row: () => ({}) };

/** Rows of one shape: each begins as a copy of an empty one, which is quicker than an object that grows name by name. */
function shapeOf(fields: readonly Field[]): Shape {
  const names = fields.map(f => f.name);
  const empty: Row = Object.fromEntries(names.map(name => [name, null]));
  const row = (values: readonly unknown[]): Row => {
    const made = { ...empty };
    for (let i = 0; i < names.length; i++) made[names[i]!] = values[i];
    return made;
  };
  return { parse: fields.map(f => f.parse), row };
}
type Sent = {
  name: string;
  text: string;
  values: (string | Buffer | null)[];
  done: (result: Result) => void;
  failed: (error: Error) => void;
};

/** What a connection remembers from one transaction to the next. */
class Known {
  /** Statements it has prepared, with the fields of their rows. */
  readonly prepared = new Map<string, Shape>();
  /** Statements that a packet prepares which is not answered yet: packets follow each other without waiting. */
  readonly underway = new Set<string>();
  /** Statements that may or may not be prepared, because a packet broke off. */
  readonly doubtful: string[] = [];
  /** A reading's end that is still owed; it travels with what the connection does next, and alone when this time is over. */
  ending: NodeJS.Timeout | null = null;
  /** The end that is owed, once. */
  takeEnding(): Sent[] {
    if (!this.ending) return [];
    clearTimeout(this.ending);
    this.ending = null;
    return [COMMIT];
  }
}

const COMMIT: Sent = { name: 'commit', text: 'commit', values: [], done: () => undefined, failed: () => undefined };
/** Milliseconds a reading may stay open after its last answer. */
const LEFT_OPEN = 20;

/** The messages of the protocol that a packet is made of and answered with; `pg` calls these methods as the answers arrive. */
class Packet extends pg.Query {
  readonly #known: Known;
  readonly #sent: Sent[];
  #at = 0;
  /** Of the rows that arrive; null until somebody asks or the server says. */
  #shape: Shape | null = null;
  #rows: Row[] = [];
  /** A row that could not be read; its statement fails, the others do not. */
  #unreadable: Error | null = null;
  constructor(known: Known, sent: Sent[]) {
    super('packet');
    this.#known = known;
    this.#sent = sent;
  }
  override submit = (connection: pg.Connection): void => {
    const { prepared, doubtful, underway } = this.#known;
    connection.stream.cork();
    for (const name of doubtful.splice(0)) connection.close({ type: 'S', name }, true);
    for (const { name, text, values } of this.#sent) {
      const isKnown = name !== '' && (prepared.has(name) || underway.has(name));
      if (!isKnown) connection.parse({ name, text, types: [] }, true);
      connection.bind({ statement: name, values }, true);
      if (!isKnown) connection.describe({ type: 'P' }, true);
      connection.execute({}, true);
      underway.add(name);
    }
    connection.sync();
    connection.stream.uncork();
    this.#expect();
  };
  /** Before the answer of a statement begins. */
  #expect(): void {
    this.#rows = [];
    this.#shape = null;
  }
  /** Rows of a prepared statement have the fields it had the first time; a packet before this one may have prepared it meanwhile. */
  #shapeNow(): Shape {
    this.#shape ??= this.#known.prepared.get(this.#sent[this.#at]!.name) ?? NOTHING;
    return this.#shape;
  }
  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#shape = shapeOf(fields.map(f => ({ name: f.name, parse: typeParser(f.dataTypeID) })));
  }
  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    try {
      const { parse, row } = this.#shapeNow();
      const values: unknown[] = fields;
      for (let i = 0; i < fields.length; i++) {
        const text = fields[i]!;
        if (text !== null) values[i] = parse[i]!(text);
      }
      this.#rows.push(row(values));
    } catch (error) {
      this.#unreadable = error as Error;
    }
  }
  handleCommandComplete({ text }: { text: string }): void {
    const shape = this.#shapeNow();
    const { name, done, failed } = this.#sent[this.#at++]!;
    if (name !== '') this.#known.prepared.set(name, shape);
    this.#known.underway.delete(name);
    if (this.#unreadable) failed(this.#unreadable);
    else done({ rows: this.#rows, rowCount: Number(/\d+$/.exec(text)?.[0] ?? 0) });
    this.#unreadable = null;
    this.#expect();
  }
  handleError(error: Error): void {
    for (const { name, failed } of this.#sent.slice(this.#at)) {
      if (name !== '' && !this.#known.prepared.has(name)) this.#known.doubtful.push(name);
      this.#known.underway.delete(name);
      failed(error);
    }
    this.#at = this.#sent.length;
  }
  handleReadyForQuery(): void {
    // Every statement was answered by its own completion.
  }
}

/** A connection while one transaction has it: everything goes through here, never through the connection itself. */
export class Line {
  readonly #client: pg.PoolClient;
  readonly #known: Known;
  #waiting: Sent[] = [];
  #owed: Promise<unknown>[] = [];
  #before: Promise<unknown> | null = null;
  #over = false;
  constructor(client: pg.PoolClient, known: Known) {
    this.#client = client;
    this.#known = known;
  }
  /**
   * Sends a statement with everything else that is sent before the program next waits.
   * @param name the text is prepared under it, once; without one it is sent as it is
   */
  query(text: string, values: readonly unknown[] = [], name = ''): Promise<Result> {
    if (this.#over) return Promise.reject(new Error('the transaction is over'));
    const given = values.map(v => utils.prepareValue(v));
    const answer = new Promise<Result>((done, failed) => {
      if (this.#waiting.length === 0) process.nextTick(() => this.#flush());
      this.#waiting.push({ name, text, values: given, done, failed });
    });
    if (!this.#before) return answer;
    answer.catch(() => undefined);
    return this.#before.then(() => answer);
  }
  #flush(): void {
    const sent = this.#waiting;
    this.#waiting = [];
    this.#client.query(new Packet(this.#known, [...this.#known.takeEnding(), ...sent]));
  }
  /** From here on no answer is given out before this has succeeded, and none when it fails; null ends it. */
  behind(before: Promise<unknown> | null): void {
    before?.catch(() => undefined);
    this.#before = before;
  }
  /** What must have succeeded before the transaction may commit, though nobody waits for it now. */
  owe(work: Promise<unknown>): void {
    work.catch(() => undefined);
    this.#owed.push(work);
  }
  /** Everything owed until now; the list begins anew. */
  settle(): Promise<unknown>[] {
    return this.#owed.splice(0);
  }
  /**
   * Nothing more is sent. One branch of a transaction may still be at work when another has failed it; the connection belongs to
   * somebody else by then.
   */
  end(): void {
    this.#over = true;
  }
  /** Ends a reading: nobody waits for it, so it costs no packet of its own where the connection is soon used again. */
  leave(): void {
    this.end();
    const [client, known] = [this.#client, this.#known];
    known.ending = setTimeout(() => client.query(new Packet(known, known.takeEnding())), LEFT_OPEN);
  }
}

const known = new WeakMap<pg.PoolClient, Known>();
/** A connection's line for one transaction. What was prepared on it before is known. */
export function lineOf(client: pg.PoolClient): Line {
  if (!known.has(client)) known.set(client, new Known());
  return new Line(client, known.get(client)!);
}
