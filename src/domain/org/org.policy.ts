// Who may do what with stations, staff, accounts and roles. The three administrators exclude each other and hold nothing else (SEC-06).

import type { ErrorCode } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type Actor, ADMIN_ROLES, type Grant, ROLE_NAMES, type Role, STATION_ROLES } from '#kernel/roles.ts';

const CONTRACTOR: readonly Role[] = ['project_manager', 'county_officer'];
const OVERSEES: readonly Role[] = ['station_lead', 'project_manager', 'county_officer', 'evaluator'];
const SEES_STAFF: readonly Role[] = [
  'resident_worker',
  'station_lead',
  'project_manager',
  'county_officer',
  'township_assistant',
  'evaluator',
];

/** What a new role is judged by: whose it is, and what that account holds now or later. */
export type Granting = { account: string; role: Role; station: number | null; to_on: string | null; held: readonly Grant[] };

/** Why a role may not be granted; null when it may. Nobody changes his own rights. */
export function grantRefusal(actor: Actor, g: Granting): ErrorCode | null {
  if (g.account === actor.account) return 'own_rights';
  if (STATION_ROLES.includes(g.role) !== (g.station !== null)) return 'role_scope';
  if (g.role === 'evaluator' && g.to_on === null) return 'evaluator_needs_end';
  const admin = ADMIN_ROLES.includes(g.role);
  if (admin ? g.held.length > 0 : g.held.some(h => ADMIN_ROLES.includes(h.role))) return 'admin_alone';
  if (g.held.some(h => h.role === g.role && h.station === g.station)) return 'role_held';
  return null;
}

export const orgPolicy = {
  'org.hire': { roles: CONTRACTOR },
  'org.correct_staff': { roles: CONTRACTOR },
  'org.leave': { roles: CONTRACTOR },
  'org.certify': { roles: CONTRACTOR },
  'org.train': { roles: CONTRACTOR },
  'org.move_staff': { roles: CONTRACTOR },
  'org.check_record': { roles: CONTRACTOR },
  'org.prepare_exam': { roles: CONTRACTOR },
  'org.exam_result': { roles: CONTRACTOR },
  'org.staff': { roles: SEES_STAFF },
  'org.staff_register': { roles: OVERSEES },
  'org.staff_member': { roles: OVERSEES },
  'org.staffing': { roles: OVERSEES },
  'org.reminders': { roles: OVERSEES },
  'org.hours': { roles: OVERSEES },
  'org.exams': { roles: OVERSEES },
  'org.stations': { roles: ROLE_NAMES },
  'org.villages': { roles: ROLE_NAMES },
  'org.colleagues': { roles: SEES_STAFF },
  'org.create_account': { roles: ['system_admin'] },
  'org.send_link': { roles: ['system_admin'], when: (actor, thing) => (thing.account === actor.account ? 'own_rights' : null) },
  'org.close_account': {
    roles: ['system_admin'],
    when: (actor, thing) => (thing.account === actor.account ? 'own_rights' : null),
  },
  'org.reset_second_factor': {
    roles: ['system_admin'],
    when: (actor, thing) => (thing.account === actor.account ? 'own_rights' : null),
  },
  'org.grant_role': { roles: ['security_admin'] },
  'org.end_role': { roles: ['security_admin'], when: (actor, thing) => (thing.account === actor.account ? 'own_rights' : null) },
  'org.accounts': { roles: ['system_admin', 'security_admin', 'audit_admin'] },
  'org.ledger': { roles: ['audit_admin'] },
  'org.ledger_file': { roles: ['audit_admin'] },
  'org.verify_ledger': { roles: ['audit_admin'] },
} as const satisfies Record<string, Rule<{ account: string }>>;
