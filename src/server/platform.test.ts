// The platform through HTTP: sessions, the write path, the ledger and row security, with two small endpoints of the test's own.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoId, foundDemoCounty, foundNeighbourCounty } from '#domain/org/people.demo.ts';
import { defineCommand, defineRead } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import { q } from './database/tables.ts';
import { askClient, verifyLedger } from './ledger.ts';
import { bindCommand, bindRead, defineModule } from './module.ts';
import { type Person, type TestServer, testServer } from './testing.ts';

const rename = defineCommand({
  name: 'probe.rename',
  title: '更名',
  clauses: [],
  input: z.strictObject({ station: z.int(), name: z.string().min(1, '请填写名称') }),
  answer: z.object({ station: z.int(), name: z.string() }),
});
const list = defineRead({
  name: 'probe.stations',
  title: '站点',
  clauses: [],
  query: z.strictObject({}),
  answer: z.object({ rows: z.array(z.object({ station: z.int(), name: z.string() })) }),
});

const probe = defineModule({
  name: 'probe',
  commands: [
    bindCommand(rename, { roles: ['county_officer'] }, async ({ tx }, input) => {
      const changed = await tx.run(
        q
          .updateTable('app.stations')
          .set({ name: input.name })
          .where('county_id', '=', tx.county)
          .where('station_id', '=', input.station),
      );
      return {
        answer: { station: changed ? input.station : 0, name: input.name },
        subject: String(input.station),
        station: input.station,
      };
    }),
  ],
  reads: [
    bindRead(list, { roles: ['county_officer', 'resident_worker'] }, async ({ tx }) => ({
      rows: await tx.all(
        q
          .selectFrom('app.stations')
          .select(['station_id as station', 'name'])
          .where('county_id', '=', tx.county)
          .orderBy('station_id'),
      ),
    })),
  ],
});

let server: TestServer;
let officer: Person;
let worker: Person;
const station = 469030105;

beforeAll(async () => {
  server = await testServer([probe], async ({ house }) => {
    await foundDemoCounty(house, '2026-03-01');
    await foundNeighbourCounty(house, '2026-03-01');
  });
  officer = await server.as(demoId('469030/minzheng'));
  worker = await server.as(demoId('469030/hongmao.1'));
});
afterAll(() => server?.stop());

