// Many values in one statement. Asked for: `among`. Written: `insert into … values (…), (…)`, sent unprepared. Values that recur in a column travel once, and nulls
// not at all, so that a thousand rows stay far below PostgreSQL's 65,535 parameters.

import { CompiledQuery, type Insertable, type RawBuilder, sql } from 'kysely';
import type { DB } from './tables.ts';
import type { Sender } from './tx.ts';

/** Whether a column is one of many values. */
export const among = (column: string, values: readonly unknown[], type: 'uuid' | 'text' | 'bytea' | 'int'): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${[...values]}::${sql.raw(type)}[])`;

/**
 * For the rest of the transaction every statement is planned for its very values. A plan for any values would compare each row with each
 * of many hundred values, one after the other.
 */
export const planForValues = (tx: Sender): Promise<number> =>
  tx.run(CompiledQuery.raw('set local plan_cache_mode = force_custom_plan'));

/**
 * Lets the connection plan anew. Plans are kept, and one made when a table was small reads it whole, once for every row's foreign key,
 * when this very transaction has made it large: statistics do not know what is not committed, the table's size is seen only when planning.
 */
export const planAnew = (tx: Sender): Promise<number> => tx.run(CompiledQuery.raw('discard plans'));

const NAME = /^[a-z_.]+$/;

/** The number of a value among the parameters; equal texts and numbers of one column share one. */
class Parameters {
  readonly values: unknown[] = [];
  private readonly known: Map<unknown, number>[];
  constructor(columns: number) {
    this.known = Array.from({ length: columns }, () => new Map());
  }
  place(column: number, value: unknown): string {
    if (value === null || value === undefined) return 'null';
    if (typeof value === 'object') return `$${this.values.push(value)}`;
    const seen = this.known[column]!;
    const at = seen.get(value) ?? this.values.push(value);
    seen.set(value, at);
    return `$${at}`;
  }
}

/**
 * An insert of all rows. The first row's columns are every row's; `county_id` comes first, as in every statement.
 * @throws Error when a row lacks one of the columns, or there is no row
 */
export function insertMany<T extends keyof DB & string>(table: T, rows: readonly Insertable<DB[T]>[]): CompiledQuery {
  const first = rows[0] as Record<string, unknown> | undefined;
  if (!first) throw new Error(`no rows for ${table}`);
  const columns = ['county_id', ...Object.keys(first).filter(c => c !== 'county_id')];
  if (![table, ...columns].every(name => NAME.test(name))) throw new Error(`not a name of a table or column in ${table}`);
  const parameters = new Parameters(columns.length);
  const lines = rows.map(row => {
    const values = row as Record<string, unknown>;
    return `(${columns.map((column, i) => parameters.place(i, column in values ? values[column] : missing(table, column))).join(',')})`;
  });
  return CompiledQuery.raw(`insert into ${table} (${columns.join(', ')}) values ${lines.join(',')}`, parameters.values);
}

function missing(table: string, column: string): never {
  throw new Error(`a row for ${table} lacks ${column}`);
}
