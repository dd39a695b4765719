// The statements the product sends for a request, recorded by carrying it out once on a connection that remembers them. The bare server
// (bare.ts) sends the very same texts, so both ask the same of the database.

import type { Actor } from '#kernel/roles.ts';
import { modules } from '#modules';
import { parse } from '#server/command.ts';
import { enterAs, inTransaction, Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { append, hashOfInput } from '#server/ledger.ts';
import type { Statement } from './bare.ts';

/** Stand in a recorded value for what differs at each sending. */
const ID = '01900000-0000-7000-8000-00000000000a';
const KEY = '01900000-0000-7000-8000-00000000000b';

const marked = (value: unknown): unknown => (typeof value === 'string' ? value.replace(ID, '{id}').replace(KEY, '{key}') : value);
const sendable = (value: unknown): unknown =>
  Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value instanceof Date ? value.toISOString() : value;

function statementOf(text: string, values: readonly unknown[]): Statement {
  const given = values.map(v => marked(sendable(v)));
  return {
    text,
    values: given,
    open: given.flatMap((v, i) => (v !== values[i] && typeof v === 'string' && /\{(id|key)\}/.test(v) ? [i] : [])),
  };
}

class Undo extends Error {}

async function recorded(
  house: House,
  actor: Actor,
  mode: 'read' | 'write',
  work: (tx: Tx) => Promise<unknown>,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const undone = await inTransaction(
    house.pool,
    mode,
    line => enterAs(line, actor),
    async line => {
      const query = line.query.bind(line);
      line.query = (text, values = [], name) => {
        statements.push(statementOf(text, values));
        return query(text, values, name);
      };
      try {
        await work(new Tx(line, actor, house.clock(), KEY));
        await Promise.all(line.settle());
      } finally {
        line.query = query;
      }
      throw new Undo();
    },
  ).catch((error: unknown) => error);
  if (!(undone instanceof Undo)) throw undone;
  return statements;
}

/** What a read sends. */
export function recordRead(
  house: House,
  actor: Actor,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<Statement[]> {
  const bound = modules.flatMap(m => m.reads ?? []).find(r => r.def.name === name)!;
  return recorded(house, actor, 'read', tx => bound.run({ tx, house }, parse(bound.def.query, query)));
}

/** What a command writes: its inserts and the ledger's row, without the questions it asks before. `{id}` in the input is the new id. */
export async function recordCommand(house: House, actor: Actor, name: string, input: object): Promise<Statement[]> {
  const bound = modules.flatMap(m => m.commands ?? []).find(c => c.def.name === name)!;
  const given = JSON.parse(JSON.stringify(input).replaceAll('{id}', ID)) as object;
  const statements = await recorded(house, actor, 'write', async tx => {
    const outcome = await bound.run({ tx, house }, parse(bound.def.input, given));
    const { subject, station = null, answer } = outcome;
    await append(tx, {
      id: KEY,
      command: name,
      subject,
      station,
      fields: Object.keys(given),
      madeAt: null,
      inputHash: hashOfInput(name, given),
      answer,
    });
  });
  return statements.filter(s => /^\s*(insert|update|delete)\b|append_ledger/i.test(s.text));
}
