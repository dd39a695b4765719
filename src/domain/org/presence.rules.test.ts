// Staffing over time: the spans say on each day what the rule about persons says on that day (M4, M5).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#kernel/dates.ts';
import { eligibility } from './eligibility.ts';
import { type Held, type Member, outOfRule, postsOf, presenceOf, WORKERS_NEEDED } from './presence.ts';

const STATION = 469030105;
const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  name: id,
  born_on: '1995-05-05',
  entered_on: '2026-03-01',
  education: '21',
  major: '社会工作',
  certificates: [{ kind: 'local', issued_on: '2020-01-01', registered_until: null }],
  trainings: [],
  posts: [{ station: STATION, post: 'resident_worker', from: '2026-03-01', to: null }],
  ...more,
});
const lead = (more: Partial<Member> = {}) =>
  member('站长', {
    certificates: [{ kind: 'national_assistant', issued_on: '2020-01-01', registered_until: null }],
    posts: [{ station: STATION, post: 'station_lead', from: '2026-03-01', to: null }],
    ...more,
  });
const TERM = { from: '2026-03-01', to: '2027-02-28' };

describe('a year of a station', () => {
  it('is one span while nothing changes', () => {
    const spans = presenceOf([lead(), member('甲'), member('乙')], STATION, TERM);
    expect(spans).toMatchObject([{ ...TERM, days: 365, present: 3, eligible: 3, staffed: true, led: true, short: [] }]);
    expect(outOfRule(spans[0]!)).toBeNull();
  });
  it('is out of rule from the day after somebody left until the next one comes', () => {
    const gone = member('甲', { posts: [{ station: STATION, post: 'resident_worker', from: '2026-03-01', to: '2026-06-30' }] });
    const next = member('丙', {
      entered_on: '2026-07-16',
      posts: [{ station: STATION, post: 'resident_worker', from: '2026-07-16', to: null }],
    });
    const spans = presenceOf([lead(), gone, member('乙'), next], STATION, TERM);
    expect(spans.map(s => [s.from, s.to, s.days, s.staffed])).toEqual([
      ['2026-03-01', '2026-06-30', 122, true],
      ['2026-07-01', '2026-07-15', 15, false],
      ['2026-07-16', '2027-02-28', 228, true],
    ]);
    expect(outOfRule(spans[1]!)).toBe('在岗 2 人，不足 3 人。');
  });
  it('changes on the day hours grow older than five years, and on the day a certificate is issued', () => {
    const trained = member('甲', {
      certificates: [],
      trainings: [{ title: '训', organiser_kind: 'civil_affairs', hours: 120, ended_on: '2021-08-10' }],
    });
    const head = lead({ certificates: [{ kind: 'national_assistant', issued_on: '2026-04-01', registered_until: null }] });
    const spans = presenceOf([head, trained, member('乙')], STATION, TERM);
    expect(spans.map(s => [s.from, s.eligible, s.led])).toEqual([
      ['2026-03-01', 2, false],
      ['2026-04-01', 3, true],
      ['2026-08-11', 2, true],
    ]);
    expect(outOfRule(spans[2]!)).toContain('甲不符合');
  });
  it('a head without the national certificate is one of the three, if she is otherwise eligible', () => {
    const head = lead({ certificates: [{ kind: 'local', issued_on: '2020-01-01', registered_until: null }] });
    expect(presenceOf([head, member('甲'), member('乙')], STATION, TERM)).toMatchObject([
      { eligible: 3, staffed: true, led: false },
    ]);
  });
});

describe('posts', () => {
  it('of somebody who moved twice', () => {
    const posts = postsOf({ station: 3, post: 'station_lead', entered_on: '2026-03-01', left_on: '2026-12-31' }, [
      { from_on: '2026-09-01', station_before: 2, post_before: 'resident_worker' },
      { from_on: '2026-05-01', station_before: 1, post_before: 'resident_worker' },
    ]);
    expect(posts).toEqual([
      { station: 1, post: 'resident_worker', from: '2026-03-01', to: '2026-04-30' },
      { station: 2, post: 'resident_worker', from: '2026-05-01', to: '2026-08-31' },
      { station: 3, post: 'station_lead', from: '2026-09-01', to: '2026-12-31' },
    ] satisfies Held[]);
  });
});

const day = fc.integer({ min: -2_500, max: 400 }).map(n => addDays('2026-03-01', n));
const someone = fc
  .record({
    post: fc.constantFrom('resident_worker' as const, 'station_lead' as const),
    from: fc.integer({ min: 0, max: 300 }),
    length: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
    certificates: fc.array(fc.record({ kind: fc.constantFrom('local', 'national_assistant'), issued_on: day }), { maxLength: 2 }),
    trainings: fc.array(fc.record({ hours: fc.constantFrom(40, 60, 120), ended_on: day }), { maxLength: 4 }),
  })
  .map(p => (id: string): Member => {
    const from = addDays('2026-03-01', p.from);
    return member(id, {
      entered_on: from,
      certificates: p.certificates.map(c => ({ ...c, registered_until: null })),
      trainings: p.trainings.map(t => ({ ...t, title: '训', organiser_kind: 'association' })),
      posts: [{ station: STATION, post: p.post, from, to: p.length === null ? null : addDays(from, p.length) }],
    });
  });

it('on every day the span says what the rule says of that day', () => {
  fc.assert(
    fc.property(fc.array(someone, { maxLength: 5 }), makers => {
      const members = makers.map((make, i) => make(`m${i}`));
      const spans = presenceOf(members, STATION, TERM);
      expect(spans[0]!.from).toBe(TERM.from);
      expect(spans.at(-1)!.to).toBe(TERM.to);
      let d = TERM.from;
      for (const s of spans) {
        expect(s.from).toBe(d);
        for (; d <= s.to; d = addDays(d, 1)) {
          const held = members.filter(m => m.posts[0]!.from <= d && (m.posts[0]!.to ?? '9999') >= d);
          const fit = held.filter(m => eligibility({ ...m, post: 'resident_worker' }, d).eligible);
          if (held.length !== s.present || fit.length !== s.eligible || s.staffed !== fit.length >= WORKERS_NEEDED)
            throw new Error(`${d}: ${held.length}/${fit.length}, the span says ${s.present}/${s.eligible}`);
        }
      }
      expect(spans.reduce((n, s) => n + s.days, 0)).toBe(daysBetween(TERM.from, TERM.to) + 1);
    }),
    { numRuns: 60 },
  );
});
