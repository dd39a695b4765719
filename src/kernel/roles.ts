// Who works with the platform, and as what. A person holds roles in a scope (a county, or one of its stations) from a day to a day.

export const ROLES = {
  resident_worker: '驻站社工',
  station_lead: '站长',
  project_manager: '项目经理',
  county_officer: '县民政局',
  township_assistant: '乡镇民政助理',
  evaluator: '第三方评估',
  system_admin: '系统管理员',
  security_admin: '安全管理员',
  audit_admin: '审计管理员',
} as const;

export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

/** Roles that belong to one station; all others belong to the county. */
export const STATION_ROLES: readonly Role[] = ['resident_worker', 'station_lead', 'township_assistant'];
/** The three administrators exclude each other and see no client's content (SEC-06). */
export const ADMIN_ROLES: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];
/** Roles that must use a second factor in production (SEC-04). */
export const SECOND_FACTOR_ROLES: readonly Role[] = ['county_officer', ...ADMIN_ROLES];
/** Roles that see people masked, without the right to reveal. */
export const MASKED_ROLES: readonly Role[] = ['evaluator', 'project_manager'];

/** One role in its scope. `station` is null for a role of the whole county. */
export type Grant = { role: Role; station: number | null };

/**
 * Who is acting: made by the server from a living session, never from what a client says.
 * `stations` are the stations whose clients' rows this person may touch; row security reads the same list.
 */
export type Actor = {
  county: number;
  account: string;
  name: string;
  grants: readonly Grant[];
  stations: readonly number[];
};

/** Whether the actor holds one of the roles anywhere in the county. */
export const holds = (actor: Pick<Actor, 'grants'>, ...roles: readonly Role[]): boolean =>
  actor.grants.some(g => roles.includes(g.role));

/** Whether the actor holds one of the roles for this very station (a county-wide role covers every station). */
export const holdsAt = (actor: Pick<Actor, 'grants'>, station: number, ...roles: readonly Role[]): boolean =>
  actor.grants.some(g => roles.includes(g.role) && (g.station === null || g.station === station));
