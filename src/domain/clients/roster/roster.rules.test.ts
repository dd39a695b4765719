import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatePerson, seeded } from '../people.demo.ts';
import type { RosterRow } from './person.ts';
import { renderPerson, TEMPLATE_HEADERS } from './render.ts';
import { county, ELDER, hongmao, lines, names, read, villages } from './testing.ts';

describe('reading again', () => {
  const generated = fc
    .integer({ min: 0, max: 2 ** 31 })
    .map(seed => generatePerson(seeded(seed), { villageCode: villages[seed % villages.length]!.code, day: hongmao.today }));
  const again = (row: RosterRow) => read(lines([TEMPLATE_HEADERS, renderPerson(row.person, names.nameOf)]), county);

  it('a generated person has no issue', async () => {
    await fc.assert(
      fc.asyncProperty(generated, async person => {
        const { people } = await read(lines([TEMPLATE_HEADERS, renderPerson(person, names.nameOf)]), county);
        expect(people[0]!.issues).toEqual([]);
        expect(people[0]!.person).toEqual({ ...person, noNumberReason: person.identity === null ? 'not_in_roster' : null });
      }),
    );
  });

  it('what was read and written back reads the same, however messy it was', async () => {
    const messy = (text: string) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(text) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            ` ${text} `,
            text.replaceAll('', ' '),
            `${text}(备注)`,
            text.normalize('NFKD'),
            `\u200b${text}`,
            '无',
            '1943.5',
            '1943年',
            '13812345678 13912345678',
            '低保/独居',
            '4.69E+17',
          ),
        },
      );
    await fc.assert(
      fc.asyncProperty(
        generated.chain(person => fc.tuple(...renderPerson(person, names.nameOf).map(messy))),
        async cells => {
          const { people } = await read(lines([TEMPLATE_HEADERS, cells]), county);
          const row = people[0];
          if (!row || row.issues.some(issue => issue.level === 'error')) return;
          const second = (await again(row)).people[0]!;
          expect(second.person).toEqual(row.person);
          const doubted = new Set(row.issues.map(issue => issue.field));
          expect(second.issues.filter(issue => !doubted.has(issue.field))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('no cell makes it throw, and every line is a person, a skipped line or blank', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('姓名', '身份证号', '村', '合计', '什寒村', ELDER, '低保', '', '', '1943.5.6'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), async rows => {
        const { people, skipped, summary } = await read(lines(rows));
        const sheet = summary.sheets[0];
        if (sheet && sheet.state !== 'no_header') expect(people.length + skipped.length + sheet.blank).toBe(rows.length);
      }),
    );
  });
});
