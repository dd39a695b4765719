import { expect, it } from 'vitest';
import type { Role } from '#kernel/roles.ts';
import { entriesFor, type OfficePage } from './registry.ts';

const page = (path: string, group: OfficePage['group'], roles: Role[], hidden = false): OfficePage => ({
  path,
  title: path,
  group,
  roles,
  hidden,
  load: async () => ({ default: () => null }),
});
const pages = [
  page('/contract', 'contract', ['county_officer']),
  page('/visits', 'records', ['station_lead', 'county_officer']),
  page('/visits/$id', 'records', ['station_lead'], true),
  page('/accounts', 'system', ['system_admin']),
];
const groups = (role: Role) => entriesFor(pages, { grants: [{ role, station: null }] }).map(entry => entry.group);

it('shows a person the entries that lead somewhere she may go, in the order of the work', () => {
  expect(groups('county_officer')).toEqual(['records', 'contract']);
  expect(groups('station_lead')).toEqual(['records']);
  expect(groups('system_admin')).toEqual(['system']);
  expect(groups('evaluator')).toEqual([]);
  expect(entriesFor(pages, { grants: [{ role: 'station_lead', station: 1 }] })[0]!.pages.map(p => p.path)).toEqual(['/visits']);
});
