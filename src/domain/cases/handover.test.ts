// Handing cases over, the phone's part, what prints. Serves K3, K3b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import * as api from './cases.ts';
import { type CaseWorld, caseWorld, contentOf, form, HONGMAO, TODAY } from './testing.ts';

let world: CaseWorld;
let people: CaseWorld['people'];
beforeAll(async () => {
  world = await caseWorld();
  people = world.people;
});
afterAll(() => world?.server.stop());

const handing = (change: object = {}) => ({
  id: newId(),
  station: HONGMAO,
  from: people.worker.account,
  to: people.colleague.account,
  on: TODAY,
  why: 'leaves' as const,
  ...change,
});
const opensTo = async (who: Person, id: string) => (await who.read(api.get, { id })).body.open;

describe('refuses', () => {
  it('anybody but the head of that station, and whoever is no worker of it', async () => {
    await world.upTo('consent');
    expect((await people.worker.send(api.handOver, handing())).body.code).toBe('forbidden');
    expect((await people.otherLead.send(api.handOver, handing())).body.code).toBe('not_found');
    expect((await people.lead.send(api.handOver, handing({ to: people.otherLead.account }))).body.code).toBe('worker_elsewhere');
    expect((await people.lead.send(api.handOver, handing({ to: people.worker.account }))).body.code).toBe('worker_elsewhere');
    expect((await people.lead.send(api.handOver, handing({ on: '2026-11-24' }))).body.code).toBe('invalid');
  });
  it('cases that are not hers, and nothing at all', async () => {
    const none = handing({ from: people.colleague.account, to: people.worker.account });
    expect((await people.lead.send(api.handOver, none)).body.code).toBe('nothing_to_hand_over');
    expect((await people.lead.send(api.handOver, handing({ cases: [newId()] }))).body.code).toBe('nothing_to_hand_over');
  });
  it('the client’s copy to whoever does not reach the case', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan');
    for (const who of [people.colleague, people.manager, people.officer])
      expect((await who.get(`/api/cases.client_sheet?id=${id}`)).status).toBe(403);
    expect((await people.evaluator.get(`/api/cases.client_sheet?id=${id}`)).status).toBe(403);
  });
});

describe('works', () => {
  it('one case, then all of them: who reads changes at once, a supervisor who becomes the worker is none any more', async () => {
    const [one, two] = [await world.upTo('consent'), await world.upTo('consent')];
    await people.lead.send(api.supervise, { case: two, supervisor: people.colleague.account, assigned: true });
    expect((await people.lead.send(api.handOver, handing({ cases: [one] }))).body.cases).toBe(1);
    expect([await opensTo(people.worker, one), await opensTo(people.colleague, one)]).toEqual([false, true]);
    expect(await opensTo(people.worker, two)).toBe(true);
    const all = handing({ remark: '11 月底离职，当面逐案交接' });
    const { body } = await people.lead.send(api.handOver, all);
    expect(body.cases).toBeGreaterThan(1);
    expect(await opensTo(people.worker, two)).toBe(false);
    const { accesses } = (await people.lead.read(api.get, { id: two })).body;
    expect(accesses.filter(a => a.until_at === null).map(a => [a.part, a.account.id])).toEqual([
      ['worker', people.colleague.account],
    ]);
    expect((await people.worker.send(api.record, form('assessment', two))).body.code).toBe('case_of_other');
    await world.write('assessment', two, undefined, TODAY, people.colleague);
    const { rows } = (await people.lead.read(api.handovers, { limit: 5 })).body;
    const kept = rows.find(r => r.id === all.id);
    expect(kept).toMatchObject({ from: { id: people.worker.account }, to: { id: people.colleague.account }, why: 'leaves' });
    expect(kept?.cases.length).toBe(body.cases);
    const paper = await people.lead.get(`/api/cases.handover_sheet?id=${all.id}`);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
  it('the phone gets its worker’s own cases with the goals and the sessions he wrote', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan', 'session');
    const { body } = await people.worker.read(api.field, {});
    const mine = body.cases.find(c => c.id === id)!;
    expect(mine).toMatchObject({ consent: true, next_on: '2026-12-10', next_plan: '一起去织锦小组', open: true });
    expect(mine.goals).toMatchObject([{ goal: '每周出门两次', now: 4 }]);
    expect(mine.sessions_told).toMatchObject([{ state: 'submitted', content: { course: contentOf('session').course } }]);
    expect((await people.colleague.read(api.field, {})).body.cases.map(c => c.id)).not.toContain(id);
  });
  it('the client’s copy and the ledger', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan');
    for (const path of [`cases.client_sheet?id=${id}`, `cases.ledger?station=${HONGMAO}`])
      expect((await people.lead.get(`/api/${path}`)).status).toBe(200);
  });
});

describe('counts', () => {
  it('the stage in SQL is the stage of the rules, for every case there is', async () => {
    await world.open({ decision: 'emergency', emergency_why: '当天送医' });
    await world.open({ decision: 'referred', why_not: '转县医院' });
    const { rows } = (await people.lead.read(api.list, { limit: 200 })).body;
    expect(new Set(rows.map(r => r.stage)).size).toBeGreaterThan(3);
    for (const row of rows) {
      const c = (await people.lead.read(api.get, { id: row.id })).body;
      const have = Object.fromEntries(
        api.KIND_CODES.map(kind => {
          const of = c.records.filter(r => r.kind === api.kindCode(kind) && !['draft', 'withdrawn'].includes(r.state));
          return [kind, { written: of.length, approved: of.filter(r => r.state === 'approved').length }];
        }),
      ) as api.CaseFacts['have'];
      const { decision, halted, consent, services, closed_on } = c;
      expect(row.stage).toBe(api.stageOf({ decision, halted, consent, services, closed_on, have, last_follow_up_on: null }));
    }
  });
});
