// Pure rules of visits: the forms' schemas, what is missing, prefilling, differences, who is due, what is late.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import { isLate, recordedAt } from '#kernel/lateness.ts';
import { call, homeVisit } from './testing.ts';
import {
  type Check,
  type Content,
  corrections,
  differences,
  type Field,
  FORMS,
  fieldsOf,
  hintsOf,
  missing,
  prefillFrom,
  problemsOf,
  show,
  tidy,
  type VisitKind,
  Written,
} from './visits.ts';

const TODAY = '2026-11-23';
const check: Check = { person: { born_on: '1948-05-06' }, today: TODAY, opened_on: '2026-03-01', late_days: 3 };
const without = ({ id: _, resident: __, ...w }: ReturnType<typeof homeVisit> | ReturnType<typeof call>): Written =>
  Written.parse(w);
const visit = (change: Parameters<typeof homeVisit>[1] = {}) =>
  without(homeVisit('r', change)) as Extract<Written, { kind: 'home_visit' }>;
const phoned = (change: Parameters<typeof call>[1] = {}) =>
  without(call('r', change)) as Extract<Written, { kind: 'welfare_call' }>;
const paths = (w: Written, c: Partial<Check> = {}) => problemsOf(w, { ...check, ...c }).map(i => i.path);

/** Any value a field may hold. */
function valueFor(field: Field): fc.Arbitrary<unknown> {
  const options = 'options' in field ? Object.keys(field.options) : [];
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...options);
    case 'choices':
      return fc.subarray(
        options.filter(o => o !== field.none),
        { minLength: 1 },
      );
    case 'text':
      return fc.stringMatching(/^[一-龥]{1,12}$/);
    case 'number':
      return fc.integer({ min: field.min, max: field.max });
    case 'observation':
      return fc.record(
        { level: fc.constantFrom('normal', 'watch', 'abnormal'), note: fc.stringMatching(/^[一-龥]{1,9}$/) },
        { requiredKeys: ['level'] },
      );
    case 'followups':
      return fc.array(fc.record({ what: fc.stringMatching(/^[一-龥]{1,9}$/) }), { minLength: 1, maxLength: 3 });
  }
}
const contentOf = (kind: VisitKind) =>
  fc.record(Object.fromEntries(fieldsOf(FORMS[kind]).map(([key, field]) => [key, valueFor(field)])), { requiredKeys: [] });
const anyVisit = (kind: VisitKind) =>
  contentOf(kind).map(content =>
    Written.parse(
      kind === 'home_visit'
        ? { kind, type: 'routine', outcome: 'success', visited_on: '2026-11-20', content }
        : { kind, outcome: 'connected', visited_on: '2026-11-20', content },
    ),
  );

describe('a form', () => {
  it.each(Object.keys(FORMS) as VisitKind[])('%s has each key once and words for every option', kind => {
    const fields = fieldsOf(FORMS[kind]);
    expect(new Set(fields.map(([key]) => key)).size).toBe(fields.length);
    for (const [key, field] of fields) {
      expect(key).toMatch(/^[a-z_]+$/);
      expect(field.label).toMatch(/[一-龥]/);
      if ('options' in field) for (const word of Object.values(field.options)) expect(word).toMatch(/[一-龥]/);
      if (field.kind === 'choices' && field.none) expect(Object.keys(field.options)).toContain(field.none);
    }
  });
  it('whatever a person fills in is accepted, shown in words and survives storage', () => {
    fc.assert(
      fc.property(fc.constantFrom<VisitKind>('home_visit', 'welfare_call').chain(anyVisit), w => {
        expect(Written.parse(JSON.parse(JSON.stringify(w)))).toEqual(w);
        for (const [key, field] of fieldsOf(FORMS[w.kind])) {
          const value = (w.content as Content)[key];
          expect(show(field, value) === '').toBe(value === undefined);
        }
      }),
    );
  });
  it('an unknown key, option or level is refused', () => {
    expect(Written.safeParse({ ...visit(), content: { ...visit().content, state: 'approved' } }).success).toBe(false);
    expect(Written.safeParse({ ...visit(), state: 'approved' }).success).toBe(false);
    expect(Written.safeParse({ ...visit(), content: { needs: ['rocket'] } }).success).toBe(false);
    expect(Written.safeParse({ ...visit(), content: { needs: ['none', 'money'] } }).success).toBe(false);
    expect(Written.safeParse({ ...visit(), outcome: 'connected' }).success).toBe(false);
    expect(Written.safeParse({ ...phoned(), type: 'routine' }).success).toBe(false);
  });
  it('empty answers are left out before sending', () => {
    expect(tidy({ notes: ' ', needs: [], health: { level: 'normal' } })).toEqual({ health: { level: 'normal' } });
  });
});

