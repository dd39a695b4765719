// Where the records behind a clause stand in the office, for who may open that page.

import { clientsPolicy } from '#domain/clients/clients.policy.ts';
import { inspectionsPolicy } from '#domain/inspections/inspections.policy.ts';
import { orgPolicy } from '#domain/org/org.policy.ts';
import { visitsPolicy } from '#domain/visits/visits.policy.ts';
import { type Actor, holds, type Role } from '#kernel/roles.ts';
import { deliverablesPolicy } from '../../deliverables.policy.ts';

type Page = { to: string; title: string; roles: readonly Role[]; search?: Record<string, string> };
type Term = { from_on: string; to_on: string };

const PAGES: Readonly<Record<string, (term: Term) => Page>> = {
  'visits.home_visit': ({ from_on, to_on }) => ({
    to: '/visits',
    title: '探访记录',
    roles: visitsPolicy['visits.list'].roles,
    search: { kind: 'home_visit', from: from_on, to: to_on },
  }),
  'inspections.inspection': ({ from_on, to_on }) => ({
    to: '/inspections',
    title: '检查指导',
    roles: inspectionsPolicy['inspections.grid'].roles,
    search: { from: from_on, to: to_on },
  }),
  'inspections.callback': () => ({ to: '/draws', title: '抽查回访', roles: inspectionsPolicy['inspections.draws'].roles }),
  'inspections.check': () => ({ to: '/draws', title: '抽查回访', roles: inspectionsPolicy['inspections.draws'].roles }),
  'org.station_day': () => ({ to: '/staffing', title: '人员配备', roles: orgPolicy['org.staffing'].roles }),
  'org.certificate': () => ({
    to: '/staffing',
    title: '考证',
    roles: orgPolicy['org.staffing'].roles,
    search: { tab: 'exams' },
  }),
  'clients.file': () => ({ to: '/people', title: '服务对象', roles: clientsPolicy['clients.list'].roles }),
  'clients.register': () => ({ to: '/people', title: '服务对象', roles: clientsPolicy['clients.list'].roles }),
  'contract.deliverable': () => ({
    to: '/contract/deliverables',
    title: '成果材料',
    roles: deliverablesPolicy['contract.deliverables'].roles,
  }),
};

/** The pages of these measures that the reader may open, each once. */
export function evidencePages(measures: readonly (string | null)[], term: Term, actor: Pick<Actor, 'grants'>): Page[] {
  const pages = measures.flatMap(name => (name && PAGES[name] ? [PAGES[name](term)] : []));
  return [...new Map(pages.map(p => [p.title, p])).values()].filter(p => holds(actor, ...p.roles));
}
