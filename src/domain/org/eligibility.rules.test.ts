import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween } from '#kernel/dates.ts';
import { type CheckCode, type EligibilityInput, eligibility, REQUIREMENT_RULES, type Training } from './eligibility.ts';
import { ORGANISERS } from './org.ts';

const TODAY = '2026-11-23';
const worker: EligibilityInput = {
  born_on: '1990-05-06',
  entered_on: '2026-01-01',
  post: 'resident_worker',
  education: '31',
  major: '社会工作',
  certificates: [{ kind: 'national_assistant', issued_on: '2024-09-01', registered_until: '2027-12-31' }],
  trainings: [],
};
const ORGANISER_CODES = Object.keys(ORGANISERS);
const training = (ended_on: string, hours: number, organiser_kind = 'civil_affairs', title = 'one'): Training => ({
  title,
  organiser_kind,
  ended_on,
  hours,
});
const check = (staff: Partial<EligibilityInput>, code: CheckCode, onDay = TODAY) =>
  eligibility({ ...worker, ...staff }, onDay).checks.find(c => c.code === code)!;
const trained = (trainings: Training[], onDay = TODAY) => eligibility({ ...worker, certificates: [], trainings }, onDay);
const day = fc.integer({ min: 0, max: daysBetween('1995-01-01', '2035-12-31') }).map(n => addDays('1995-01-01', n));

describe('age', () => {
  it('is that of the entry day, 45 whole years included', () => {
    expect(check({ born_on: '1980-01-02', entered_on: '2026-01-01' }, 'age')).toEqual({
      code: 'age',
      met: true,
      say: '到岗日 2026年1月1日为 45 周岁，未超过 45 周岁。',
    });
    expect(check({ born_on: '1980-01-01', entered_on: '2026-01-01' }, 'age').met).toBe(false);
    expect(check({ born_on: '1981-01-01', entered_on: '2026-01-01' }, 'age', '2036-01-01').met).toBe(true);
  });

  it('of somebody born on 29 February completes on 1 March of a common year', () => {
    expect(check({ born_on: '1980-02-29', entered_on: '2026-02-28' }, 'age').met).toBe(true);
    expect(check({ born_on: '1980-02-29', entered_on: '2026-03-01' }, 'age').met).toBe(false);
  });

  it('of a candidate is that of the day asked about', () => {
    expect(check({ born_on: '1980-11-24', entered_on: null }, 'age').met).toBe(true);
    expect(check({ born_on: '1980-11-23', entered_on: null }, 'age').met).toBe(false);
  });
});

describe('education and major', () => {
  it.each([
    ['11', true],
    ['21', true],
    ['31', true],
    ['41', false],
    ['61', false],
    ['90', false],
  ])('education %s is met: %s', (education, met) => expect(check({ education }, 'education').met).toBe(met));

  it.each([
    ['社会工作', true],
    ['社会工作与管理', true],
    ['社区管理与服务', true],
    ['社 会 学', true],
    ['会计', false],
    ['', false],
  ])('major %s is met: %s', (major, met) => expect(check({ major }, 'major').met).toBe(met));

  it('can be widened by the county', () => {
    const rules = { ...REQUIREMENT_RULES, majors: ['老年服务'] };
    expect(eligibility({ ...worker, major: '老年服务与管理' }, TODAY, rules).eligible).toBe(true);
  });

  it('that ended without a degree is pointed out', () => {
    expect(eligibility({ ...worker, education: '33' }, TODAY).hints).toHaveLength(1);
  });
});

