// A transaction's statements on one connection: in one packet, in order, and none of them after its end. Scale rule: one connection
// serves many actors in turn, so a statement that comes late must never find itself in somebody else's transaction.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '#server/testing.ts';
import type { Line } from './line.ts';
import { openPool } from './pool.ts';
import { inTransaction, WrongGuess } from './tx.ts';

let server: TestServer;
let pool: pg.Pool;
beforeAll(async () => {
  server = await testServer([]);
  const { connectionString } = server.house.pool.options as { connectionString: string };
  pool = openPool(connectionString, { max: 1 });
});
afterAll(async () => {
  await pool?.end();
  await server?.stop();
});

const nothing = async () => undefined;
const within = <T>(work: (line: Line) => Promise<T>, mode: 'read' | 'write' = 'read') => inTransaction(pool, mode, nothing, work);
const one = async (line: Line, name = '') => (await line.query('select $1::int + 1 as n', [1], name)).rows[0]!.n;
const wait = (ms: number) => new Promise(done => setTimeout(done, ms));

describe('refuses', () => {
  it('a statement of a branch that went on after another had failed the transaction', async () => {
    let late: Promise<unknown> | undefined;
    const failing = within(line => {
      const slow = wait(20).then(() => {
        late = one(line);
        return late;
      });
      return Promise.all([Promise.reject(new Error('first')), slow]);
    });
    await expect(failing).rejects.toThrow('first');
    const next = within(async line => {
      await wait(40);
      return one(line);
    });
    await expect(next).resolves.toBe(2);
    await expect(late).rejects.toThrow('the transaction is over');
  });
  it('a statement after the commit', async () => {
    let kept: Line | undefined;
    await within(async line => {
      kept = line;
    });
    await expect(one(kept!)).rejects.toThrow('the transaction is over');
  });
  it('everything that was begun for an actor who is another one by now: no answer, nothing written', async () => {
    await within(line => line.query('create temp table if not exists guessed (n int)'), 'write');
    let answered = 0;
    const begun = inTransaction(
      pool,
      'write',
      async line => (await line.query("select 'b'::text as who")).rows[0]!.who as string,
      async (line, who) => {
        expect(who).toBe('a');
        await line.query('insert into guessed values (1)');
        answered++;
      },
      { entered: 'a', isRight: who => who === 'a' },
    );
    await expect(begun).rejects.toThrow(WrongGuess);
    expect(answered).toBe(0);
    const { rows } = await within(line => line.query('select count(*)::int as n from guessed'));
    expect(rows[0]!.n).toBe(0);
  });
  it('nothing twice: a statement that an unanswered packet prepares is not prepared again by the next one', async () => {
    const answers = await within(async line => {
      const first = one(line, 'twice');
      await new Promise(done => setImmediate(done));
      return Promise.all([first, one(line, 'twice'), one(line, 'twice')]);
    });
    expect(answers).toEqual([2, 2, 2]);
  });
  it('the rest of a packet that broke off, and knows afterwards what is prepared', async () => {
    const broken = within(line =>
      Promise.allSettled([one(line, 'known'), line.query('select 1/0', [], 'zero'), one(line, 'later')]).then(all => {
        expect(all.map(a => a.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
        throw new Error('given up');
      }),
    );
    await expect(broken).rejects.toThrow('given up');
    await expect(within(line => Promise.all([one(line, 'later'), one(line, 'known'), one(line, 'later')]))).resolves.toEqual([
      2, 2, 2,
    ]);
    await expect(within(line => line.query('select 1/0', [], 'zero'))).rejects.toThrow('division by zero');
  });
  it('a text that cannot be parsed, each time anew', async () => {
    for (let i = 0; i < 2; i++) await expect(within(line => line.query('selekt', [], 'bad'))).rejects.toThrow('syntax error');
    await expect(within(line => one(line))).resolves.toBe(2);
  });
  it('a connection that was cut: the next one prepares anew', async () => {
    await within(line => one(line, 'cut'));
    const cut = within(line => line.query('select pg_terminate_backend(pg_backend_pid())'));
    await expect(cut).rejects.toThrow();
    await expect(within(line => one(line, 'cut'))).resolves.toBe(2);
  });
});

describe('works', () => {
  it('a thousand statements and ten megabytes in one packet', async () => {
    const big = 'x'.repeat(10_000);
    const all = await within(line =>
      Promise.all(Array.from({ length: 1_000 }, (_, i) => line.query('select $1::int as i, $2::text as t', [i, big], 'big'))),
    );
    expect(all.map(r => r.rows[0]!.i)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    expect(all.every(r => r.rows[0]!.t === big)).toBe(true);
  });
  it('a statement nobody waits for fails the commit', async () => {
    await expect(within(async line => line.owe(line.query('select 1/0')), 'write')).rejects.toThrow('division by zero');
  });
});
