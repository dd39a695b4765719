// The query builder: it only writes SQL, a Tx sends it (tx.ts). Typed by db/types.ts, which is generated from the migrations.

import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { DB } from '../../../db/types.ts';

/** Builds queries against schema `app`; names are written in full: `q.selectFrom('app.visits')`. */
export const q = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export { type RawBuilder, sql } from 'kysely';
export type { DB } from '../../../db/types.ts';