describe('one of three qualifications', () => {
  it('is a national certificate, or a local one, held by the day', () => {
    const local = (issued_on: string) => ({ certificates: [{ kind: 'local' as const, issued_on, registered_until: null }] });
    expect(check({}, 'qualification').met).toBe(true);
    expect(check(local(TODAY), 'qualification').met).toBe(true);
    expect(check(local(addDays(TODAY, 1)), 'qualification').met).toBe(false);
  });

  it('is 120 hours, not 119.99, and the sentence says what is missing and what was left out', () => {
    expect(trained([training('2025-01-01', 60), training('2026-01-01', 60)]).eligible).toBe(true);
    expect(trained([training('2025-01-01', 59.99), training('2026-01-01', 60)]).eligible).toBe(false);
    const answer = trained([training('2025-01-01', 96), training('2025-02-01', 16, 'employer', 'two')]);
    expect(answer.checks[3]).toEqual({
      code: 'qualification',
      met: false,
      say: '没有职业资格证书；近 5 年培训 96 小时，还差 24 小时（另有 16 小时主办单位不符未计）。',
    });
    expect(answer.hours).toEqual({
      counted: 96,
      notCounted: [{ training: training('2025-02-01', 16, 'employer', 'two'), why: '主办单位不符（本机构内训）' }],
    });
  });

  it('adds tenths of hours exactly', () => {
    const tenths = Array.from({ length: 1200 }, (_, i) => training('2026-01-01', 0.1, 'incubator', String(i)));
    expect(trained(tenths).hours.counted).toBe(120);
  });

  it.each(ORGANISER_CODES)('counts the hours of %s as the requirement says', organiser => {
    const counts = !['employer', 'other'].includes(organiser);
    expect(trained([training('2026-01-01', 120, organiser)]).eligible).toBe(counts);
  });

  it('counts from the same day five years ago to the day itself', () => {
    fc.assert(
      fc.property(day, onDay => {
        const from = addMonths(onDay, -60);
        const counted = (ended_on: string) => trained([training(ended_on, 120)], onDay).hours.counted;
        expect([addDays(from, -1), from, onDay, addDays(onDay, 1)].map(counted)).toEqual([0, 120, 120, 0]);
      }),
    );
    expect(trained([training('2023-02-28', 120)], '2028-02-29').hours.counted).toBe(120);
    expect(trained([training('2023-02-27', 120)], '2028-02-29').hours.counted).toBe(0);
  });

  it('loses no training: every one is counted or named with the reason', () => {
    const one = fc.record({
      title: fc.uuid(),
      organiser_kind: fc.constantFrom(...ORGANISER_CODES),
      ended_on: day,
      hours: fc.integer({ min: -4, max: 80 }),
    });
    fc.assert(
      fc.property(fc.array(one), day, (list, onDay) => {
        const { hours, checks } = trained(list, onDay);
        const left = new Set(hours.notCounted.map(entry => entry.training.title));
        expect(list.filter(t => !left.has(t.title)).reduce((sum, t) => sum + t.hours, 0)).toBe(hours.counted);
        expect(checks[3]!.met).toBe(hours.counted >= 120);
        expect(trained([...list, training(onDay, 1)], onDay).hours.counted).toBe(hours.counted + 1);
      }),
    );
  });
});

describe('the head of station', () => {
  it('needs the national certificate, whatever the training', () => {
    const lead: EligibilityInput = {
      ...worker,
      post: 'station_lead',
      certificates: [{ kind: 'local', issued_on: '2020-01-01', registered_until: null }],
      trainings: [training('2026-01-01', 200)],
    };
    expect(eligibility(lead, TODAY)).toMatchObject({ eligible: false });
    expect(eligibility({ ...lead, certificates: worker.certificates }, TODAY)).toMatchObject({ eligible: true });
    expect(eligibility(worker, TODAY).checks.map(c => c.code)).not.toContain('national_certificate');
  });
});

describe('a project manager', () => {
  it('is asked for experience only, which no rule weighs', () => {
    expect(eligibility({ ...worker, post: 'project_manager', education: '61', certificates: [] }, TODAY)).toMatchObject({
      eligible: true,
      checks: [],
    });
  });
});

describe('registration', () => {
  const held = (issued_on: string, registered_until: string | null) =>
    eligibility({ ...worker, certificates: [{ kind: 'national_social_worker', issued_on, registered_until }] }, TODAY);

  it('is pointed out in its last three months, after its end, and when it never happened; it decides nothing', () => {
    expect(held('2024-01-01', '2027-02-24').hints).toEqual([]);
    expect(held('2024-01-01', '2027-02-23').hints[0]).toContain('还有 92 天');
    expect(held('2020-01-01', '2026-11-22').hints[0]).toContain('到期');
    expect(held('2026-09-01', null).hints[0]).toContain('2027年9月1日前');
    expect(held('2024-09-01', null).hints[0]).toContain('超过');
    expect(held('2020-01-01', '2023-01-01').eligible).toBe(true);
  });
});
