// Who is due for a visit, by which day and why.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CategoryCode } from '#domain/clients/clients.ts';
import { addDays, addMonths, dayOf } from '#kernel/dates.ts';
import { DEFAULT_SETTINGS, dueOn, type LastVisit, VisitSettings } from './visits.ts';

const TODAY = '2026-11-23';

describe('who is due', () => {
  const facts = { categories: ['lives_alone'] as CategoryCode[], born_on: '1948-05-06', since: '2026-03-01', active: true };
  const met = (visited_on: string, more: Partial<LastVisit> = {}): LastVisit => ({
    kind: 'home_visit',
    outcome: 'success',
    visited_on,
    next_on: null,
    ...more,
  });
  it('an elder in special difficulty monthly, others quarterly, in words', () => {
    expect(dueOn(facts, [met('2026-10-31')], TODAY)).toEqual({
      on: '2026-11-30',
      why: '上次 2026-10-31，特殊困难老年人每月至少探访一次',
      state: 'due',
      days_left: 7,
    });
    expect(dueOn({ ...facts, categories: ['dibao_recipient'] }, [met('2026-10-31')], TODAY)).toMatchObject({
      on: '2027-01-31',
      state: 'later',
    });
    expect(dueOn({ ...facts, categories: ['extremely_poor'] }, [met('2026-10-01')], TODAY)).toMatchObject({
      on: '2026-11-01',
      state: 'overdue',
    });
    expect(dueOn({ ...facts, categories: ['extremely_poor'], born_on: '1990-01-01' }, [met('2026-10-01')], TODAY)).toMatchObject({
      on: '2027-01-01',
    });
  });
  it('nobody who has died or moved; everybody who was never met', () => {
    expect(dueOn({ ...facts, active: false }, [], TODAY)).toBeNull();
    expect(dueOn(facts, [], TODAY)).toMatchObject({ on: '2026-03-01', state: 'overdue', why: '尚未见到过本人，请首访摸底' });
    expect(dueOn(facts, [met('2026-11-20', { outcome: 'nobody' })], TODAY)).toMatchObject({ state: 'overdue' });
  });
  it('an appointment or a closed door comes earlier, never later', () => {
    expect(dueOn(facts, [met('2026-11-20', { next_on: '2026-11-27' })], TODAY)).toMatchObject({
      on: '2026-11-27',
      why: '上次约定 2026-11-27 再访',
    });
    expect(dueOn(facts, [met('2026-11-20', { next_on: '2027-05-01' })], TODAY)).toMatchObject({ on: '2026-12-20' });
    expect(dueOn(facts, [met('2026-11-22', { outcome: 'nobody' }), met('2026-11-20')], TODAY)).toMatchObject({
      on: '2026-11-29',
    });
  });
  it('a call is not a visit, unless the county says so', () => {
    const visits = [met('2026-11-20', { kind: 'welfare_call', outcome: 'connected' }), met('2026-10-20')];
    expect(dueOn(facts, visits, TODAY)).toMatchObject({ on: '2026-11-20' });
    expect(dueOn(facts, visits, TODAY, { ...DEFAULT_SETTINGS, calls_count: true })).toMatchObject({ on: '2026-12-20' });
  });
  it('by the county’s own rules; unknown settings are refused', () => {
    const settings = VisitSettings.parse({ others: { title: '每两个月一次', every_months: 2 }, rules: [] });
    expect(dueOn(facts, [met('2026-10-31')], TODAY, settings)).toMatchObject({
      on: '2026-12-31',
      why: '上次 2026-10-31，每两个月一次',
    });
    expect(VisitSettings.safeParse({ lateness: 3 }).success).toBe(false);
  });
  it('does not depend on the order of visits, and a met visit is followed within its rhythm', () => {
    const day = fc.integer({ min: 0, max: 260 }).map(n => addDays('2026-03-01', n));
    const outcome = fc.constantFrom(
      ['home_visit', 'success'],
      ['home_visit', 'nobody'],
      ['welfare_call', 'connected'],
      ['welfare_call', 'no_answer'],
    );
    const one = fc
      .tuple(outcome, day)
      .map(([[kind, how], visited_on]) => ({ kind, outcome: how, visited_on, next_on: null }) as LastVisit);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), visits => {
        const due = dueOn(facts, visits, TODAY)!;
        expect(dueOn(facts, visits.toReversed(), TODAY)).toEqual(due);
        const last = visits
          .filter(v => v.outcome === 'success')
          .map(v => v.visited_on)
          .sort()
          .at(-1);
        expect(due.on <= (last ? addMonths(last, 1) : facts.since)).toBe(true);
      }),
    );
  });
  it('the day is the stations’ day', () => expect(dayOf('2026-11-22T17:00:00Z')).toBe('2026-11-23'));
});
