// The rows a contract is made of, as they are stored: clauses, indicators, days without a station (P1, P2).

import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Rule } from './rule.ts';
import type { Score } from './scoring.ts';

export type IndicatorRow = {
  id: string;
  clause: string;
  title: string;
  unit: string;
  rule: Rule | null;
  score: Score | null;
  revision: number;
};

/** The clauses that stand in a contract, in its order. */
export const clauseRows = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.clauses')
      .select(['code', 'block', 'title', 'body', 'revision'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', id)
      .where('removed_at', 'is', null)
      .orderBy('place'),
  );

/** Their indicators, in order; the rule as it is stored. */
export const indicatorRows = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.indicators')
      .select(['id', 'clause_code as clause', 'title', 'unit', 'rule', 'score', 'revision'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', id)
      .where('removed_at', 'is', null)
      .orderBy('place')
      .orderBy('id'),
  );

/** Days on which stations of a contract did not take part, between leaving and coming again. */
export const gapRows = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.contract_station_gaps')
      .select(['station_id as station', 'from_on', 'to_on', 'reason'])
      .where('county_id', '=', tx.county)
      .where('contract_id', '=', id)
      .orderBy('from_on'),
  );
