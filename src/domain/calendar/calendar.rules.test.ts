// Pure rules of the calendar: what clashes, the weeks of a month, and the text for calendar programs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clashes, type Item } from './calendar.ts';
import { folded, icalOf } from './ical.ts';
import { weeksOf } from './screens/office/weeks.ts';

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const item = (id: number, change: Partial<Item> = {}): Item => ({
  id: `00000000-0000-7000-8000-${String(id).padStart(12, '0')}`,
  source: 'calendar.entry',
  source_title: '日程',
  opens: null,
  station: 1,
  day: '2026-11-25',
  started_at: '09:00',
  ended_at: '10:00',
  title: '例会',
  subject: null,
  place: null,
  workers: [{ id: 'a', name: '甲' }],
  settled: false,
  revision: 1,
  ...change,
});
const random = fc.record({
  id: fc.nat(999),
  day: fc.constantFrom('2026-11-25', '2026-11-26'),
  from: fc.integer({ min: 480, max: 1_080 }),
  long: fc.integer({ min: 0, max: 120 }),
  who: fc.constantFrom('a', 'b', 'c'),
  place: fc.constantFrom(null, '小组室'),
});
const made = (r: { id: number; day: string; from: number; long: number; who: string; place: string | null }): Item =>
  item(r.id, {
    day: r.day,
    started_at: clock(r.from),
    ended_at: clock(r.from + r.long),
    place: r.place,
    workers: [{ id: r.who, name: r.who }],
  });

describe('clashes', () => {
  it('touching is no overlap; without times nothing clashes; a shared worker or room is named', () => {
    expect(clashes([item(1), item(2, { started_at: '10:00', ended_at: '11:00' })])).toEqual([]);
    expect(clashes([item(1), item(2, { started_at: null, ended_at: null })])).toEqual([]);
    expect(clashes([item(1), item(2, { started_at: '09:30' })]).map(c => c.why)).toEqual(['甲同一时间有两件事']);
    const room = { place: '小组室', workers: [{ id: 'b', name: '乙' }] };
    expect(clashes([item(1, { place: '小组室' }), item(2, room)]).map(c => c.why)).toEqual(['小组室同一时间用两次']);
    expect(clashes([item(1), item(2, { day: '2026-11-26' })])).toEqual([]);
  });
  it('are exactly the pairs that a plain look at all pairs finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(random, { maxLength: 12, selector: r => r.id }), rows => {
        const items = rows.map(made);
        const plain = items.flatMap((a, n) =>
          items.slice(n + 1).filter(b => {
            const overlap = a.day === b.day && a.started_at! < b.ended_at! && b.started_at! < a.ended_at!;
            return overlap && (a.workers[0]!.id === b.workers[0]!.id || (a.place !== null && a.place === b.place));
          }),
        );
        const long = items.filter(i => i.started_at !== i.ended_at);
        // What takes no time lies within another thing only if that one has begun before it.
        if (long.length === items.length) expect(clashes(items)).toHaveLength(plain.length);
      }),
    );
  });
});

describe('weeks', () => {
  it('are whole, begin on Monday, and cover the month with at most a week around it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (y, m) => {
        const month = `${y}-${String(m).padStart(2, '0')}`;
        const days = weeksOf(month).flat();
        expect(days.length % 7).toBe(0);
        expect(new Date(`${days[0]}T00:00:00Z`).getUTCDay()).toBe(1);
        const own = days.filter(d => d.startsWith(month));
        expect(own).toHaveLength(new Date(Date.UTC(y, m, 0)).getUTCDate());
        expect(days.length - own.length).toBeLessThan(14);
      }),
    );
  });
});

describe('iCalendar', () => {
  it('folds at 75 octets without cutting a character, and unfolds to the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        const plain = text.replace(/[\r\n]/g, '');
        const lines = folded(plain).split('\r\n');
        for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        expect(lines.map((l, i) => (i ? l.slice(1) : l)).join('')).toBe(plain);
      }),
    );
  });
  it('escapes what has a meaning, and names nobody', () => {
    const text = icalOf(
      '日程',
      [item(1, { title: '例会,一;二\\三\n四', subject: '王亚妹', place: '小组室' })],
      new Date('2026-11-24T00:00:00Z'),
    );
    expect(text).toMatch(/^SUMMARY[:]例会\\,一\\;二\\\\三\\n四\r$/m);
    expect(text).toMatch(/^LOCATION[:]小组室\r$/m);
    expect(text).not.toContain('王亚妹');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(icalOf('日程', [item(1, { started_at: null, ended_at: null, day: '2026-12-31' })], new Date(0))).toContain(
      'DTEND;VALUE=DATE:20270101',
    );
  });
});
