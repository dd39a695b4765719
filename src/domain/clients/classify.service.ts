// Rows of a roster compared with the register: by number within the whole county, by sound, birth date and village within the station.

import { among } from '#server/database/bulk.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { CategoryCode } from './categories.ts';
import { identityIndex, openPerson, type Person, type ResidentRow } from './persons.service.ts';
import { RESIDENT_STATES, type ResidentState } from './residents.ts';
import { type Change, compare, type KnownPerson } from './roster/classify.ts';
import type { RosterIssue, RosterRow } from './roster/person.ts';
import type { Verdict } from './roster.ts';

/** An issue; `found` when comparing found it rather than reading, so that comparing again does not keep it. */
export type StoredIssue = RosterIssue & { found?: true };
export type Comparable = Pick<RosterRow, 'person' | 'issues'> & { twin: string | null };
export type Compared = {
  verdict: Verdict;
  identity_index: Buffer | null;
  issues: StoredIssue[];
  resident_id: string | null;
  /** Who has the row's number at this station, whatever the name says. */
  owner: string | null;
  candidates: string[];
  changes: Change[];
};

const ELSEWHERE = '这个证件号已登记在本县其他社工站，不能重复登记，请联系县民政局核实。';
const UNKNOWABLE = '没有证件号，也没有出生日期，登记后无法再认出此人，请补上其中一项。';

/**
 * At which station of the county each number is registered, by the hex of its index. The one look beyond the actor's own stations: the
 * number's unique constraint would answer the same when the roster is confirmed, only too late to say which row it is about.
 */
export async function whereRegistered(tx: Tx, indexes: readonly Buffer[]): Promise<Map<string, { id: string; station: number }>> {
  if (indexes.length === 0) return new Map();
  const { actor, county } = tx;
  const [, rows] = await Promise.all([
    tx.run(
      sql`select app.become(jsonb_build_object('county', ${county}::int, 'account', ${actor.account}::text,
        'stations', (select jsonb_agg(s.station_id) from app.stations s where s.county_id = ${county})))`.compile(q),
    ),
    tx.all(
      q
        .selectFrom('app.residents')
        .select(['id', 'station_id', 'identity_index'])
        .where('county_id', '=', county)
        .where(among('identity_index', indexes, 'bytea'))
        .where('state', '<>', 'merged'),
    ),
    tx.run(
      sql`select app.become(${JSON.stringify({ county, account: actor.account, stations: actor.stations })}::jsonb)`.compile(q),
    ),
  ]);
  return new Map(rows.map(r => [r.identity_index!.toString('hex'), { id: r.id, station: r.station_id }]));
}

/** A registered person; `undated` are current categories without a day of recognition. */
export type Registered = { row: ResidentRow; person: KnownPerson; undated: readonly CategoryCode[] };

/** Registered people by id, with their current categories. */
export async function knownPeople(tx: Tx, house: House, ids: readonly string[]): Promise<Map<string, Registered>> {
  if (ids.length === 0) return new Map();
  const [rows, categories] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.residents')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where(among('id', ids, 'uuid')),
    ),
    tx.all(
      q
        .selectFrom('app.resident_categories')
        .select(['resident_id', 'category', 'from_on'])
        .where('county_id', '=', tx.county)
        .where(among('resident_id', ids, 'uuid'))
        .where('to_on', 'is', null),
    ),
  ]);
  const byPerson = Map.groupBy(categories, c => c.resident_id);
  return new Map(
    rows.map(row => {
      const own = byPerson.get(row.id) ?? [];
      const codes = (of: typeof own) => of.map(c => c.category as CategoryCode);
      return [
        row.id,
        { row, person: openPerson(house.secrets, row, codes(own)), undated: codes(own.filter(c => c.from_on === null)) },
      ];
    }),
  );
}

/**
 * The registered person as this row is compared with: a row's day of recognition belongs to the categories it adds or dates; where it
 * does neither, it changes nothing.
 */
export function asComparedWith(row: Person, { person, undated }: Registered): KnownPerson {
  const dates = row.categories.some(code => !person.categories.includes(code) || undated.includes(code));
  return { ...person, since: dates ? null : row.since };
}

async function twinsOfRows(
  tx: Tx,
  house: House,
  station: number,
  rows: readonly Comparable[],
): Promise<Map<string, Registered[]>> {
  const keys = [...new Set(rows.map(r => r.twin).filter(key => key !== null))];
  if (keys.length === 0) return new Map();
  const found = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'twin_key'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', station)
      .where(among('twin_key', keys, 'text'))
      .where('state', '<>', 'merged'),
  );
  const people = await knownPeople(
    tx,
    house,
    found.map(r => r.id),
  );
  return new Map([...Map.groupBy(found, r => r.twin_key!)].map(([key, twins]) => [key, twins.map(t => people.get(t.id)!)]));
}

/** Somebody without number and birth date could never be known again: the next roster would make a second person of them. */
function knowable({ person, issues }: Comparable): StoredIssue[] {
  if (person.identity !== null || person.born !== null || issues.some(i => i.level === 'error')) return [...issues];
  return [...issues.filter(i => i.field !== 'born'), { field: 'born', level: 'error', say: UNKNOWABLE, found: true }];
}

/** Compares rows of one station's roster with the register, in the order given. */
export async function compareRows(tx: Tx, house: House, station: number, rows: readonly Comparable[]): Promise<Compared[]> {
  const indexes = rows.map(({ person }) =>
    person.identity === null ? null : identityIndex(house.secrets, person.identityKind, person.identity),
  );
  const places = await whereRegistered(
    tx,
    indexes.filter(i => i !== null),
  );
  const here = [...places.values()].filter(r => r.station === station).map(r => r.id);
  const [known, twins] = await Promise.all([knownPeople(tx, house, here), twinsOfRows(tx, house, station, rows)]);
  return rows.map((row, i) => {
    const index = indexes[i] ?? null;
    const place = index ? places.get(index.toString('hex')) : undefined;
    const existing = place && place.station === station ? known.get(place.id) : undefined;
    const alike = row.twin === null ? [] : (twins.get(row.twin) ?? []).filter(t => t.row.id !== existing?.row.id);
    const issues = knowable(row);
    if (place && place.station !== station) issues.push({ field: 'identity', level: 'error', say: ELSEWHERE, found: true });
    return judge({ person: row.person, issues }, index, existing, alike);
  });
}

function judge(
  row: { person: Person; issues: StoredIssue[] },
  identity_index: Buffer | null,
  existing: Registered | undefined,
  alike: readonly Registered[],
): Compared {
  const seen = (r: Registered) => asComparedWith(row.person, r);
  const compared = compare(row, existing ? seen(existing) : null, alike.map(seen));
  const match = compared.match === null ? undefined : [existing, ...alike].find(r => r?.row.id === compared.match);
  const issues = row.issues.concat(
    compared.why
      .filter(say => !row.issues.some(i => i.say === say))
      .map(say => ({ field: 'name', level: 'doubt', say, found: true }) as const),
  );
  const returning = match !== undefined && match.row.state !== 'active' && compared.outcome !== 'wrong';
  if (returning) {
    const state = RESIDENT_STATES[match.row.state as ResidentState];
    issues.push({
      field: 'name',
      level: 'doubt',
      say: `此人在系统中已登记为「${state}」；按名册导入将恢复在册，请核对。`,
      found: true,
    });
  }
  return {
    verdict: returning ? 'doubtful' : compared.outcome,
    identity_index,
    issues,
    resident_id: compared.match,
    owner: existing?.row.id ?? null,
    candidates: compared.candidates,
    changes: compared.changes,
  };
}
