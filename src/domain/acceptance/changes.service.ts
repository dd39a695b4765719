// 自验收后有变化: the rows behind the figures are counted again and compared with those that were frozen. A clause whose lines hash to the
// same is unchanged; the others are compared row by row, by digests, so that a year's rows need little memory.

import { createHash } from 'node:crypto';
import { type Proof, proofsOf } from '#domain/contract/proof.service.ts';
import { AppError } from '#kernel/errors.ts';
import type { Tx } from '#server/database/tx.ts';
import { canonical } from '#server/ledger.ts';
import type { Measure } from '#server/measures.ts';
import type { Context } from '#server/module.ts';
import type { Changes } from './acceptance.ts';
import { loadAcceptance } from './acceptances.service.ts';
import type { Line } from './canonical.ts';
import { frozenText, linesOf } from './freezing.service.ts';
import type { Frozen, FrozenClause, FrozenIndicator } from './frozen.ts';
import { heardLines } from './heard.service.ts';
import { heardFigures } from './heard.ts';

type IndicatorChanges = Changes['clauses'][number]['indicators'][number];
type Row = IndicatorChanges['rows'][number];
/** Where the frozen lines of a clause are read. */
type Source = () => AsyncGenerator<Buffer>;

/** Rows that are shown of an indicator; all are counted. */
const SHOWN = 50;
const digest = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 22);
const keyOf = (l: Line): string => `${l.record} ${l.worker ?? ''} ${l.client ?? ''}`;
const fresh = () => ({ rows: new Map<string, number>(), sum: 0 });

async function* frozenLines(source: Source, indicator: string): AsyncGenerator<string> {
  const mark = `"indicator":"${indicator}"`;
  for await (const piece of source()) for (const line of piece.toString('utf8').split('\n')) if (line.includes(mark)) yield line;
}

/** A line in words: whether it counts and what it says; nobody's name is in it. */
function wordsOf(line: Line, reasons: ReadonlyMap<string, string>): string {
  const how = line.reason === 'counted' ? `计入 ${line.amount}` : `未计入：${reasons.get(line.reason) ?? line.reason}`;
  return [how, ...Object.entries(line.facts).map(([title, value]) => `${title}：${value}`)].join('；');
}

async function indicatorChanges(source: Source, frozen: FrozenIndicator, proof: Proof | undefined): Promise<IndicatorChanges> {
  const reasons = new Map([...frozen.left_out, ...(proof?.reasons ?? [])].map(r => [r.code, r.title]));
  const before = new Map<string, string>();
  for await (const text of frozenLines(source, frozen.id)) before.set(keyOf(JSON.parse(text) as Line), digest(text));
  const shown = new Map<string, Row>();
  const note = (key: string, line: Line, now: boolean): void => {
    const row = shown.get(key);
    if (!row && shown.size >= SHOWN) return;
    const words = wordsOf(line, reasons);
    const opens = now && proof?.measure ? proof.measure.opens.replace(':id', line.record) : null;
    shown.set(key, { record: line.record, on: line.on, before: null, now: null, opens, ...row, [now ? 'now' : 'before']: words });
  };
  let added = 0;
  const altered = new Set<string>();
  if (proof)
    for await (const text of linesOf(proof, fresh())) {
      const line = JSON.parse(text) as Line;
      const key = keyOf(line);
      const known = before.get(key);
      before.delete(key);
      if (known === digest(text.trimEnd())) continue;
      if (known === undefined) added++;
      else altered.add(key);
      note(key, line, true);
    }
  // What is left was not met again. What they said is read once more, for those that are shown.
  const removed = before.size;
  for await (const text of frozenLines(source, frozen.id)) {
    const line = JSON.parse(text) as Line;
    const key = keyOf(line);
    if (before.has(key) || (altered.has(key) && shown.has(key))) note(key, line, false);
  }
  return {
    id: frozen.id,
    title: frozen.title,
    unit: frozen.unit,
    done_before: frozen.done,
    done_now: proof?.standing.project?.done ?? null,
    rule_changed: proof?.standing.revision !== frozen.revision,
    added,
    removed,
    altered: altered.size,
    rows: [...shown.values()],
  };
}

async function sameLines(clause: FrozenClause, proofs: readonly Proof[]): Promise<boolean> {
  const hash = createHash('sha256');
  for (const proof of proofs) for await (const line of linesOf(proof, fresh())) hash.update(line);
  return hash.digest('hex') === clause.hash;
}

const differs = (i: IndicatorChanges): boolean =>
  i.added + i.removed + i.altered > 0 || i.rule_changed || i.done_before !== i.done_now;

/** The call-backs where they are not what was frozen. */
async function heardChange(
  tx: Tx,
  contract: Parameters<typeof heardLines>[1],
  { heard: before }: Frozen,
): Promise<Changes['heard']> {
  if (!before) return null;
  const lines = await heardLines(tx, contract);
  const hash = createHash('sha256')
    .update(lines.map(l => `${canonical(l)}\n`).join(''))
    .digest('hex');
  const { lines: _, hash: frozen, ...figures } = before;
  return hash === frozen ? null : { before: figures, now: heardFigures(lines) };
}

/** What has changed since the evidence was frozen. Throws `not_frozen`. */
export async function changesSince(c: Context, id: string, measures: ReadonlyMap<string, Measure>): Promise<Changes> {
  const a = await loadAcceptance(c.tx, id);
  const { frozen, frozen_as } = a;
  if (!frozen || !frozen_as) throw new AppError('not_frozen');
  const { contract, proofs } = await proofsOf(c.tx, a.contract_id, measures);
  const clauses: Changes['clauses'] = [];
  for (const clause of frozen.clauses) {
    const own = proofs.filter(p => p.clause === clause.code);
    const rules = clause.indicators.every(i => own.some(p => p.standing.id === i.id && p.standing.revision === i.revision));
    if (rules && own.length === clause.indicators.length && (await sameLines(clause, own))) continue;
    const source: Source = () => frozenText(c, id, frozen_as, clause.code);
    const indicators: IndicatorChanges[] = [];
    for (const i of clause.indicators)
      indicators.push(
        await indicatorChanges(
          source,
          i,
          own.find(p => p.standing.id === i.id),
        ),
      );
    const changed = indicators.filter(differs);
    if (changed.length) clauses.push({ code: clause.code, title: clause.title, indicators: changed });
  }
  const heard = await heardChange(c.tx, contract, frozen);
  const codes = [...clauses.map(x => x.code), ...(heard ? ['随机回访'] : [])].join('、');
  return {
    changed: codes !== '',
    heard,
    say: codes
      ? `自固定证据后，${codes} 的记录或规则有变化；验收书所载数字不变，变化逐条列在下面。`
      : '自固定证据后没有变化：现在重新计数，与固定时逐条相同。',
    clauses,
    computed_at: c.tx.now.toISOString(),
  };
}
