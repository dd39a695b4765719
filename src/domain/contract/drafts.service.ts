// Drafts: a contract written whole from a document, and made into one again; begun empty, from the requirement, or as a copy (P1, P2).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { changed, changing } from './changing.service.ts';
import { type ContractDocument, documentProblems } from './contract-json.ts';
import type { Countables } from './rule-words.ts';
import { setupPolicy as may } from './setup.policy.ts';
import { type Contents, contentsOf } from './setup.service.ts';
import type { discard, draft } from './setup.ts';
import { contractTemplate } from './template.ts';
import { keepClauses, keepIndicators } from './versions.service.ts';

/** A contract as a document: what is exported, and what another contract is copied from. */
export function documentOf(c: Contents): ContractDocument {
  const keys = new Map(c.clauses.flatMap(clause => clause.indicators.map((i, n) => [i.id, `${clause.code}-${n + 1}`] as const)));
  const { code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan, grades } = c;
  return {
    version: 1,
    ...{ code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan, grades },
    stations: c.stations.map(({ left_reason: _, ...s }) => s),
    budget: c.budget,
    clauses: c.clauses.map(({ revision: _, ...clause }) => ({
      ...clause,
      indicators: clause.indicators.map(({ id, title, unit, rule, score }) => ({ key: keys.get(id)!, title, unit, rule, score })),
    })),
    milestones: c.milestones.map(({ title, amount_yuan, percent, due_on, conditions }) => ({
      ...{ title, amount_yuan, percent, due_on },
      conditions: conditions.flatMap((condition): ContractDocument['milestones'][number]['conditions'] => {
        if (condition.is !== 'indicators') return [condition];
        const indicators = condition.indicators.flatMap(id => keys.get(id) ?? []);
        return indicators.length ? [{ is: 'indicators', indicators }] : [];
      }),
    })),
  };
}

async function writeClauses(tx: Tx, id: string, d: ContractDocument, ids: ReadonlyMap<string, string>): Promise<void> {
  if (d.clauses.length === 0) return;
  const own = { county_id: tx.county, contract_id: id };
  const clauses = d.clauses.map(({ indicators: _, ...c }) => ({ ...c, revision: 1 }));
  await tx.run(
    q.insertInto('app.clauses').values(clauses.map((c, i) => ({ ...own, ...c, place: i + 1, changed_by: tx.changedBy }))),
  );
  await keepClauses(tx, id, clauses, { reason: null });
  const indicators = d.clauses.flatMap(c =>
    c.indicators.map(({ key, ...i }) => ({ ...i, id: ids.get(key)!, clause: c.code, revision: 1 })),
  );
  if (indicators.length === 0) return;
  await tx.run(
    q.insertInto('app.indicators').values(
      indicators.map(({ clause, rule, score, ...i }, n) => ({
        ...own,
        ...i,
        clause_code: clause,
        place: n + 1,
        rule: rule && JSON.stringify(rule),
        score: score && JSON.stringify(score),
        changed_by: tx.changedBy,
      })),
    ),
  );
  await keepIndicators(tx, id, indicators, { reason: null });
}

async function writeMoney(tx: Tx, id: string, d: ContractDocument, ids: ReadonlyMap<string, string>): Promise<void> {
  const own = { county_id: tx.county, contract_id: id };
  if (d.stations.length)
    await tx.run(
      q
        .insertInto('app.contract_stations')
        .values(d.stations.map(({ station, name: _, away: __, ...s }) => ({ ...own, station_id: station, ...s }))),
    );
  const gaps = d.stations.flatMap(s => s.away.map(gap => ({ ...own, station_id: s.station, ...gap })));
  if (gaps.length) await tx.run(q.insertInto('app.contract_station_gaps').values(gaps));
  if (d.budget.length)
    await tx.run(
      q
        .insertInto('app.budget_lines')
        .values(d.budget.map(({ station, ...line }, i) => ({ ...own, ...line, station_id: station, place: i + 1 }))),
    );
  if (d.milestones.length)
    await tx.run(
      q.insertInto('app.milestones').values(
        d.milestones.map(({ conditions, ...m }, i) => ({
          ...own,
          ...m,
          id: newId(),
          place: i + 1,
          conditions: JSON.stringify(
            conditions.map(c => (c.is === 'indicators' ? { ...c, indicators: c.indicators.map(key => ids.get(key)!) } : c)),
          ),
          changed_by: tx.changedBy,
        })),
      ),
    );
}

/** Numbers of the county's stations. */
async function stationsHere(tx: Tx): Promise<Set<number>> {
  const rows = await tx.all(q.selectFrom('app.stations').select('station_id').where('county_id', '=', tx.county));
  return new Set(rows.map(r => r.station_id));
}

/** Writes a document as a draft. Throws `invalid` with a sentence for each place that cannot be so. */
export async function writeDraft(tx: Tx, id: string, d: ContractDocument, measures: Countables): Promise<void> {
  const issues = documentProblems(d, measures, await stationsHere(tx));
  if (issues.length) throw new AppError('invalid', { issues: issues.map(i => ({ ...i, path: `document.${i.path}` })) });
  const { code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan } = d;
  await tx.run(
    q.insertInto('app.contracts').values({
      county_id: tx.county,
      id,
      ...{ code, name, purchaser, provider, signed_on, from_on, to_on, budget_yuan },
      grades: d.grades && JSON.stringify(d.grades),
      state: 'draft',
      changed_by: tx.changedBy,
    }),
  );
  const ids = new Map(d.clauses.flatMap(c => c.indicators.map(i => [i.key, newId()] as const)));
  await writeClauses(tx, id, d, ids);
  await writeMoney(tx, id, d, ids);
}

/** Gives a draft up: nothing of it is deleted. Answers its last revision. */
export async function discardDraft(tx: Tx, { id, revision, reason }: z.output<typeof discard.input>): Promise<number> {
  const contract = await changing(tx, may['contract.discard'], id, revision);
  return changed(tx, contract, { what: '废弃草稿', reason }, { state: 'discarded' });
}

type Drafting = z.output<typeof draft.input>;
const EMPTY = { version: 1 as const, budget_yuan: 0, grades: null, stations: [], budget: [], clauses: [], milestones: [] };

/** The document a new draft begins with: nothing, the requirement's clauses, or another contract of the county without its days. */
export async function beginningOf(tx: Tx, { id: _, source, ...head }: Drafting): Promise<ContractDocument> {
  if (source.from === 'blank') return { ...EMPTY, ...head };
  if (source.from === 'requirement')
    return {
      ...EMPTY,
      ...head,
      clauses: contractTemplate.clauses.map(c => ({
        ...c,
        indicators: c.indicators.map((i, n) => ({ score: null, ...i, key: `${c.code}-${n + 1}` })),
      })),
    };
  const from = documentOf(await contentsOf(tx, source.id));
  return {
    ...from,
    ...head,
    stations: from.stations.filter(s => s.left_on === null).map(s => ({ ...s, joined_on: null, away: [] })),
    budget: from.budget.filter(b => b.station === null || from.stations.some(s => s.station === b.station && s.left_on === null)),
    milestones: from.milestones.map(m => ({ ...m, due_on: null })),
  };
}
