// Cases through HTTP: opening, the way through the forms, who is refused what. Serves K3, K3b.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import * as api from './cases.ts';
import {
  CASE_KINDS,
  type CaseWorld,
  caseWorld,
  contentOf,
  form,
  headOf,
  intakeContent,
  opening,
  person,
  TODAY,
} from './testing.ts';

let world: CaseWorld;
let people: CaseWorld['people'];
beforeAll(async () => {
  world = await caseWorld();
  people = world.people;
});
afterAll(() => world?.server.stop());

const get = async (id: string, who = people.worker) => (await who.read(api.get, { id })).body;
const codeOf = async (
  input: Parameters<typeof people.worker.send<typeof api.record.input, typeof api.record.answer>>[1],
  who = people.worker,
) => (await who.send(api.record, input)).body.code;

describe('refuses', () => {
  it('an intake that is not complete, a sentence per field', async () => {
    const input = opening(await world.resident(), { problem: '', emergency_why: undefined, decision: 'emergency' });
    const { status, body } = await people.worker.send(api.open, input);
    expect(status).toBe(400);
    const without = opening(await world.resident());
    const { own_words: _, ...content } = without.intake.content;
    const second = await people.worker.send(api.open, { ...without, intake: { ...without.intake, content } });
    expect(second.body.issues).toEqual([{ path: 'content.own_words', message: '请填写“求助原因（对象原话）”' }]);
    expect(body.issues?.length).toBeGreaterThan(0);
  });
  it('an emergency that does not say why', async () => {
    const input = opening(await world.resident(), { decision: 'emergency' });
    expect((await people.worker.send(api.open, input)).body.issues).toEqual([
      { path: 'content.emergency_why', message: '请填写“紧急处置的理由”' },
    ]);
  });
  it('a second case while one is under way, and reopening somebody else’s', async () => {
    const input = opening(await world.resident());
    await people.worker.send(api.open, input);
    expect((await people.worker.send(api.open, opening(input.resident))).body.code).toBe('case_under_way');
    const other = await world.open();
    expect((await people.worker.send(api.open, { ...opening(await world.resident()), reopens: other })).body.code).toBe(
      'not_found',
    );
  });
  it('everything beyond intake without consent, and nothing of it stays', async () => {
    const id = await world.open();
    for (const kind of ['assessment', 'plan', 'session', 'review', 'closure'] as const)
      expect([kind, await codeOf(form(kind, id))]).toEqual([kind, 'consent_needed']);
    expect((await get(id)).records.map(r => r.kind)).toEqual(['cases.intake']);
  });
  it('a plan before the assessment, an evaluation before a session, reaching the goals without an evaluation', async () => {
    const id = await world.upTo('consent');
    expect(await codeOf(form('plan', id))).toBe('assessment_needed');
    await world.write('assessment', id);
    await world.write('plan', id);
    expect(await codeOf(form('review', id))).toBe('session_needed');
    await world.write('session', id);
    expect(await codeOf(form('closure', id))).toBe('review_needed');
    expect(await codeOf(form('follow_up', id))).toBe('case_not_closed');
  });
  it('a consent and a plan nobody signed; a child’s consent without a guardian', async () => {
    const id = await world.open();
    const { status, body } = await people.worker.send(api.record, { ...form('consent', id), signatures: [] });
    expect([status, body.issues?.[0]?.path]).toEqual([400, 'signatures']);
  });
  it('a goal of another case, and a need nobody found', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan');
    const stray = contentOf('session', undefined, newId());
    expect((await people.worker.send(api.record, form('session', id, stray))).body.issues?.[0]?.path).toBe('content');
    expect((await people.worker.send(api.record, form('plan', id, contentOf('plan', newId())))).body.code).toBe('invalid');
  });
  it('a session after the case is closed, but not one of before', async () => {
    const id = await world.open({}, people.worker, '2026-11-20');
    for (const kind of ['consent', 'assessment', 'plan', 'session', 'review'] as const)
      await world.write(kind, id, undefined, '2026-11-20');
    await world.write('closure', id, undefined, '2026-11-21');
    expect(await codeOf({ ...form('session', id, { ...contentOf('session') }), occurred_on: '2026-11-22' })).toBe('case_closed');
    await world.write('session', id, undefined, '2026-11-21');
  });
  it('colleagues, other stations, other counties, and roles that do not write', async () => {
    const id = await world.upTo('consent');
    expect(await codeOf(form('assessment', id), people.colleague)).toBe('case_of_other');
    expect(await codeOf(form('assessment', id), people.otherLead)).toBe('not_found');
    expect(await codeOf(form('assessment', id), people.neighbour)).toBe('not_found');
    for (const who of [people.manager, people.officer, people.evaluator])
      expect(await codeOf(form('assessment', id), who)).toBe('forbidden');
  });
  it('a case for a colleague, unless by the head of station', async () => {
    const input = opening(await world.resident());
    const forOther = { ...input, intake: { ...input.intake, worker: person('hongmao.2') } };
    expect((await people.worker.send(api.open, forOther)).body.code).toBe('not_author');
    expect((await people.lead.send(api.open, forOther)).status).toBe(200);
    expect((await get(input.id, people.colleague)).open).toBe(true);
    expect((await get(input.id, people.worker)).open).toBe(false);
  });
  it('stale corrections, and not accepting what has gone on', async () => {
    const id = await world.upTo('consent');
    const [intake] = (await get(id)).records;
    const input = {
      kind: 'intake' as const,
      id: intake!.id,
      revision: 1,
      reason: '写错了',
      ...headOf('intake'),
      content: intakeContent(),
    };
    const declined = { ...input, content: intakeContent({ decision: 'declined', why_not: '不在范围' }) };
    expect((await people.worker.send(api.correct, declined)).body.issues?.[0]?.path).toBe('content.decision');
    expect((await people.worker.send(api.correct, input)).body.revision).toBe(2);
    expect((await people.worker.send(api.correct, input)).body.code).toBe('stale');
    expect((await people.colleague.send(api.correct, { ...input, revision: 2 })).body.code).toBe('case_of_other');
  });
  it('halting and taking back a consent: out of turn', async () => {
    const id = await world.open();
    const c = await get(id);
    const halting = { id, revision: c.revision, halted: 'suspended' as const, on: TODAY, why: 'hospital' as const };
    expect((await people.colleague.send(api.halt, halting)).body.code).toBe('case_of_other');
    expect((await people.worker.send(api.halt, { ...halting, revision: 9 })).body.code).toBe('stale');
    expect((await people.worker.send(api.halt, { ...halting, on: '2026-11-24' })).body.code).toBe('invalid');
    expect((await people.worker.send(api.withdrawConsent, { id, revision: c.revision, on: TODAY })).body.code).toBe(
      'consent_needed',
    );
  });
  it('withdrawing the intake, or somebody else’s record', async () => {
    const id = await world.upTo('consent');
    const [intake, consent] = (await get(id)).records;
    const taking = (record: string) => ({ id: record, revision: 1, reason: '重复' });
    expect((await people.worker.send(api.withdraw, taking(intake!.id))).body.code).toBe('not_found');
    expect((await people.colleague.send(api.withdraw, taking(consent!.id))).body.code).toBe('case_of_other');
  });
});

