// Opinions of people served come from the call-backs: through HTTP from the draw to the frozen evidence, the papers and the verifier.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as inspections from '#domain/inspections/inspections.ts';
import { newId } from '#kernel/ids.ts';
import * as acceptance from './acceptance.ts';
import { type AcceptanceWorld, acceptanceWorld, HONGMAO, must, YINGGEN } from './testing.ts';

let world: AcceptanceWorld;
const folder = mkdtempSync(join(tmpdir(), 'linzhan-heard-'));
beforeAll(async () => {
  world = await acceptanceWorld();
  await world.visits(...Array.from({ length: 8 }, () => ({ on: '2026-11-02' })));
});
afterAll(async () => {
  await world?.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const heard = async () => must(world.people.officer.read(acceptance.heard, { contract: world.contract }));
/** A draw of six at 红毛: five reached with these grades, one missed and replaced. Answers its id; not finished yet. */
async function calledBack(grades: readonly number[]): Promise<string> {
  const id = newId();
  const { evaluator } = world.people;
  const wished = { id, kind: 'callback' as const, from: '2026-11-01', to: '2026-11-20', visit_kinds: ['home_visit' as const] };
  await must(evaluator.send(inspections.draw, { ...wished, stations: [{ station: HONGMAO, size: grades.length }] }));
  const common = { kind: 'callback' as const, on: '2026-11-23' };
  const open = async () => (await must(evaluator.read(inspections.drawn, { id }))).items.filter(i => i.result === null);
  const [first] = await open();
  const missed = { ...common, reached: false as const, why: 'no_answer' as const };
  await must(evaluator.send(inspections.enterResult, { id: first!.id, revision: 1, result: missed }));
  const said = { ...common, reached: true as const, way: 'phone' as const, answered_by: 'self' as const };
  for (const [i, item] of (await open()).entries()) {
    const result = { ...said, confirmed: 'yes' as const, agrees: 'yes' as const, satisfaction: grades[i]! };
    await must(evaluator.send(inspections.enterResult, { id: item.id, revision: 1, result }));
  }
  return id;
}
async function finish(id: string): Promise<void> {
  const { revision } = await must(world.people.evaluator.read(inspections.drawn, { id }));
  await must(world.people.evaluator.send(inspections.finishDraw, { id, revision }));
}

describe('refuses', () => {
  it('acceptance.heard of who sees nothing of acceptance, and of another county', async () => {
    const ask = { contract: world.contract };
    for (const who of [world.people.worker, world.people.lead, world.people.system])
      expect((await who.read(acceptance.heard, ask)).body).toMatchObject({ code: 'forbidden' });
    expect((await world.people.neighbour.read(acceptance.heard, ask)).body).toMatchObject({ code: 'not_found' });
  });
});

describe('counts', () => {
  it('K1: asked, reached and each grade of finished draws; frozen with its hash, in the papers, and checked by the verifier', async () => {
    const draw = await calledBack([5, 5, 5, 4, 2]);
    expect((await heard()).figures).toMatchObject({ asked: 0, draws: 0 });
    await finish(draw);
    const expected = { draws: 1, asked: 6, reached: 5, confirmed: 5, agrees: 5, rated: 5, grades: [0, 1, 0, 1, 3], satisfied: 4 };
    const now = await heard();
    expect(now.figures).toEqual(expected);
    expect(now.rows).toHaveLength(6);
    expect(now.rows[0]!.opens).toMatch(/^\/draws\/item\//);

    const id = await world.frozen();
    expect((await world.get(id)).frozen!.heard).toMatchObject({ ...expected, lines: 6 });
    const fetched = async (name: string) =>
      Buffer.from(await (await world.people.officer.get(`/api/acceptance.${name}?id=${id}`)).arrayBuffer());
    const zip = join(folder, 'package.zip');
    writeFileSync(zip, await fetched('package'));
    const verifier = join(import.meta.dirname, '../../../docs/verify-package/verify.mjs');
    const run = spawnSync(process.execPath, [verifier, zip], { encoding: 'utf8' });
    expect(run.stdout).toContain('逐条重算随机回访：6 人');
    expect(run.status).toBe(0);

    expect((await must(world.people.officer.read(acceptance.changes, { id }))).changed).toBe(false);
    await world.visits({ station: YINGGEN, on: '2026-11-03' });
    await finish(await calledBack([5, 5, 5]));
    const changed = await must(world.people.officer.read(acceptance.changes, { id }));
    expect(changed.heard).toMatchObject({ before: expected, now: { draws: 2, asked: 10, rated: 8 } });
    expect(changed.say).toContain('随机回访');
  });
  it('services of another term are not asked about', async () => {
    const before = (await heard()).figures.asked;
    await world.asOwner("update app.visits set visited_on = '2026-02-01' where county_id = 469030");
    expect((await heard()).figures.asked).toBe(0);
    await world.asOwner("update app.visits set visited_on = '2026-11-02' where county_id = 469030");
    expect((await heard()).figures.asked).toBe(before);
  });
});
