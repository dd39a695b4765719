// K3 and K3b as a contract counts them, in both readings of the clause, and what of a person comes out with the evidence.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as api from '#domain/cases/cases.ts';
import { cases } from '#domain/cases/index.ts';
import { type CaseWorld, caseWorld, contentOf, HONGMAO, TODAY } from '#domain/cases/testing.ts';
import * as client from '#domain/clients/clients.ts';
import { clients } from '#domain/clients/index.ts';
import { visits } from '#domain/visits/index.ts';
import { DEMO_CONTRACT, demoOpening } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contract as contractModule } from './index.ts';
import { builtinLibrary } from './library.ts';

let world: CaseWorld;
let people: CaseWorld['people'];
beforeAll(async () => {
  const measures = [...(clients.measures ?? []), ...(visits.measures ?? []), ...(cases.measures ?? [])];
  world = await caseWorld([visits, contractModule(measures)]);
  people = world.people;
  const opened = await people.officer.send(contract.open, demoOpening('2026-03-01'));
  expect(opened.body.say).toBeUndefined();
});
afterAll(() => world?.server.stop());

const records = async (id: string) => (await people.worker.read(api.get, { id })).body.records;
const indicator = async (code: string) =>
  (await people.officer.read(contract.standing, { id: DEMO_CONTRACT })).body.clauses.find(c => c.code === code)!.indicators[0]!;
const figure = async (code: string) =>
  (await people.officer.read(contract.figure, { id: (await indicator(code)).id, station: HONGMAO })).body;
/** A case with an approved intake and so many approved sessions. */
async function served(sessions: number): Promise<string> {
  const id = await world.upTo('consent', 'assessment', 'plan');
  for (let i = 0; i < sessions; i++) await world.write('session', id);
  await world.approve(...(await records(id)).map(r => r.id));
  return id;
}

describe('counts', () => {
  it('K3 at least two people taken in per station: what was not accepted or not approved is listed, not counted', async () => {
    expect((await figure('K3')).figure).toMatchObject({ done: 0, needed: 2 });
    const id = await served(5);
    await world.open({ decision: 'declined', why_not: '不在服务范围' });
    await world.open();
    const why = await figure('K3');
    expect(why.figure).toMatchObject({ done: 1, needed: 2, missing: 1 });
    expect(why.reasons.map(r => [r.code, r.rows])).toEqual([
      ['declined', 1],
      ['submitted', 1],
    ]);
    // The same person again, in a new case, is the same person.
    await world.write('review', id);
    await world.write('closure', id);
    const { resident } = (await people.worker.read(api.get, { id })).body;
    const again = { ...(await import('#domain/cases/testing.ts')).opening(resident!), reopens: id };
    expect((await people.worker.send(api.open, again)).status).toBe(200);
    await world.approve(again.intake.id);
    expect((await figure('K3')).figure.done).toBe(1);
  });
  it('K3b at least five services in each case: a case that is short is named with what it lacks', async () => {
    const short = await served(2);
    await world.write('session', short, { channel: 'home', met: 'no', unmet_why: '赶集' });
    const why = await figure('K3b');
    expect(why.figure.units).toMatchObject({ met: 1, all: 3 });
    const asked = { id: (await indicator('K3b')).id, station: HONGMAO };
    const { rows } = (await people.officer.read(contract.missingUnits, asked)).body;
    const { case_no } = (await people.officer.read(api.get, { id: short })).body;
    expect(rows.find(r => r.unit === short)).toMatchObject({ title: case_no, opens: `/cases/${short}` });
    expect(rows.find(r => r.unit === short)!.say[0]).toContain('已有 2 次，还差 3 次');
  });
  it('K3b the other reading: everybody with a service file, visits and casework together', async () => {
    const { rule, unit, title } = builtinLibrary.find(e => e.key === 'filed_clients_served')!;
    const id = await served(5);
    const { resident } = (await people.worker.read(api.get, { id })).body;
    const { revision } = (await people.worker.read(client.get, { id: resident! })).body;
    expect((await people.worker.send(client.openFile, { id: resident!, revision, filed_on: TODAY })).status).toBe(200);
    // Her file is open and not complete; a county may count it all the same.
    const count =
      rule.count.how === 'units' ? { ...rule.count, among: { ...rule.count.among!, without: ['incomplete'] } } : rule.count;
    const asked = { contract: DEMO_CONTRACT, rule: JSON.stringify({ ...rule, count }), unit };
    const { body } = await people.officer.read(contract.preview, asked);
    expect([title, body.problem]).toEqual(['每名建档群众服务不少于 5 次', null]);
    expect(body.stations.find(s => s.station === HONGMAO)).toMatchObject({ units: { met: 1, all: 1 } });
  });
  it('evidence: no name to who sees people masked, no content to anybody', async () => {
    const k3b = (await indicator('K3b')).id;
    for (const who of [people.manager, people.evaluator, people.officer]) {
      const text = await (await who.get(`/api/contract.evidence?id=${k3b}&station=${HONGMAO}&limit=200`)).text();
      expect(text).toContain('QZ-HM-C2026-');
      for (const secret of [contentOf('session').course, contentOf('session').reaction, '每周出门两次'])
        expect(text).not.toContain(secret);
    }
  });
});
