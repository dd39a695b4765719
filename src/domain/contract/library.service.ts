// The indicator library of a county: its own rows, beside what comes with the product and what stands in its contracts (K1–K6c).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { builtinLibrary, type LibraryRow, measuresOf, type removeFromLibrary, type saveToLibrary } from './library.ts';
import { Rule } from './rule.ts';
import { type Countable, problemOf } from './rule-words.ts';
import { Score } from './scoring.ts';

type Measures = ReadonlyMap<string, Countable>;
const waiting = (rule: Rule, measures: Measures): string[] => measuresOf(rule).filter(m => !measures.has(m));

async function ownRows(tx: Tx, measures: Measures): Promise<LibraryRow[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.library_indicators')
      .select(['id', 'title', 'unit', 'note', 'rule', 'score', 'revision'])
      .where('county_id', '=', tx.county)
      .where('removed_at', 'is', null)
      .orderBy('title')
      .orderBy('id'),
  );
  return rows.map(r => {
    const rule = Rule.parse(r.rule);
    const score = r.score === null ? null : Score.parse(r.score);
    return { ...r, source: 'county', group: '本县指标', rule, score, waiting: waiting(rule, measures) };
  });
}

async function contractRows(tx: Tx, measures: Measures): Promise<LibraryRow[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.indicators as i')
      .innerJoin('app.contracts as c', j => j.onRef('c.id', '=', 'i.contract_id').on('c.county_id', '=', tx.county))
      .select(['i.id', 'i.clause_code', 'i.title', 'i.unit', 'i.rule', 'i.score', 'i.revision', 'c.code', 'c.name'])
      .where('i.county_id', '=', tx.county)
      .where('i.rule', 'is not', null)
      .where('i.removed_at', 'is', null)
      .orderBy('c.from_on', 'desc')
      .orderBy('i.contract_id')
      .orderBy('i.place')
      .orderBy('i.id')
      .limit(500),
  );
  return rows.map(({ clause_code, code, name, ...r }) => {
    const rule = Rule.parse(r.rule);
    const score = r.score === null ? null : Score.parse(r.score);
    return {
      ...r,
      source: 'contract',
      group: `${code} ${name}`,
      note: `条款 ${clause_code}`,
      rule,
      score,
      waiting: waiting(rule, measures),
    };
  });
}

/** Everything an indicator can be taken from. */
export async function libraryOf(tx: Tx, measures: Measures): Promise<LibraryRow[]> {
  const [own, contracts] = await Promise.all([ownRows(tx, measures), contractRows(tx, measures)]);
  const product = builtinLibrary.map(
    ({ key, ...entry }): LibraryRow => ({
      ...entry,
      source: 'builtin',
      id: key,
      score: null,
      revision: 1,
      waiting: waiting(entry.rule, measures),
    }),
  );
  return [...own, ...product, ...contracts];
}

/** Keeps an indicator for the next contract. Answers its revision. */
export async function putInLibrary(tx: Tx, input: z.output<typeof saveToLibrary.input>, measures: Measures): Promise<number> {
  const measure = measures.get(input.rule.measure);
  const problem = measure && problemOf(input.rule, measure, measures);
  if (problem) throw new AppError('rule_unusable', { say: `${problem}。` });
  const { id, revision, title, unit, note } = input;
  const fields = {
    ...{ title, unit, note },
    rule: JSON.stringify(input.rule),
    score: input.score && JSON.stringify(input.score),
    changed_by: tx.changedBy,
  };
  if (revision === 0) {
    await tx.run(q.insertInto('app.library_indicators').values({ county_id: tx.county, id, ...fields }));
    return 1;
  }
  await replace(tx, id, revision, fields);
  return revision + 1;
}

async function replace(tx: Tx, id: string, revision: number, fields: Record<string, string | null>): Promise<void> {
  const rows = await tx.run(
    q
      .updateTable('app.library_indicators')
      .set({ ...fields, revision: revision + 1 })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision)
      .where('removed_at', 'is', null),
  );
  if (rows > 0) return;
  const now = await tx.first(
    q
      .selectFrom('app.library_indicators')
      .select('revision')
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('removed_at', 'is', null),
  );
  throw now ? new AppError('stale', { current: now }) : new AppError('not_found');
}

/** Takes an indicator out of the library; contracts that took it keep theirs. */
export async function takeFromLibrary(tx: Tx, { id, revision }: z.output<typeof removeFromLibrary.input>): Promise<number> {
  await replace(tx, id, revision, { removed_at: tx.now.toISOString(), changed_by: tx.changedBy });
  return revision + 1;
}
