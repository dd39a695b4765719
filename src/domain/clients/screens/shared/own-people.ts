// A worker's own people as the phone keeps them, for every screen that shows one. Serves K1.

import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { type FieldPerson, field } from '../../clients.ts';

type Left = { id: string; left: true };
type Row = FieldPerson | Left;
const hasLeft = (row: Row): row is Left => 'left' in row;

/**
 * The cursor is the ledger's number (`12`), and within a reading of several pages the number it began from, the number of its first
 * page and the place in the list (`12~40~<id>`), so that a reading the signal cuts off goes on.
 */
export const ownPeople: Collection<Row> = {
  name: 'clients.own',
  id: row => row.id,
  gone: hasLeft,
  async page(after) {
    const [since = '0', first, cursor] = (after ?? '0').split('~');
    const answer = await read(field, { after: since, cursor });
    const head = first ?? String(answer.head);
    return {
      rows: [...answer.rows, ...answer.gone.map((id): Left => ({ id, left: true }))],
      after: answer.next === null ? head : `${since}~${head}~${answer.next}`,
      more: answer.next !== null,
    };
  },
};

export type OwnPeople = { people: readonly FieldPerson[]; asOf: string | null; ready: boolean; trouble: string | null };

/** The people, and as of when; `trouble` says why they could not be brought up to date. */
export function useOwnPeople(): OwnPeople {
  const { rows, asOf, state, trouble } = useCollection(ownPeople);
  return { people: rows as readonly FieldPerson[], asOf, ready: state === 'ready', trouble };
}
