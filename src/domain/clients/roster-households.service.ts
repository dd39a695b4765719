// Which household a person of a roster belongs to: by the roster's household number within the village, by the householder's number,
// or by the householder's name in the village; otherwise one of their own. The same words lead to the same household.

import { newId } from '#kernel/ids.ts';
import { matchName } from '#kernel/names.ts';
import { among, insertMany } from '#server/database/bulk.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { identityIndex, type Person } from './persons.service.ts';

/** GB/T 4761: 本人, 户主. */
const HEADS = ['01', '02'];

/** What a person's household is called by. */
function calledBy(p: Person): string | null {
  if (p.householdNo !== null) return `n:${p.village}:${p.householdNo}`;
  if (p.householderIdentity !== null) return `i:${p.householderIdentity}`;
  if (p.householder !== null) return `h:${p.village}:${matchName(p.householder)}`;
  return null;
}

/** What others may call the household by, when this person is its head. */
function namesOfHead(p: Person): string[] {
  const head =
    p.householder === null ? p.relation === null || HEADS.includes(p.relation) : matchName(p.householder) === matchName(p.name);
  if (!head) return [];
  return [...(p.identity === null ? [] : [`i:${p.identity}`]), `h:${p.village}:${matchName(p.name)}`];
}

/** The households of one roster while it is taken over. */
export class RosterHouseholds {
  private readonly byName = new Map<string, string>();
  private readonly station: number;
  private readonly house: House;
  constructor(house: House, station: number) {
    this.house = house;
    this.station = station;
  }

  /** Learns the registered households that these people's words lead to. */
  async learn(tx: Tx, people: readonly Person[]): Promise<void> {
    const unknown = people.filter(p => !this.byName.has(calledBy(p) ?? ''));
    const numbers = [...new Set(unknown.map(p => p.householdNo).filter(no => no !== null))];
    const heads = new Map(
      unknown.flatMap(p =>
        p.householderIdentity === null
          ? []
          : [
              [
                identityIndex(this.house.secrets, 'resident_id', p.householderIdentity).toString('hex'),
                p.householderIdentity,
              ] as const,
            ],
      ),
    );
    const [households, residents] = await Promise.all([
      numbers.length === 0
        ? []
        : tx.all(
            q
              .selectFrom('app.households')
              .select(['id', 'number', 'village_code'])
              .where('county_id', '=', tx.county)
              .where('station_id', '=', this.station)
              .where(among('number', numbers, 'text')),
          ),
      heads.size === 0
        ? []
        : tx.all(
            q
              .selectFrom('app.residents')
              .select(['household_id', 'identity_index'])
              .where('county_id', '=', tx.county)
              .where('station_id', '=', this.station)
              .where(
                among(
                  'identity_index',
                  [...heads.keys()].map(hex => Buffer.from(hex, 'hex')),
                  'bytea',
                ),
              )
              .where('state', '<>', 'merged'),
          ),
    ]);
    for (const h of households) this.set(`n:${h.village_code}:${h.number}`, h.id);
    for (const r of residents) this.set(`i:${heads.get(r.identity_index!.toString('hex'))}`, r.household_id);
  }

  private set(name: string, id: string): void {
    if (!this.byName.has(name)) this.byName.set(name, id);
  }

  /** The person's household; `founded` when nobody was in it before. */
  of(p: Person, now: number): { id: string; founded: boolean } {
    const called = calledBy(p);
    const own = namesOfHead(p);
    const known = called === null ? own.map(name => this.byName.get(name)).find(id => id !== undefined) : this.byName.get(called);
    const id = known ?? newId(now);
    for (const name of [...(called === null ? [] : [called]), ...own]) this.set(name, id);
    return { id, founded: known === undefined };
  }
}

/** Founds the households of these people. */
export async function foundHouseholds(
  tx: Tx,
  station: number,
  founded: readonly { id: string; person: Person }[],
): Promise<void> {
  if (founded.length === 0) return;
  await tx.run(
    insertMany(
      'app.households',
      founded.map(({ id, person }) => ({
        county_id: tx.county,
        id,
        station_id: station,
        village_code: person.village,
        number: person.householdNo,
        size: person.householdSize,
        changed_by: tx.changedBy,
      })),
    ),
  );
}
