// Every statement carries its county as a value (docs/decisions/0003, rule 4): row security does not route, so a statement
// without it would visit every shard of a cluster. Checked on each new statement text, in every environment: a text is parsed once.

/** Tables of schema app a statement names, with how often each is named as a source or target. */
const TABLE = /(?:from|join|into|update|using)\s+(?:only\s+)?"?app"?\."?([a-z_]+)"?(?!\s*\()/gi;
/** `county_id = $1`, also with a cast or an alias in front, or as the first column of an insert. */
const STATED = /"?county_id"?\s*=\s*(?:\$\d+|any\s*\()/gi;
const INSERTED = /insert\s+into\s+"?app"?\."?[a-z_]+"?\s*\(\s*"?county_id"?/gi;

/**
 * Throws when a statement names a table of the domain more often than it states a county value for it.
 * @param sql the statement's text, with placeholders
 */
export function mustStateCounty(sql: string): void {
  const tables = sql.match(TABLE)?.length ?? 0;
  if (tables === 0) return;
  const stated = (sql.match(STATED)?.length ?? 0) + (sql.match(INSERTED)?.length ?? 0);
  if (stated < tables) throw new Error(`statement names ${tables} table(s) but states its county ${stated} time(s): ${sql}`);
}