describe('refuses', () => {
  it('who is not signed in', async () => {
    const response = await fetch(`${server.url}/api/probe.stations`);
    expect(response.status).toBe(401);
    expect(((await response.json()) as { code: string }).code).toBe('not_signed_in');
  });
  it('a verb the role may not use', async () => {
    expect((await worker.send(rename, { station, name: '乱改' })).body.code).toBe('forbidden');
  });
  it('an unknown key, a wrong field, an unknown filter', async () => {
    expect((await officer.send(rename, { station, name: 'x', role: 'system_admin' } as never)).body.code).toBe('bad_request');
    const wrong = await officer.send(rename, { station, name: '' });
    expect(wrong.body.code).toBe('invalid');
    expect(wrong.body.issues).toEqual([{ path: 'name', message: '请填写名称' }]);
    expect((await officer.read(list, { limit: -1 } as never)).body.code).toBe('unknown_parameter');
  });
  it('a write without a proper id or from a foreign page', async () => {
    const headers = { cookie: `linzhan=${officer.cookie}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ station, name: 'x' });
    expect(
      (await fetch(`${server.url}/api/probe.rename`, { method: 'POST', headers: { ...headers, 'x-linzhan': '1' }, body })).status,
    ).toBe(400);
    expect(
      (
        await fetch(`${server.url}/api/probe.rename`, {
          method: 'POST',
          headers: { ...headers, 'idempotency-key': newId() },
          body,
        })
      ).status,
    ).toBe(400);
  });
  it('the same id for another content or author', async () => {
    const id = newId();
    const first = await officer.send(rename, { station, name: '红毛镇社工站' }, { id });
    expect((await officer.send(rename, { station, name: '别的' }, { id })).body).toMatchObject({
      code: 'id_reused',
      current: first.body,
    });
  });
  it('a record that somebody else wrote on the same phone', async () => {
    const headers = {
      cookie: `linzhan=${officer.cookie}`,
      'content-type': 'application/json',
      'x-linzhan': '1',
      'idempotency-key': newId(),
    };
    const send = (account: string) =>
      fetch(`${server.url}/api/probe.rename`, {
        method: 'POST',
        headers: { ...headers, 'x-linzhan-account': account },
        body: JSON.stringify({ station, name: '红毛镇社工站' }),
      });
    expect((await send(demoId('469030/hongmao.2'))).status).toBe(401);
    expect((await send(officer.account)).status).toBe(200);
  });
  it('another county', async () => {
    const neighbour = await server.as(demoId('469098/linxian.minzheng'), 469098);
    expect((await neighbour.send(rename, { station, name: '越界' })).body.station).toBe(0);
    expect((await neighbour.read(list)).body.rows.map(r => r.station)).toEqual([469098100]);
  });
});

describe('works', () => {
  it('a session says who and where, in words', async () => {
    const { actor, cacheKey } = (await (await worker.get('/api/session')).json()) as {
      actor: { countyName: string; stationNames: Record<string, string> };
      cacheKey: string;
    };
    expect(actor).toMatchObject({
      countyName: expect.stringContaining('琼中'),
      stationNames: { [station]: expect.stringContaining('红毛') },
    });
    expect(Buffer.from(cacheKey, 'base64')).toHaveLength(32);
  });
  it('a command once, however often it is sent', async () => {
    const id = newId();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => officer.send(rename, { station, name: '红毛镇社工站' }, { id })),
    );
    expect(all.map(a => a.status)).toEqual(Array(8).fill(200));
    expect(all.filter(a => !a.replayed)).toHaveLength(1);
    const owner = await server.owner(469030);
    expect(
      (await owner.query('select count(*)::int as n from app.ledger where county_id = 469030 and id = $1', [id])).rows[0].n,
    ).toBe(1);
    await owner.end();
  });
  it('a role that ends today is gone at the next request', async () => {
    const leaving = await server.as(demoId('469030/hongmao.2'));
    expect((await leaving.read(list)).status).toBe(200);
    const owner = await server.owner(469030);
    await owner.query(
      "update app.role_grants set to_on = '2026-01-01', from_on = '2026-01-01' where county_id = 469030 and account_id = $1",
      [leaving.account],
    );
    await owner.end();
    expect((await leaving.read(list)).body.code).toBe('forbidden');
  });
});

describe('counts', () => {
  it('a chain that verifies, and shows a changed and a missing row', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => officer.send(rename, { station, name: `红毛镇社工站${i}` })));
    const owner = await server.owner(469030);
    const sound = await verifyLedger(askClient(owner), 469030);
    expect(sound).toMatchObject({ ok: true, problems: [] });
    expect(sound.rows).toBeGreaterThanOrEqual(20);
    await owner.query('begin');
    await owner.query("update app.ledger set subject = 'other' where county_id = 469030 and seq = 3");
    expect((await verifyLedger(askClient(owner), 469030)).problems).toEqual([{ seq: 3, what: 'changed' }]);
    await owner.query('rollback');
    await owner.query('begin');
    await owner.query('delete from app.ledger where county_id = 469030 and seq = 5');
    expect((await verifyLedger(askClient(owner), 469030)).problems[0]).toEqual({ seq: 5, what: 'missing' });
    await owner.query('rollback');
    await owner.end();
  });
  it('the runtime role cannot change or delete a row of the ledger', async () => {
    const client = await server.house.pool.connect();
    await client.query(`select app.become('{"county":469030}')`);
    await expect(client.query('update app.ledger set subject = $1 where county_id = 469030', ['x'])).rejects.toThrow(
      /permission denied/,
    );
    await expect(client.query('delete from app.ledger where county_id = 469030')).rejects.toThrow(/permission denied/);
    client.release();
  });
});
