// Freezing: every row behind every figure is written down once, in canonical lines, piece by piece into the file store, with a hash for
// each clause and one over all. Nothing larger than a piece is held. Serves every clause.

import { createHash } from 'node:crypto';
import { type Proof, proofsOf } from '#domain/contract/proof.service.ts';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { canonical } from '#server/ledger.ts';
import type { Measure } from '#server/measures.ts';
import type { Context, Run } from '#server/module.ts';
import { slots } from '#server/slots.ts';
import { lineText, tidy } from './canonical.ts';
import type { Frozen, FrozenClause, FrozenIndicator } from './frozen.ts';
import { heardLines } from './heard.service.ts';
import { heardFigures } from './heard.ts';

type Measures = ReadonlyMap<string, Measure>;
type Piece = { clause: string; lines: number; bytes: number; file: string };
const PIECE_BYTES = 512 * 1024;
/** Under this name the call-backs lie beside the clauses; no clause can be called so. */
export const HEARD = 'heard';

/** One freezing at a time on a server: it bounds the memory and leaves the machine to everybody else. */
const inTurn = slots(1, 20);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An indicator's lines in their order, and what they add up to, told to `total` as they pass. */
export async function* linesOf(proof: Proof, total: { rows: Map<string, number>; sum: number }): AsyncGenerator<string> {
  for await (const page of proof.rows())
    for (const row of page) {
      total.rows.set(row.reason, (total.rows.get(row.reason) ?? 0) + 1);
      if (row.reason === 'counted') total.sum += row.amount;
      yield lineText({ indicator: proof.standing.id, ...row });
    }
}

