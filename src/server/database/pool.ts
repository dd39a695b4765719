// Connections of the runtime role. Pipelined: what is sent does not wait for the answer to what was sent before (docs/decisions/0003).

import pg from 'pg';
import { typeParser } from './types.ts';

const types = { getTypeParser: (oid: number) => typeParser(oid) };

/** A pool of connections as the role in the URL. `max` connections; statements longer than `statementSeconds` are cancelled. */
export function openPool(
  url: string,
  options: { max?: number; statementSeconds?: number; onLost?: (error: Error) => void } = {},
): pg.Pool {
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
