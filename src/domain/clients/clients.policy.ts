// Who may do what with the people served. Station roles act at their own station; the county sees all; evaluator and project manager
// see people masked; administrators see nobody (SEC-06, SEC-07).

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, holdsAt, type Role } from '#kernel/roles.ts';

/** What a deep rule is asked about: at which station the person is, and who is responsible. */
export type Where = { station: number };

const WORKERS: readonly Role[] = ['resident_worker', 'station_lead'];
const LEADS: readonly Role[] = ['station_lead'];
/** Who sees people's names and may reveal a field. */
const SEES: readonly Role[] = ['resident_worker', 'station_lead', 'county_officer', 'township_assistant'];
const READS: readonly Role[] = [...SEES, 'project_manager', 'evaluator'];
const IMPORTS: readonly Role[] = ['station_lead', 'county_officer'];

/** The roles, asked again for the very station the person is at. */
const atStation = (roles: readonly Role[]): Rule<Where> => ({
  roles,
  when: (actor: Actor, { station }: Where): ErrorCode | null => (holdsAt(actor, station, ...roles) ? null : 'forbidden'),
});

export const clientsPolicy = {
  'clients.register': atStation(WORKERS),
  'clients.correct': atStation(WORKERS),
  'clients.move': atStation(WORKERS),
  'clients.mark': atStation(WORKERS),
  'clients.categorise': atStation(WORKERS),
  'clients.end_category': atStation(WORKERS),
  'clients.consent': atStation(WORKERS),
  'clients.withdraw_consent': atStation(WORKERS),
  'clients.open_file': atStation(WORKERS),
  'clients.close_file': atStation(LEADS),
  'clients.assign': atStation(LEADS),
  'clients.merge': atStation(['station_lead', 'county_officer']),
  'clients.distinguish': atStation(['resident_worker', 'station_lead', 'county_officer']),
  'clients.reveal': atStation(SEES),
  'clients.list': { roles: READS },
  'clients.people': { roles: READS },
  'clients.get': { roles: READS },
  'clients.twins': { roles: ['resident_worker', 'station_lead', 'county_officer'] },
  'clients.field': { roles: WORKERS },
  'clients.numbers': { roles: READS },
  'clients.read_roster': atStation(IMPORTS),
  'clients.decide_rows': atStation(IMPORTS),
  'clients.confirm_roster': atStation(IMPORTS),
  'clients.drop_roster': atStation(IMPORTS),
  'clients.rosters': { roles: IMPORTS },
  'clients.roster': { roles: IMPORTS },
  'clients.roster_rows': { roles: IMPORTS },
  'clients.roster_report': { roles: IMPORTS },
  'clients.roster_template': { roles: IMPORTS },
} as const satisfies Record<string, Rule<Where>>;

/** Whether the actor sees this station's people by name; the others see them masked and cannot search them (attack 3). */
export const seesNames = (actor: Actor, station: number): boolean => holdsAt(actor, station, ...SEES);
/** Whether every person the actor can reach is shown by name. */
export const seesAllNames = (actor: Actor): boolean => actor.stations.every(station => seesNames(actor, station));

/** Whether this reader must say why before a field is shown in clear: all but the head of station and the person's own worker. */
export const mustSayWhy = (actor: Actor, station: number, worker: string | null): boolean =>
  !holdsAt(actor, station, 'station_lead') && !(worker === actor.account && holdsAt(actor, station, 'resident_worker'));