/** Gathers lines into pieces of the file store, and into the clause's hash. */
class Clause {
  readonly pieces: Piece[] = [];
  readonly #house: House;
  readonly #county: number;
  readonly #code: string;
  readonly #hash = createHash('sha256');
  #waiting: string[] = [];
  #size = 0;
  #lines = 0;
  constructor(house: House, county: number, code: string) {
    this.#house = house;
    this.#county = county;
    this.#code = code;
  }
  async add(line: string): Promise<void> {
    this.#waiting.push(line);
    this.#size += line.length;
    if (this.#size >= PIECE_BYTES) await this.#put();
  }
  async #put(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#hash.update(bytes);
    const { hash } = await this.#house.files.put(this.#county, bytes);
    this.pieces.push({ clause: this.#code, lines: this.#waiting.length, bytes: bytes.length, file: hash });
    this.#lines += this.#waiting.length;
    this.#waiting = [];
    this.#size = 0;
  }
  async end(): Promise<{ lines: number; hash: string }> {
    await this.#put();
    return { lines: this.#lines, hash: this.#hash.digest('hex') };
  }
}

/** An indicator as it is frozen, but for its rows. */
function frozenIndicator(proof: Proof, total: { rows: Map<string, number>; sum: number }): FrozenIndicator {
  const { standing: s } = proof;
  return {
    id: s.id,
    title: s.title,
    unit: s.unit,
    revision: s.revision,
    connected: s.connected,
    measure: proof.measure?.name ?? null,
    measure_title: proof.measure?.title ?? null,
    rule: proof.rule,
    adds_up: proof.adds_up,
    done: s.project?.done ?? null,
    needed: s.project?.needed ?? null,
    status: s.project?.status ?? null,
    counted_rows: total.rows.get('counted') ?? 0,
    counted_sum: tidy(total.sum),
    left_out: proof.reasons.slice(1).flatMap(r => {
      const rows = total.rows.get(r.code) ?? 0;
      return rows ? [{ ...r, rows }] : [];
    }),
    stations: s.stations.map(({ station, done, needed, status }) => ({ station, done, needed, status })),
  };
}

/** Reads everything from one snapshot; the pieces lie in the store when it answers. */
async function collect(
  { tx, house }: Context,
  contractId: string,
  measures: Measures,
): Promise<{ frozen: Frozen; pieces: Piece[] }> {
  const { contract, proofs } = await proofsOf(tx, contractId, measures);
  const clauses: FrozenClause[] = [];
  const pieces: Piece[] = [];
  for (const { code, block, title, body } of contract.clauses) {
    const clause = new Clause(house, tx.county, code);
    const indicators: FrozenIndicator[] = [];
    for (const proof of proofs.filter(p => p.clause === code)) {
      const total = { rows: new Map<string, number>(), sum: 0 };
      for await (const line of linesOf(proof, total)) await clause.add(line);
      indicators.push(frozenIndicator(proof, total));
    }
    clauses.push({ code, block, title, body, ...(await clause.end()), indicators });
    pieces.push(...clause.pieces);
  }
  const answered = await heardLines(tx, contract);
  const heard = new Clause(house, tx.county, HEARD);
  for (const line of answered) await heard.add(`${canonical(line)}\n`);
  const heardEnd = await heard.end();
  pieces.push(...heard.pieces);
  const { name, purchaser, provider, from_on, to_on, budget_yuan } = contract;
  return {
    pieces,
    frozen: {
      format: 'linzhan-acceptance',
      version: 1,
      contract: { code: contract.code, name, purchaser, provider, from_on, to_on, budget_yuan },
      as_of: tx.today,
      frozen_at: tx.now.toISOString(),
      stations: contract.stations.map(s => ({ id: s.station, name: s.name })),
      clauses,
      heard: { ...heardFigures(answered), ...heardEnd },
    },
  };
}

/** Keeps what was collected, unless a later freezing has begun in the meantime. */
async function keep(tx: Tx, id: string, { frozen, pieces }: { frozen: Frozen; pieces: Piece[] }): Promise<void> {
  const changed = await tx.run(
    q
      .updateTable('app.acceptances')
      .set(e => ({
        state: 'frozen',
        frozen_as: tx.changedBy,
        frozen_at: frozen.frozen_at,
        as_of: frozen.as_of,
        frozen: JSON.stringify(frozen),
        hash: sha256(canonical(frozen)),
        freezing_as: null,
        freezing_since: null,
        revision: e('revision', '+', 1),
      }))
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('freezing_as', '=', tx.changedBy)
      .where('state', '<>', 'signed'),
  );
  if (changed === 0 || pieces.length === 0) return;
  const rows = pieces.map((p, place) => ({
    county_id: tx.county,
    acceptance_id: id,
    frozen_as: tx.changedBy,
    clause_code: p.clause,
    place,
    lines: p.lines,
    bytes: p.bytes,
    file_hash: p.file,
    changed_by: tx.changedBy,
  }));
  for (let i = 0; i < rows.length; i += 500) await tx.run(q.insertInto('app.acceptance_pieces').values(rows.slice(i, i + 500)));
}

/** The work behind `acceptance.freeze`, after its answer. */
export const freezeEvidence = (run: Run, id: string, contract: string, measures: Measures): Promise<void> =>
  inTurn(async () => {
    const collected = await run.read(c => collect(c, contract, measures));
    await run.write(({ tx }) => keep(tx, id, collected));
  });

/** A clause's frozen lines, piece by piece. Throws `sealed_unreadable` when a piece is lost or damaged. */
export async function* frozenText({ tx, house }: Context, id: string, frozenAs: string, clause: string): AsyncGenerator<Buffer> {
  const pieces = await tx.all(
    q
      .selectFrom('app.acceptance_pieces')
      .select(['file_hash'])
      .where('county_id', '=', tx.county)
      .where('acceptance_id', '=', id)
      .where('frozen_as', '=', frozenAs)
      .where('clause_code', '=', clause)
      .orderBy('place'),
  );
  for (const { file_hash } of pieces) {
    const bytes = await house.files.get(tx.county, file_hash);
    if (!bytes) throw new AppError('sealed_unreadable', { say: '固定的证据文件缺失，请联系系统管理员从备份中恢复。' });
    yield bytes;
  }
}
