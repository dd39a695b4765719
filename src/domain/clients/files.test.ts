// Service files, categories, consents and responsibility, through HTTP. K1, K2, E1, PRI-01, PRI-02.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { type Person, type TestServer, testServer } from '#server/testing.ts';
import * as clients from './clients.ts';
import { clients as clientsModule } from './index.ts';
import { HONGMAO, registered } from './testing.ts';

let server: TestServer;
let lead: Person;
let worker: Person;
const at = (word: string): string => demoId(`469030/${word}`);

beforeAll(async () => {
  server = await testServer([clientsModule], async ({ house }) => foundDemoCounty(house, '2026-03-01'));
  server.setTime('2026-11-23T02:00:00Z');
  lead = await server.as(at('hongmao.zhanzhang'));
  worker = await server.as(at('hongmao.1'));
});
afterAll(() => server?.stop());

const get = async (who: Person, id: string) => (await who.read(clients.get, { id })).body;
const codeOf = async <T>(answer: Promise<{ body: T & { code?: string } }>): Promise<string | undefined> =>
  (await answer).body.code;

describe('refuses', () => {
  it('a worker of another station, a day to come, a child who signs', async () => {
    const { id } = await registered(worker, HONGMAO, {
      kind: 'child',
      identity_kind: 'none',
      identity: null,
      identity_reason: 'unregistered',
      born_on: '2018-01-01',
    });
    expect(
      await codeOf(
        lead.send(clients.assign, { station: HONGMAO, residents: [id], worker: at('shiyun.1'), from_on: '2026-11-01' }),
      ),
    ).toBe('worker_elsewhere');
    expect(
      await codeOf(
        worker.send(clients.assign, { station: HONGMAO, residents: [id], worker: at('hongmao.1'), from_on: '2026-11-01' }),
      ),
    ).toBe('forbidden');
    expect(
      await codeOf(lead.send(clients.assign, { station: HONGMAO, residents: [newId()], worker: null, from_on: '2026-11-01' })),
    ).toBe('not_found');
    const agreed = {
      id: newId(),
      resident: id,
      purposes: ['photo' as const],
      way: 'paper' as const,
      text_version: '2026-1',
      signed_by: '本人',
      given_on: '2026-11-20',
    };
    expect((await worker.send(clients.consent, { ...agreed, signer_relation: '本人' })).body.issues?.[0]?.path).toBe(
      'signer_relation',
    );
    expect(
      (await worker.send(clients.consent, { ...agreed, signer_relation: '祖母', given_on: '2026-12-01' })).body.issues?.[0]?.path,
    ).toBe('given_on');
    expect(await codeOf(worker.send(clients.consent, { ...agreed, signer_relation: '祖母', file_hash: 'a'.repeat(64) }))).toBe(
      'file_not_sent',
    );
  });
});

describe('works', () => {
  it('opens a file with a number, completes it when nothing is missing, closes and reopens it', async () => {
    const { id } = await registered(worker, HONGMAO, { contact_phone: '15400001111' });
    expect((await get(worker, id)).file).toMatchObject({ state: 'none', missing: ['categories', 'consent'] });
    expect((await worker.send(clients.openFile, { id, revision: 1, filed_on: '2026-11-20' })).body.revision).toBe(2);
    const { no } = (await get(worker, id)).file;
    expect(no).toMatch(/^QZ-HM-D2026-\d{4}$/);
    const category = newId();
    await worker.send(clients.categorise, {
      id: category,
      resident: id,
      category: 'dibao_recipient',
      basis: '低保证',
      document_no: 'D-1',
      from_on: '2026-01-01',
    });
    expect((await get(worker, id)).file).toMatchObject({ state: 'open', missing: ['consent'] });
    const agreed = newId();
    await worker.send(clients.consent, {
      id: agreed,
      resident: id,
      purposes: ['service_file', 'photo'],
      way: 'paper',
      text_version: '2026-1',
      signed_by: '本人',
      signer_relation: '本人',
      given_on: '2026-11-20',
    });
    expect((await get(worker, id)).file).toMatchObject({ state: 'complete', missing: [] });
    expect((await worker.read(clients.list, { file_state: ['complete'] })).body.rows.map(r => r.id)).toContain(id);
    await worker.send(clients.withdrawConsent, { id: agreed, revision: 1, withdrawn_on: '2026-11-22' });
    expect((await get(worker, id)).file.state).toBe('open');
    expect(await codeOf(worker.send(clients.closeFile, { id, revision: 2, closed_on: '2026-11-23', reason: '搬走' }))).toBe(
      'forbidden',
    );
    expect((await lead.send(clients.closeFile, { id, revision: 2, closed_on: '2026-11-23', reason: '搬走' })).body.revision).toBe(
      3,
    );
    expect((await worker.send(clients.openFile, { id, revision: 3, filed_on: '2026-11-23' })).status).toBe(200);
    expect((await get(worker, id)).file).toMatchObject({ state: 'open', no, filed_on: '2026-11-20', closed_on: null });
    expect(await codeOf(worker.send(clients.openFile, { id, revision: 4, filed_on: '2026-11-23' }))).toBe('file_state');
  });
  it('adds and ends categories, several at once, none twice', async () => {
    const { id } = await registered(worker, HONGMAO, { kind: 'elder' });
    const first = newId();
    expect(
      (await worker.send(clients.categorise, { id: first, resident: id, category: 'lives_alone', basis: '入户核实' })).status,
    ).toBe(200);
    await worker.send(clients.categorise, { id: newId(), resident: id, category: 'dibao_recipient' });
    expect(await codeOf(worker.send(clients.categorise, { id: newId(), resident: id, category: 'lives_alone' }))).toBe(
      'known_category',
    );
    expect((await worker.send(clients.categorise, { id: newId(), resident: id, category: 'orphan' })).status).toBe(200);
    const seen = await get(worker, id);
    expect(seen).toMatchObject({ categories: ['dibao_recipient', 'lives_alone', 'orphan'], comes_first: true });
    expect(seen.doubts.some(d => d.includes('孤儿'))).toBe(true);
    expect(
      (await worker.send(clients.endCategory, { id: first, revision: 1, to_on: '2026-11-01', reason: '与子女同住' })).status,
    ).toBe(200);
    expect((await get(worker, id)).categories).toEqual(['dibao_recipient', 'orphan']);
    expect((await worker.send(clients.categorise, { id: newId(), resident: id, category: 'lives_alone' })).status).toBe(200);
  });
});
