// The people of a roster written to the register, a piece at a time: new ones in a few large statements, changed ones one by one.

import { setImmediate } from 'node:timers/promises';
import type { Insertable } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { insertMany } from '#server/database/bulk.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { BatchRow } from './batches.service.ts';
import type { CategoryCode } from './categories.ts';
import { asComparedWith, knownPeople, type Registered } from './classify.service.ts';
import { settle } from './files.service.ts';
import { columnsOf, keysOf, type Person, sameKeys, writeKeys } from './persons.service.ts';
import { applyRow, changesOf } from './roster/classify.ts';
import { foundHouseholds, type RosterHouseholds } from './roster-households.service.ts';

/** One row to be written: `target` for a registered person, `apart` whom a new one was told apart from. */
export type Writing = { person: Person; target: string | null; apart: string[] };
type CategoryInsert = Insertable<DB['app.resident_categories']>;

const HOUSEHOLD_FIELDS: readonly string[] = ['householdNo', 'householder', 'householderIdentity'];
/** Whose document number the number of a relief certificate is. */
const CERTIFIED: readonly CategoryCode[] = ['dibao_recipient', 'extremely_poor', 'dibao_marginal'];
/** Rows of one statement of keys: each has two parameters at most, and many share theirs. */
const KEYS_AT_ONCE = 10_000;

export class RosterWriter {
  private readonly tx: Tx;
  private readonly house: House;
  private readonly batch: BatchRow;
  private readonly households: RosterHouseholds;
  /** What the database is still writing of the piece before. */
  private writing: Promise<unknown> = Promise.resolve();
  constructor(tx: Tx, house: House, batch: BatchRow, households: RosterHouseholds) {
    this.tx = tx;
    this.house = house;
    this.batch = batch;
    this.households = households;
  }

  private categories(id: string, person: Person, codes: readonly CategoryCode[]): CategoryInsert[] {
    return codes.map(category => ({
      county_id: this.tx.county,
      id: newId(this.tx.now.getTime()),
      station_id: this.batch.station_id,
      resident_id: id,
      category,
      basis: `名册：${this.batch.file_name}`.slice(0, 100),
      document_no: CERTIFIED.includes(category) ? person.dibaoNo : null,
      from_on: person.since,
      changed_by: this.tx.changedBy,
    }));
  }

  /** Writes new people. Answers how many. The database may still be at it: the next piece is prepared meanwhile; `finish` waits for it. */
  async insert(rows: readonly Writing[]): Promise<number> {
    if (rows.length === 0) return 0;
    const { tx, house, batch } = this;
    const founded: { id: string; person: Person }[] = [];
    const residents: Insertable<DB['app.residents']>[] = [];
    const categories: CategoryInsert[] = [];
    const keys: Insertable<DB['app.resident_keys']>[] = [];
    for (const [i, { person, apart }] of rows.entries()) {
      const id = newId(tx.now.getTime());
      const household = this.households.of(person, tx.now.getTime());
      if (household.founded) founded.push({ id: household.id, person });
      residents.push({
        county_id: tx.county,
        id,
        station_id: batch.station_id,
        household_id: household.id,
        ...columnsOf(house.secrets, person),
        source: 'roster',
        distinct_from: apart,
        batch_id: batch.id,
        changed_by: tx.changedBy,
      });
      categories.push(...this.categories(id, person, person.categories));
      for (const key of keysOf(house.secrets, person))
        keys.push({ county_id: tx.county, station_id: batch.station_id, key, resident_id: id });
      if (i % 100 === 99) await setImmediate();
    }
    await this.writing;
    const statements = [insertMany('app.residents', residents)];
    if (categories.length > 0) statements.push(insertMany('app.resident_categories', categories));
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE)
      statements.push(insertMany('app.resident_keys', keys.slice(at, at + KEYS_AT_ONCE)));
    this.writing = Promise.all([foundHouseholds(tx, batch.station_id, founded), ...statements.map(s => tx.run(s))]);
    this.writing.catch(() => undefined);
    return rows.length;
  }

  /** Waits until everything is written; throws what any of it was refused for. */
  async finish(): Promise<void> {
    await this.writing;
  }

  /** Writes what rows change in registered people. Answers how many people changed. */
  async update(rows: readonly Writing[]): Promise<number> {
    const known = await knownPeople(
      this.tx,
      this.house,
      rows.map(r => r.target!),
    );
    let changed = 0;
    for (const { person, target } of rows) {
      const registered = known.get(target!);
      if (registered && (await this.updateOne(person, registered))) changed++;
    }
    return changed;
  }

  private async updateOne(row: Person, registered: Registered): Promise<boolean> {
    const { tx, house } = this;
    const seen = asComparedWith(row, registered);
    const changes = changesOf(row, seen);
    const returns = registered.row.state !== 'active';
    if (changes.length === 0 && !returns) return false;
    const after = applyRow(seen, row);
    const { id, station_id } = registered.row;
    const household = changes.some(c => HOUSEHOLD_FIELDS.includes(c.field)) ? this.households.of(after, tx.now.getTime()) : null;
    if (household?.founded) await foundHouseholds(tx, station_id, [{ id: household.id, person: after }]);
    await tx.run(
      q
        .updateTable('app.residents')
        .set({
          ...columnsOf(house.secrets, after),
          ...(household && { household_id: household.id }),
          ...(returns && { state: 'active', state_on: tx.today, state_reason: '名册导入恢复在册' }),
          revision: sql`revision + 1`,
          changed_by: tx.changedBy,
        })
        .where('county_id', '=', tx.county)
        .where('id', '=', id),
    );
    if (!sameKeys(registered.person, after)) await writeKeys(tx, station_id, id, keysOf(house.secrets, after), true);
    await this.updateCategories(row, registered);
    if (registered.row.file_state === 'open' || registered.row.file_state === 'complete') await settle(tx, id);
    return true;
  }

  private async updateCategories(row: Person, { row: { id }, person, undated }: Registered): Promise<void> {
    const { tx } = this;
    const added = row.categories.filter(code => !person.categories.includes(code));
    if (added.length > 0) await tx.run(insertMany('app.resident_categories', this.categories(id, row, added)));
    const dated = row.since === null ? [] : row.categories.filter(code => undated.includes(code));
    if (dated.length === 0) return;
    await tx.run(
      q
        .updateTable('app.resident_categories')
        .set({ from_on: row.since, revision: sql`revision + 1`, changed_by: tx.changedBy })
        .where('county_id', '=', tx.county)
        .where('resident_id', '=', id)
        .where('category', 'in', dated)
        .where('to_on', 'is', null)
        .where('from_on', 'is', null),
    );
  }
}
