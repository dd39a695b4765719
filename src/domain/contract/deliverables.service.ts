// Deliverables as they are handed in, checked and withdrawn. The document is in the file store under the station that sent it (U2, I1).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { ContractState } from './contract.ts';
import { deliverablesPolicy as may } from './deliverables.policy.ts';
import type {
  checkDeliverable,
  DeliverableKind,
  DeliverableState,
  deliver,
  deliverables,
  withdrawDeliverable,
} from './deliverables.ts';

async function contractOf(tx: Tx, id: string): Promise<{ state: ContractState; stations: number[] }> {
  const [contract, stations] = await Promise.all([
    tx.first(q.selectFrom('app.contracts').select('state').where('county_id', '=', tx.county).where('id', '=', id)),
    tx.all(
      q.selectFrom('app.contract_stations').select('station_id').where('county_id', '=', tx.county).where('contract_id', '=', id),
    ),
  ]);
  if (!contract) throw new AppError('not_found');
  return { state: contract.state as ContractState, stations: stations.map(s => s.station_id) };
}

async function rowOf(tx: Tx, id: string) {
  const row = await tx.first(
    q
      .selectFrom('app.deliverables')
      .select(['id', 'contract_id', 'station_id as station', 'author', 'state', 'revision', 'file_hash', 'file_name'])
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  return { ...row, state: row.state as DeliverableState };
}

type Handing = z.output<typeof deliver.input>;

/** What a handing in names must be there: the clause, the station of the contract, the file that was sent. */
async function mustBeThere(tx: Tx, input: Handing, stations: readonly number[]): Promise<void> {
  if (input.station !== null && !stations.includes(input.station)) throw new AppError('not_found');
  const [clause, file] = await Promise.all([
    input.clause === null
      ? null
      : tx.first(
          q
            .selectFrom('app.clauses')
            .select('code')
            .where('county_id', '=', tx.county)
            .where('contract_id', '=', input.contract)
            .where('code', '=', input.clause)
            .where('removed_at', 'is', null),
        ),
    tx.first(
      q
        .selectFrom('app.files')
        .select('hash')
        .where('county_id', '=', tx.county)
        .where('hash', '=', input.file)
        .where('use', '=', 'document')
        .limit(1),
    ),
  ]);
  if (clause === undefined) throw new AppError('missing_reference');
  if (!file) throw new AppError('file_not_sent', { say: '文件还没有上传，请先上传后再提交。' });
  if (input.delivered_on > tx.today)
    throw new AppError('invalid', { issues: [{ path: 'delivered_on', message: '不能晚于今天' }] });
}

/** Hands a deliverable in, or in again. Answers its revision. */
export async function handIn(tx: Tx, input: Handing): Promise<number> {
  const contract = await contractOf(tx, input.contract);
  const refused = refusal(may['contract.deliver'], tx.actor, { station: input.station, contractState: contract.state });
  if (refused) throw new AppError(refused);
  await mustBeThere(tx, input, contract.stations);
  const { kind, title, pieces, delivered_on, note, file_name } = input;
  const fields = {
    ...{ kind, title, pieces, delivered_on, note, file_name },
    clause_code: input.clause,
    station_id: input.station,
    file_hash: input.file,
    state: 'handed_in',
    handed_in_at: tx.now.toISOString(),
    checked_by: null,
    checked_at: null,
    remark: null,
    changed_by: tx.changedBy,
  };
  if (input.revision === 0) {
    const row = { county_id: tx.county, id: input.id, contract_id: input.contract, author: tx.actor.account, ...fields };
    await tx.run(q.insertInto('app.deliverables').values(row));
    return 1;
  }
  const now = await rowOf(tx, input.id);
  if (now.contract_id !== input.contract) throw new AppError('not_found');
  const again = refusal(may['contract.withdraw_deliverable'], tx.actor, { ...now, contractState: contract.state });
  if (again) throw new AppError(again);
  return write(tx, input.id, input.revision, fields);
}

async function write(tx: Tx, id: string, revision: number, fields: Record<string, string | number | null>): Promise<number> {
  const rows = await tx.run(
    q
      .updateTable('app.deliverables')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (rows === 0) throw new AppError('stale', { current: { revision: (await rowOf(tx, id)).revision } });
  return revision + 1;
}

/** Takes one's own back, as long as it was not approved. */
export async function withdraw(tx: Tx, input: z.output<typeof withdrawDeliverable.input>): Promise<number> {
  const now = await rowOf(tx, input.id);
  const refused = refusal(may['contract.withdraw_deliverable'], tx.actor, { ...now, contractState: 'running' });
  if (refused) throw new AppError(refused);
  return write(tx, input.id, input.revision, { state: 'withdrawn' });
}

/** Approves it or returns it with a remark. */
export async function check(tx: Tx, input: z.output<typeof checkDeliverable.input>): Promise<number> {
  const now = await rowOf(tx, input.id);
  const refused = refusal(may['contract.check_deliverable'], tx.actor, { ...now, contractState: 'running' });
  if (refused) throw new AppError(refused);
  return write(tx, input.id, input.revision, {
    state: input.decision,
    remark: input.remark,
    checked_by: tx.actor.account,
    checked_at: tx.now.toISOString(),
  });
}

/** Deliverables of a contract, the newest first. Titles are the contract's; a document is opened by its own station and the county. */
export async function deliverablesOf(tx: Tx, contract: string): Promise<z.input<typeof deliverables.answer>> {
  await contractOf(tx, contract);
  const rows = await tx.all(
    q
      .selectFrom('app.deliverables as d')
      .leftJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'd.station_id').on('s.county_id', '=', tx.county))
      .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'd.author').on('a.county_id', '=', tx.county))
      .leftJoin('app.accounts as k', j => j.onRef('k.id', '=', 'd.checked_by').on('k.county_id', '=', tx.county))
      .select(['d.id', 'd.clause_code as clause', 'd.station_id as station', 's.name as station_name', 'd.kind', 'd.title'])
      .select(['d.pieces', 'd.delivered_on', 'd.note', 'd.file_name', 'd.state', 'd.author', 'a.name as author_name'])
      .select(['d.handed_in_at', 'k.name as checked_by_name', 'd.checked_at', 'd.remark', 'd.revision'])
      .where('d.county_id', '=', tx.county)
      .where('d.contract_id', '=', contract)
      .orderBy('d.delivered_on', 'desc')
      .orderBy('d.id')
      .limit(2_000),
  );
  return {
    rows: rows
      .filter(r => r.station === null || tx.actor.stations.includes(r.station))
      .map(r => ({
        ...r,
        kind: r.kind as DeliverableKind,
        state: r.state as DeliverableState,
        author_name: r.author_name ?? '',
      })),
  };
}

/** The name and the kept bytes' hash of a deliverable's document. */
export async function documentOfDeliverable(tx: Tx, id: string): Promise<{ name: string; hash: string }> {
  const row = await rowOf(tx, id);
  const refused = refusal(may['contract.deliverable_file'], tx.actor, row.station);
  if (refused) throw new AppError(refused);
  const file = await tx.first(
    q.selectFrom('app.files').select('clean_hash').where('county_id', '=', tx.county).where('hash', '=', row.file_hash).limit(1),
  );
  if (!file) throw new AppError('not_found');
  return { name: row.file_name, hash: file.clean_hash };
}
