import { describe, expect, it } from 'vitest';
import { list } from '../../clients.ts';
import { AGE_BANDS, listQuery } from './filters.ts';

describe('the filters of the address', () => {
  it.each(Object.keys(AGE_BANDS))('age %s is a query the server takes', age => {
    const { age_from, age_to } = list.query.parse(listQuery({ age, limit: 20 }));
    expect([age_from ?? '', age_to ?? ''].join('-')).toBe(age);
  });
  it('“nobody” asks for the unassigned', () =>
    expect(list.query.parse(listQuery({ worker: 'none' }))).toMatchObject({ unassigned: true }));
  it('what is no age band is left out', () => {
    const query = list.query.parse(listQuery({ age: 'old' }));
    expect(query).not.toHaveProperty('age_from');
    expect(query).not.toHaveProperty('age_to');
  });
});
