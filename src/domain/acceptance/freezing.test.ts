// Freezing many rows: each of them once, as the evidence lists them, and however many there are only a page of them is held (K1).

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as contract from '#domain/contract/contract.ts';
import { newId } from '#kernel/ids.ts';
import { heldBytes } from '#server/testing.memory.ts';
import * as acceptance from './acceptance.ts';
import { type AcceptanceWorld, acceptanceWorld, must } from './testing.ts';

let world: AcceptanceWorld;
beforeAll(async () => {
  world = await acceptanceWorld();
});
afterAll(() => world?.server.stop());
beforeEach(() => world.asOwner('delete from app.visits where county_id = $1', [469030]));

const begun = async (): Promise<string> => {
  const id = newId();
  await must(world.people.officer.send(acceptance.begin, { id, contract: world.contract, title: '年度验收' }));
  return id;
};
type Frozen = { indicator: string; reason: string; record: string };
/** The lines of a clause as they lie in the store. */
async function linesOf(id: string, clause: string): Promise<Frozen[]> {
  const pieces = await world.asOwner(
    'select file_hash from app.acceptance_pieces where acceptance_id = $1 and clause_code = $2 order by place',
    [id, clause],
  );
  const texts: string[] = [];
  for (const { file_hash } of pieces as { file_hash: string }[])
    texts.push((await world.server.house.files.get(469030, file_hash))!.toString('utf8'));
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Frozen);
}

describe('counts', () => {
  it('more rows than a page: the same records in the same order as the evidence of the figure', async () => {
    await world.manyVisits(4_500);
    await world.visits({ state: 'submitted' }, { state: 'submitted', on: '2026-07-01' });
    const id = await begun();
    await world.freeze(id);
    const lines = await linesOf(id, 'K1');
    const indicator = lines[0]!.indicator;
    for (const reason of ['counted', 'submitted']) {
      const listed: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { id: indicator, reason, limit: 200, ...(cursor !== undefined && { cursor }) };
        const page = await must(world.people.officer.read(contract.evidence, query));
        listed.push(...page.rows.map(r => r.record));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(lines.filter(l => l.reason === reason).map(l => l.record)).toEqual(listed);
    }
    expect(lines).toHaveLength(4_502);
    const changes = await must(world.people.officer.read(acceptance.changes, { id }));
    expect(changes.changed).toBe(false);
  });
  it('twenty times the rows, no more of them held', { timeout: 180_000 }, async () => {
    const peak = async (many: number): Promise<number> => {
      await world.manyVisits(many);
      const id = await begun();
      let most = 0;
      await world.freeze(id, () => {
        most = Math.max(most, heldBytes());
      });
      return most;
    };
    await peak(1_000);
    const small = await peak(2_000);
    expect((await peak(40_000)) / small).toBeLessThan(1.5);
  });
});