describe('what is missing', () => {
  it('nothing of a complete visit or call', () => {
    expect(problemsOf(visit(), check)).toEqual([]);
    expect(problemsOf(phoned(), check)).toEqual([]);
  });
  it('all five observations, needs, services and notes of a person who was met; nothing of a closed door', () => {
    const s = { met: true, child: false };
    expect(missing(FORMS.home_visit, {}, s).map(i => i.path)).toEqual(
      ['health', 'mood', 'safety', 'hygiene', 'surroundings', 'needs', 'services', 'notes'].map(k => `content.${k}`),
    );
    expect(paths(visit({ outcome: 'nobody', content: {}, place_reason: undefined }))).toEqual([]);
  });
  it('the child section of a child, by birth date or, where it is unknown, by category', () => {
    const child = ['guardian', 'guarding', 'schooling'].map(k => `content.${k}`);
    expect(paths(visit(), { person: { born_on: '2015-01-01' } })).toEqual(child);
    expect(paths(visit(), { person: { born_on: '2008-11-22' } })).toEqual([]);
    expect(paths(visit(), { person: { born_on: '2008-11-23' } })).toEqual(child);
    expect(paths(visit(), { person: { born_on: null, child_category: true } })).toEqual(child);
    expect(paths(visit(), { person: { born_on: null } })).toEqual([]);
  });
  it('what was done about a call nobody answered', () => {
    expect(paths(phoned({ outcome: 'no_answer', content: {} }))).toEqual(['content.steps']);
    expect(paths(phoned({ outcome: 'no_answer', content: { steps: ['visit'] } }))).toEqual([]);
  });
  it.each<[string, Parameters<typeof homeVisit>[1], string]>([
    ['a day to come', { visited_on: '2026-11-24' }, 'visited_on'],
    ['a day before the station', { visited_on: '2026-02-28', late_reason: '补录纸质记录' }, 'visited_on'],
    ['an end before the start', { started_at: '10:00', ended_at: '09:59' }, 'ended_at'],
    ['an end without a start', { ended_at: '09:59' }, 'started_at'],
    ['a next day that is past', { next_on: '2026-11-22' }, 'next_on'],
    ['no reason for being late', { visited_on: '2026-11-19' }, 'late_reason'],
    ['neither place nor reason', { place_reason: undefined }, 'place_reason'],
    ['place and reason', { place: { lat: 19, lng: 109.8, accuracy_m: 12 } }, 'place_reason'],
  ])('%s', (_, change, path) => expect(paths(visit(change))).toEqual([path]));
  it('a correction is judged by the day the record first arrived', () => {
    const w = visit({ visited_on: '2026-11-01' });
    expect(paths(w)).toEqual(['late_reason']);
    expect(paths(w, { received_on: '2026-11-03' })).toEqual([]);
  });
});

describe('late （补录）', () => {
  it('a phone’s clock is believed between the day of the visit and the arrival, and nowhere else', () => {
    const arrived = '2026-11-23T02:00:00.000Z';
    expect(recordedAt('2026-11-20T09:00:00+08:00', '2026-11-20', arrived)).toBe('2026-11-20T09:00:00+08:00');
    for (const wrong of [
      undefined,
      '1970-01-01T00:00:00Z',
      '2026-11-19T23:59:59+08:00',
      '2026-11-23T02:00:01Z',
      '2199-01-01T00:00:00Z',
    ])
      expect(recordedAt(wrong, '2026-11-20', arrived)).toBe(arrived);
  });
  it('counts whole days of the stations', () => {
    expect(isLate('2026-11-20', '2026-11-23T23:59:00+08:00', 3)).toBe(false);
    expect(isLate('2026-11-20', '2026-11-24T00:00:00+08:00', 3)).toBe(true);
    expect(isLate('2026-11-23', '2026-11-22T16:30:00Z', 0)).toBe(false);
  });
  it('never becomes timely by arriving later', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 90 }),
        (days, wait, more) => {
          const received = (n: number) => `${addDays('2026-03-01', n)}T12:00:00+08:00`;
          expect(isLate('2026-03-01', received(wait), days)).toBe(wait > days);
          if (isLate('2026-03-01', received(wait), days)) expect(isLate('2026-03-01', received(wait + more), days)).toBe(true);
        },
      ),
    );
  });
});