describe('works', () => {
  it('from intake to follow-up, each stage from what there is', async () => {
    const id = await world.open({}, people.worker, '2026-11-01');
    const stage = async () => (await get(id)).stage;
    expect((await get(id)).case_no).toMatch(/^QZ-HM-C2026-\d{3}$/);
    expect(await stage()).toBe('intake');
    const expected = [
      ['consent', 'assessment'],
      ['assessment', 'planning'],
      ['plan', 'intervention'],
      ['session', 'intervention'],
      ['review', 'evaluation'],
      ['closure', 'closed'],
      ['follow_up', 'follow_up'],
    ] as const;
    for (const [kind, next] of expected) {
      await world.write(kind, id);
      expect([kind, await stage()]).toEqual([kind, next]);
      const [row] = (await people.worker.read(api.list, { limit: 1, from: '2026-11-01', to: '2026-11-01', stage: [next] })).body
        .rows;
      expect(row?.id, 'the list says the same stage').toBe(id);
    }
    const c = await get(id);
    expect(c).toMatchObject({
      close_type: 'achieved',
      closed_on: TODAY,
      services: 2,
      sessions: 1,
      attendance: { kept: 1, agreed: 1 },
    });
    expect(c.goals).toMatchObject([{ goal: '每周出门两次', baseline: 2, target: 6, now: 6, reached: 'reached' }]);
    expect(c.goals[0]!.steps).toHaveLength(2);
  });
  it('an emergency goes on without consent and says so until there is one', async () => {
    const id = await world.open({ decision: 'emergency', emergency_why: '夜里无人照看，当天送医' });
    await world.write('assessment', id);
    expect(await get(id)).toMatchObject({ stage: 'planning', emergency: true });
    expect((await get(id)).gaps[0]).toMatchObject({ code: 'consent', say: expect.stringContaining('紧急处置中') });
    await world.write('consent', id);
    expect(await get(id)).toMatchObject({ emergency: false });
  });
  it('not accepting is a record of its own, and the person can come again', async () => {
    const input = opening(await world.resident(), { decision: 'declined', why_not: '属于户籍办理，已告知窗口' });
    await people.worker.send(api.open, input);
    expect(await get(input.id)).toMatchObject({ stage: 'declined' });
    expect(await codeOf(form('consent', input.id))).toBe('case_declined');
    const again = { ...opening(input.resident), reopens: input.id };
    expect((await people.worker.send(api.open, again)).status).toBe(200);
    expect((await get(again.id)).reopens?.id).toBe(input.id);
    expect((await get(input.id)).reopened_as?.id).toBe(again.id);
  });
  it('the consent taken back stops the case, a new one lets it go on', async () => {
    const id = await world.open({}, people.worker, '2026-11-10');
    await world.write('consent', id, undefined, '2026-11-10');
    const { revision } = await get(id);
    expect((await people.worker.send(api.withdrawConsent, { id, revision, on: '2026-11-12' })).status).toBe(200);
    expect(await codeOf(form('assessment', id))).toBe('consent_needed');
    await world.write('consent', id);
    await world.write('assessment', id);
  });
  it('suspended, lost, taken up again', async () => {
    const id = await world.upTo('consent');
    const halting = { id, on: TODAY, why: 'hospital' as const };
    await people.worker.send(api.halt, { ...halting, revision: 1, halted: 'suspended' });
    expect(await get(id)).toMatchObject({ halted: 'suspended', halted_why: 'hospital', stage: 'assessment' });
    expect((await people.lead.read(api.list, { halted: 'true' })).body.rows.map(r => r.id)).toContain(id);
    await people.worker.send(api.halt, { ...halting, revision: 2, halted: null });
    expect(await get(id)).toMatchObject({ halted: null });
  });
  it('a plan in a new version, and a session that speaks of the old goal', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan');
    const goal = newId();
    await world.write('plan', id, { ...contentOf('plan', undefined, goal), revised_why: '加一个目标' });
    expect((await get(id)).goals.map(g => g.id)).toEqual([goal]);
    await world.write('session', id);
  });
  it('a withdrawn consent record puts the case back', async () => {
    const id = await world.upTo('consent');
    const consent = (await get(id)).records.find(r => r.kind === 'cases.consent')!;
    expect((await people.worker.send(api.withdraw, { id: consent.id, revision: 1, reason: '签错人' })).status).toBe(200);
    expect(await get(id)).toMatchObject({ stage: 'intake', consent: false });
  });
  it('the head of station reviews; what is missing shrinks', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan');
    const gaps = async () => (await get(id)).gaps.map(g => g.code);
    expect(await gaps()).toEqual([
      'session',
      'review',
      'closure',
      'intake_review',
      'consent_review',
      'assessment_review',
      'plan_review',
    ]);
    await world.approve(...(await get(id)).records.map(r => r.id));
    expect(await gaps()).toEqual(['session', 'review', 'closure']);
  });
  it('a repeated request is carried out once', async () => {
    const id = await world.open();
    const input = form('consent', id);
    const key = newId();
    await people.worker.send(api.record, input, { id: key });
    expect((await people.worker.send(api.record, input, { id: key })).replayed).toBe(true);
    expect((await get(id)).records).toHaveLength(2);
  });
});

describe('counts', () => {
  it('services: sessions and follow-ups in which the person was met', async () => {
    const id = await world.upTo('consent', 'assessment', 'plan', 'session');
    await world.write('session', id, { channel: 'home', met: 'no', unmet_why: '赶集去了' });
    expect(await get(id)).toMatchObject({ services: 1, sessions: 2, attendance: { kept: 1, agreed: 2 } });
    const last = (await get(id)).records.findLast(r => r.kind === 'cases.session')!;
    await people.worker.send(api.withdraw, { id: last.id, revision: 1, reason: '重复' });
    expect(await get(id)).toMatchObject({ sessions: 1 });
  });
  it('every kind of record is known to the review', () => expect(CASE_KINDS).toHaveLength(9));
});
