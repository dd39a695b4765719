import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from './api.ts';
import { type Envelope, heldBy, judge, NO_WAITS, nextToSend, pauseAfter, waitsAfter, wakeAt } from './outbox.rules.ts';

const heard = (status: number, body: unknown = { code: 'x', say: '…' }, retryAfterMs: number | null = null): Reply => ({
  heard: true,
  status,
  body,
  retryAfterMs,
});
const item = (seq: number, over: Partial<Envelope> = {}): Envelope => ({
  id: `i${seq}`,
  account: 'a',
  seq,
  command: 'note.record',
  about: [`r${seq}`],
  files: [],
  uploaded: [],
  madeAt: '2026-11-23T00:00:00.000Z',
  version: 1,
  state: 'waiting',
  ...over,
});

describe('what an answer means', () => {
  it('removes only what our server accepted', () => {
    expect(judge(heard(200, { id: 1 }))).toEqual({ do: 'remove', answer: { id: 1 } });
    expect(judge({ heard: false, status: 200 })).toMatchObject({ do: 'wait', whom: 'all' });
    expect(judge({ heard: false, status: null })).toMatchObject({ do: 'wait', whom: 'all', trouble: 'offline' });
  });
  it('parks refusals, and nothing else', () => {
    for (const status of [400, 403, 404, 409, 410, 413, 415, 422]) expect(judge(heard(status))).toMatchObject({ do: 'park' });
    for (const status of [408, 429, 500, 501, 502, 503, 504, 304]) expect(judge(heard(status))).toMatchObject({ do: 'wait' });
    expect(judge({ heard: false, status: 413 })).toMatchObject({ do: 'wait', whom: 'item' });
  });
  it('waits for the person where the person must act', () => {
    expect(judge(heard(401))).toEqual({ do: 'stop', trouble: 'sign_in' });
    expect(judge(heard(403, { code: 'second_factor_setup_needed' }))).toEqual({ do: 'stop', trouble: 'sign_in' });
    expect(judge(heard(426))).toEqual({ do: 'stop', trouble: 'upgrade' });
  });
  it('knows an edited item whose first version had arrived', () => {
    expect(judge(heard(409, { code: 'id_reused', current: { id: 'r', revision: 1 } }))).toMatchObject({
      do: 'amend',
      answer: { revision: 1 },
    });
    expect(judge(heard(409, { code: 'id_reused' }))).toMatchObject({ do: 'park' });
  });
  it('keeps the Retry-After of a busy server', () => {
    expect(waitsAfter(NO_WAITS, 'i1', judge(heard(429, {}, 7000)), 100, 0).all).toEqual({
      tries: 1,
      until: 7100,
      trouble: 'busy',
    });
  });
});

describe('what is sent next', () => {
  it('keeps the order of writes about one thing, and lets the others pass', () => {
    const parked = item(1, { state: 'parked', about: ['r'] });
    const dependent = item(2, { about: ['r'] });
    const free = item(3);
    expect(nextToSend([parked, dependent, free], NO_WAITS, 0)?.id).toBe('i3');
    expect(heldBy([parked, dependent, free], dependent)?.id).toBe('i1');
    expect(nextToSend([dependent, free], NO_WAITS, 0)?.id).toBe('i2');
  });
  it('waits longer each time, never longer than five minutes and a fifth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const ms = pauseAfter(tries, random);
        return ms >= 1600 && ms <= 360_000 && pauseAfter(tries + 1, random) >= ms;
      }),
    );
  });
  it('one bad item does not hold the others, a lost line holds all', () => {
    const items = [item(1), item(2)];
    const one = waitsAfter(NO_WAITS, 'i1', judge(heard(500)), 0, 0.5);
    expect(nextToSend(items, one, 1)?.id).toBe('i2');
    const all = waitsAfter(one, 'i2', judge({ heard: false, status: null }), 0, 0.5);
    expect(nextToSend(items, all, 1)).toBeNull();
    expect(wakeAt(items, all)).toBe(2000);
  });
});