describe('the next form begins with the last one', () => {
  const NEVER = [
    'notes',
    'followups',
    'services',
    'services_note',
    'needs_note',
    'purpose',
    'companions',
    'changes',
    'attempts',
    'requests',
    'steps',
    'hazards',
    'benefit_note',
  ];
  it('carries only what is marked, never notes, services or follow-ups; then nothing differs', () => {
    fc.assert(
      fc.property(fc.constantFrom<VisitKind>('home_visit', 'welfare_call').chain(anyVisit), last => {
        const { content, ...rest } = prefillFrom(last.kind, last);
        expect(rest).toEqual({ kind: last.kind });
        for (const key of NEVER) expect(content).not.toHaveProperty(key);
        for (const [key, field] of fieldsOf(FORMS[last.kind]))
          expect(content[key]).toEqual(field.carry ? (last.content as Content)[key] : undefined);
        const next = Written.parse({ ...last, content, visited_on: TODAY });
        expect(differences(last, next).filter(d => !NEVER.some(key => d.path === `content.${key}`))).toEqual([]);
      }),
    );
  });
  it('is empty for the first visit', () => expect(prefillFrom('home_visit', null)).toEqual({ kind: 'home_visit', content: {} }));
});

describe('differences', () => {
  it('are told in the words of the form', () => {
    const before = visit();
    const after = visit({
      type: 'priority',
      unusual: true,
      content: {
        ...before.content,
        health: { level: 'abnormal', note: '咳嗽两周' },
        needs: ['medical', 'company'],
        notes: '别的话。',
      },
    });
    expect(differences(before, after)).toEqual([
      { path: 'type', label: '探访类型', before: '常规', after: '重点跟进' },
      { path: 'unusual', label: '异常标记', before: '无异常', after: '有异常' },
      { path: 'content.health', label: '健康', before: '正常', after: '异常（咳嗽两周）' },
      { path: 'content.needs', label: '需求与困难', before: '陪伴与精神慰藉', after: '就医康复、陪伴与精神慰藉' },
    ]);
  });
  it('of a correction include the day, photos and notes', () => {
    const before = visit();
    const after = visit({ visited_on: '2026-11-21', photos: ['a'.repeat(64)], content: { ...before.content, notes: '更正' } });
    expect(corrections(before, after).map(d => d.label)).toEqual(['日期', '照片', '访谈摘要']);
  });
  it('of a record with itself are none; of two kinds are not drawn', () => {
    fc.assert(
      fc.property(anyVisit('home_visit'), w => {
        expect(corrections(w, w)).toEqual([]);
      }),
    );
    expect(differences(visit(), phoned())).toEqual([]);
  });
});

describe('hints', () => {
  it('ask, and change nothing', () => {
    const worried = visit({ outcome: 'died', content: { ...visit().content, health: { level: 'abnormal' } } });
    const before = JSON.stringify(worried);
    expect(hintsOf(worried, null)).toHaveLength(2);
    expect(JSON.stringify(worried)).toBe(before);
  });
  it('a copied summary, an unanswered telephone, a child in danger', () => {
    expect(hintsOf(visit(), visit())).toEqual(['摘要与上次完全相同，请确认写的是本次情况。']);
    expect(hintsOf(phoned({ outcome: 'no_answer', content: { attempts: 3, steps: ['again'] } }), null)[0]).toContain(
      '转为入户探访',
    );
    expect(hintsOf(visit({ content: { ...visit().content, hazards: ['abuse'] } }), null)[0]).toContain('强制报告');
    expect(hintsOf(visit(), null)).toEqual([]);
  });
});
