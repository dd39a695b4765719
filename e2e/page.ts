// What the tests look at on any page, and do on any: pictures into shots/, accessibility, a signature drawn by hand.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const SHOTS = join(import.meta.dirname, '../shots');
mkdirSync(SHOTS, { recursive: true });

/** Nothing fades or slides any more: in the middle of it a page has colours and places that nobody reads. */
const still = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      document
        .getAnimations()
        .every(a => a.playState !== 'running' || a.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
    null,
    { polling: 50 },
  );

/** A picture of the page for the person who looks, named by journey and step. */
export async function shot(page: Page, name: string): Promise<void> {
  await still(page);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: false });
}

type Found = { id: string; nodes: { target: string[] }[] };
type Axe = { axe: { run(where: object, options: object): Promise<{ violations: Found[] }> } };

/** Accessibility violations of the page as short lines; must be empty on every journey. */
async function violations(page: Page): Promise<string[]> {
  await still(page);
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as Axe;
    const all = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    const kept: Found[] = all.violations.filter(v => v.id !== 'target-size');
    // What a bar at the edge covers can be scrolled out from under it: measured again where it stands free. What an open sheet covers
    // cannot be reached at all until that is closed.
    for (const node of all.violations.find(v => v.id === 'target-size')?.nodes ?? []) {
      const element = document.querySelector(node.target.join(' '));
      if (!element) continue;
      element.scrollIntoView({ block: 'center' });
      // The whole box of a select takes the tap, not the few pixels of its input.
      const { x, y, width, height } = (element.closest('.ant-select') ?? element).getBoundingClientRect();
      if (element.closest('.ant-select') && Math.min(width, height) >= 24) continue;
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      if (!top || !(element.contains(top) || top.contains(element))) continue;
      const again = await axe.run(element, { runOnly: { type: 'rule', values: ['target-size'] } });
      kept.push(...again.violations);
    }
    return kept;
  });
  return found.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
}

/** Nothing for a screen reader, the keyboard or weak eyes to stumble over. */
export async function mustBeAccessible(page: Page, where: string): Promise<void> {
  expect(await violations(page), where).toEqual([]);
}

/**
 * A signature on the pad, as a finger moves: strokes of points, each a share of its width and height. The first touch waits until the pad
 * stands still and nothing covers it.
 */
export async function drawOn(pad: Locator, strokes: readonly (readonly [number, number])[][]): Promise<void> {
  await pad.hover();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const { mouse } = pad.page();
  for (const [from, ...to] of strokes) {
    await mouse.move(x + width * from![0], y + height * from![1]);
    await mouse.down();
    for (const point of to) await mouse.move(x + width * point[0], y + height * point[1], { steps: 8 });
    await mouse.up();
  }
}
