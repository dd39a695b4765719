// Connections of the runtime role, and how texts and numbers come out of them: days as 'YYYY-MM-DD', instants as ISO text, whole
// numbers as numbers. Pipelined: several statements travel in one round trip (docs/decisions/0003).

import pg from 'pg';

const parsers: [number, (text: string) => unknown][] = [
  [20, Number],
  [1700, Number],
  [1082, text => text],
  [1184, text => new Date(text).toISOString()],
];
const types = {
  getTypeParser(oid: number, format?: string) {
    const own = format === 'binary' ? undefined : parsers.find(([known]) => known === oid)?.[1];
    return own ?? pg.types.getTypeParser(oid, format as 'text');
  },
};

/** A pool of connections as the role in the URL. `max` connections; statements longer than `statementSeconds` are cancelled. */
export function openPool(url: string, options: { max?: number; statementSeconds?: number; onLost?: (error: Error) => void } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 16,
    types: types as pg.CustomTypesConfig,
    pipeline: true,
    statement_timeout: (options.statementSeconds ?? 30) * 1000,
    idle_in_transaction_session_timeout: 120_000,
    options: '-c TimeZone=Asia/Shanghai -c search_path=pg_catalog',
  } as pg.PoolConfig);
  // An idle connection that dies (database restart) must not end the process; the next request gets a new one.
  pool.on('error', error => options.onLost?.(error));
  // One that dies in use rejects its statements, which says it to whoever waits; unheard, the event itself would end the process too.
  pool.on('connect', client => client.on('error', () => undefined));
  return pool;
}
