// The way of a case and what one form hands to the next, for any case there could be. Serves K3, K3b.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import * as it_ from './cases.ts';
import { problemsOf } from './checking.ts';
import { prefill } from './goals.ts';
import { contentOf, GOAL, NEED } from './testing.ts';

const count = fc.nat(3).chain(written => fc.nat(written).map(approved => ({ written, approved })));
const facts: fc.Arbitrary<it_.CaseFacts> = fc.record({
  decision: fc.constantFrom(...(Object.keys(it_.DECISIONS) as it_.Decision[])),
  halted: fc.constantFrom(null, 'suspended' as const, 'lost' as const),
  consent: fc.boolean(),
  have: fc.record(Object.fromEntries(it_.KIND_CODES.map(kind => [kind, count])) as Record<it_.Kind, typeof count>),
  services: fc.nat(9),
  closed_on: fc.constantFrom(null, '2026-06-01'),
  last_follow_up_on: fc.constant(null),
});
const ON = '2026-07-01';

describe('the way of a case', () => {
  it('nothing beyond intake without consent, unless in an emergency', () =>
    fc.assert(
      fc.property(facts, fc.constantFrom(...it_.KIND_CODES), (f, kind) => {
        if (f.consent || f.decision === 'emergency' || f.closed_on !== null) return;
        const may = it_.mayWrite(kind, f, ON) === null;
        expect(may).toBe(kind === 'referral' || (kind === 'consent' && !it_.isDeclined(f)) || (kind === 'intake' && false));
      }),
    ));
  it('a case that was not accepted takes nothing but a referral', () =>
    fc.assert(
      fc.property(facts, fc.constantFrom(...it_.KIND_CODES), (f, kind) => {
        if (it_.isDeclined(f)) expect(it_.mayWrite(kind, f, ON) === null).toBe(kind === 'referral');
      }),
    ));
  it('one more record never moves a case back, but for what takes the place of another', () =>
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom('assessment', 'plan', 'session', 'review', 'closure', 'follow_up' as it_.Kind),
        (f, kind) => {
          if (it_.isDeclined(f) || (!f.consent && f.decision !== 'emergency')) return;
          const more = { ...f, have: { ...f.have, [kind]: { ...f.have[kind], written: f.have[kind].written + 1 } } };
          const at = (x: it_.CaseFacts) => it_.WAY.indexOf(it_.stageOf(x));
          expect(at(more)).toBeGreaterThanOrEqual(at(f));
        },
      ),
    ));
  it('what is complete and reviewed lacks nothing', () => {
    const have = Object.fromEntries(it_.KIND_CODES.map(kind => [kind, { written: 3, approved: 3 }])) as it_.CaseFacts['have'];
    const whole = {
      decision: 'accepted' as const,
      halted: null,
      consent: true,
      have,
      services: 5,
      closed_on: '2026-01-01',
      last_follow_up_on: null,
    };
    expect(it_.gapsOf(whole, ON)).toEqual([]);
    expect(it_.followUpDue({ ...whole, have: { ...have, follow_up: { written: 1, approved: 1 } } })).toBe('2026-04-01');
  });
});

const told = (kind: it_.Kind, on: string, content = contentOf(kind)): it_.Told => ({ id: newId(), kind, on, content });

describe('what one form hands to the next', () => {
  it('needs become goals, each with an id of its own and the need it comes from', () => {
    const { goals } = prefill('plan', [told('assessment', '2026-05-01')]) as { goals: it_.Row[] };
    expect(goals).toMatchObject([{ goal: '与人来往太少', need: NEED }]);
    expect(goals[0]!.id).not.toBe(NEED);
  });
  it('goals are followed in a session, a session writes the evaluation, the evaluation the closing report', () => {
    const before = [told('assessment', '2026-05-01'), told('plan', '2026-05-02')];
    expect(prefill('session', before).progress).toEqual([{ goal: GOAL, scale: 2 }]);
    const after = [...before, told('session', '2026-05-10')];
    expect(prefill('session', after)).toMatchObject({ purpose: '一起去织锦小组', progress: [{ goal: GOAL, scale: 4 }] });
    expect(prefill('review', after).outcomes).toEqual([{ goal: GOAL, reached: 'partly', before: 2, after: 4 }]);
    const closing = prefill('closure', [...after, told('review', '2026-06-01')]);
    expect(closing.outcomes).toEqual([{ goal: GOAL, reached: 'reached', before: 2, after: 6 }]);
    expect(closing.summary).toContain('约定 1 次，见到 1 次');
  });
  it('the latest said of a goal is what stands, in whatever order the records came', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 8 }),
        list => {
          const days = [...new Map(list).entries()];
          const sessions = days.map(([day, scale]) =>
            told('session', `2026-05-${day}`, { met: 'yes', progress: [{ goal: GOAL, scale }] }),
          );
          const [track] = it_.tracksOf([told('plan', '2026-05-01'), ...sessions]);
          expect(track!.now).toBe(days.toSorted((a, b) => a[0] - b[0]).at(-1)![1]);
          expect(track!.steps).toHaveLength(days.length);
        },
      ),
    ));
  it('a form that was begun with what came before has nothing that is missing but its own words', () => {
    const all = [
      told('assessment', '2026-05-01'),
      told('plan', '2026-05-02'),
      told('session', '2026-05-10'),
      told('review', '2026-06-01'),
    ];
    const missing = problemsOf('closure', { occurred_on: ON, signatures: [] }, prefill('closure', all), ON).map(i => i.path);
    expect(missing).toEqual(['content.close_type', 'content.close_why', 'content.told_on', 'content.afterwards']);
  });
});

describe('a form', () => {
  it('keeps nothing that is not asked any more, and no row nobody filled in', () => {
    const content = { channel: 'home', met: 'no', unmet_why: '外出', course: '写过又改了主意', progress: [{ goal: GOAL }] };
    expect(it_.tidy(it_.session, content)).toEqual({ channel: 'home', met: 'no', unmet_why: '外出' });
  });
  it('a child’s consent is signed by a guardian', () => {
    const head = { occurred_on: ON, signatures: [{ as: 'client' as const, reason: 'paper' as const }] };
    expect(problemsOf('consent', head, contentOf('consent'), ON, '2015-01-01').map(i => i.path)).toEqual(['signatures']);
    expect(problemsOf('consent', head, contentOf('consent'), ON, '1950-01-01')).toEqual([]);
  });
  it.each(it_.KIND_CODES)('%s: the complete example is accepted by its schema', kind => {
    const read = it_.contentSchema(it_.formOf(kind)).safeParse(contentOf(kind));
    expect(read.success, JSON.stringify(read.error?.issues)).toBe(true);
    expect(it_.missingIn(it_.formOf(kind), contentOf(kind))).toEqual([]);
  });
});
