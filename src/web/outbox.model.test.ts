// The outbox against a server that forgets nothing and a line that fails at every step: exactly once, in order, in its last form (E1).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from './api.ts';
import { type Content, drain, type NewItem, type Shelf, type Wire } from './outbox.pump.ts';
import { type Envelope, NO_WAITS } from './outbox.rules.ts';

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

// A server that remembers ids, as ours does: same id and input, same answer; same id and another input, id_reused with the answer.
// `faults` are used up one per request.
type Fault = 'none' | 'before' | 'after' | 'die' | 500 | 503 | 429 | 401 | 'portal';
class Server {
  ledger = new Map<string, { wish: string; answer: { revision: number } }>();
  records = new Map<string, { made: number; texts: string[] }>();
  files = new Set<string>();
  faults: Fault[] = [];
  outOfOrder = 0;

  carryOut(id: string, command: string, input: { record: string; text: string; files: readonly string[] }): Reply {
    const wish = JSON.stringify([command, input]);
    const seen = this.ledger.get(id);
    if (seen)
      return seen.wish === wish ? heard(200, seen.answer) : heard(409, { code: 'id_reused', say: '…', current: seen.answer });
    if (input.text.includes('!')) return heard(400, { code: 'invalid', say: '…' });
    if (input.files.some(f => !this.files.has(f))) this.outOfOrder++;
    const record = this.records.get(input.record);
    if (command === 'note.record') {
      if (record) return heard(409, { code: 'conflict', say: '…' });
      this.records.set(input.record, { made: 1, texts: [input.text] });
    } else {
      if (!record) return heard(404, { code: 'not_found', say: '…' });
      record.texts = command === 'note.correct' ? [input.text, ...record.texts.slice(1)] : [...record.texts, input.text];
    }
    const answer = { revision: this.ledger.size };
    this.ledger.set(id, { wish, answer });
    return heard(200, answer);
  }
  answer(work: () => Reply): Reply {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'none') return work();
    if (fault === 'before' || fault === 'portal') return { heard: false, status: fault === 'portal' ? 200 : null };
    if (fault === 'after') work();
    if (fault === 'die') {
      work();
      throw new Error('the tab was closed');
    }
    return fault === 'after' ? { heard: false, status: null } : heard(fault);
  }
}

type Kept = Envelope & { content: Content };
class Phone {
  items = new Map<string, Kept>();
  seq = 0;
  clock = 0;
  midSend: (() => void) | null = null;
  /** No room to write anything down; deleting still works. */
  full = false;
  readonly server: Server;
  constructor(server: Server) {
    this.server = server;
  }

  add(n: NewItem, about: string[], files: string[]) {
    this.seq++;
    this.items.set(n.id, {
      ...item(this.seq),
      id: n.id,
      command: n.command,
      about,
      files,
      content: { title: n.title, input: n.input },
    });
  }
  edit(id: string, text: string) {
    const old = this.items.get(id);
    if (old)
      this.items.set(id, {
        ...old,
        version: old.version + 1,
        state: 'waiting',
        content: { ...old.content, input: { ...(old.content.input as object), text } },
      });
  }
  shelf: Shelf = {
    all: async () => [...this.items.values()].sort((a, b) => a.seq - b.seq),
    content: async i => this.items.get(i.id)?.content ?? null,
    file: async () => ({ type: 'image/jpeg', bytes: new ArrayBuffer(1) }),
    markUploaded: async (i, sha) => {
      const now = this.items.get(i.id);
      if (now && now.version === i.version && !this.full) this.items.set(i.id, { ...now, uploaded: [...now.uploaded, sha] });
    },
    settle: async (i, outcome) => {
      const now = this.items.get(i.id);
      if (!now || now.version !== i.version) return 'changed';
      if (this.full && outcome.do !== 'remove') return 'full';
      if (outcome.do === 'park') this.items.set(i.id, { ...now, state: 'parked' });
      else this.items.delete(i.id);
      if (outcome.do === 'replace') {
        const { id, command, title, input } = outcome.with;
        this.items.set(id, { ...now, id, command, version: 1, content: { title, input } });
      }
      return 'done';
    },
  };
  wire: Wire = {
    send: async (i, input) => {
      const reply = this.server.answer(() => this.server.carryOut(i.id, i.command, input as never));
      this.midSend?.();
      this.midSend = null;
      return reply;
    },
    upload: async (_, sha) =>
      this.server.answer(() => {
        this.server.files.add(sha);
        return heard(200, null);
      }),
    amend: (i, content) => (i.command === 'note.append' ? null : { ...content, id: `${i.id}'`, command: 'note.correct' }),
    now: () => this.clock,
    random: () => 0.5,
  };
  /** One round; a tab that dies in it forgets its waits, as a real one does. */
  async round(tabs = 1) {
    this.clock += 1_000_000;
    const results = await Promise.allSettled(
      Array.from({ length: tabs }, () => drain(this.shelf, this.wire, NO_WAITS, () => {})),
    );
    for (const r of results) if (r.status === 'rejected' && !String(r.reason).includes('tab was closed')) throw r.reason;
  }
}

type Op =
  | { op: 'write'; text: string; photo: boolean }
  | { op: 'append' | 'edit'; which: number; text: string }
  | { op: 'send'; faults: Fault[]; tabs: number; full: boolean; editing: { which: number; text: string } | null };
const words = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('甲', '乙', '丙', '丁') },
  { weight: 1, arbitrary: fc.constant('错！') },
);
const fault = fc.constantFrom<Fault>('none', 'none', 'before', 'after', 'die', 500, 503, 429, 401, 'portal');
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ op: fc.constant('write' as const), text: words, photo: fc.boolean() }),
  fc.record({ op: fc.constantFrom('append' as const, 'edit' as const), which: fc.nat(9), text: words }),
  fc.record({
    op: fc.constant('send' as const),
    faults: fc.array(fault, { maxLength: 8 }),
    tabs: fc.constantFrom(1, 1, 2),
    full: fc.boolean(),
    editing: fc.option(fc.record({ which: fc.nat(9), text: words })),
  }),
);

describe('the outbox as a whole', () => {
  it('delivers every write exactly once and in its last form, whatever fails in between', async () => {
    let delivered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 25 }), async ops => {
        const server = new Server();
        const phone = new Phone(server);
        const written: string[] = [];
        const last = new Map<string, string>();
        const appended = new Map<string, string[]>();
        const edit = (which: number, text: string) => {
          const record = written[which % written.length];
          const lying =
            record === undefined
              ? undefined
              : [...phone.items.values()].find(i => i.about[0] === record && i.command !== 'note.append');
          if (!lying) return; // delivered: a correction is a command of its own
          phone.edit(lying.id, text);
          last.set(record!, text);
        };
        for (const [n, o] of ops.entries()) {
          if (o.op === 'write') {
            const record = `r${n}`;
            const files = o.photo ? [`f${n}`] : [];
            phone.add(
              { id: `c${n}`, command: 'note.record', title: '', input: { record, text: o.text, files } },
              [record],
              files,
            );
            written.push(record);
            last.set(record, o.text);
          } else if (o.op === 'append' && written.length > 0 && !o.text.includes('!')) {
            const record = written[o.which % written.length]!;
            phone.add(
              { id: `c${n}`, command: 'note.append', title: '', input: { record, text: o.text, files: [] } },
              [record],
              [],
            );
            appended.set(record, [...(appended.get(record) ?? []), o.text]);
          } else if (o.op === 'edit') edit(o.which, o.text);
          else if (o.op === 'send') {
            server.faults = [...o.faults];
            phone.full = o.full;
            phone.midSend = o.editing ? () => edit(o.editing!.which, o.editing!.text) : null;
            await phone.round(o.tabs);
          }
        }
        server.faults = [];
        phone.midSend = null;
        phone.full = false;
        await phone.round();
        expect(server.outOfOrder).toBe(0);
        for (const record of written) {
          const lying = [...phone.items.values()].filter(i => i.about[0] === record);
          const text = last.get(record)!;
          if (text.includes('!')) {
            expect(lying.find(i => i.state === 'parked')?.content.input).toMatchObject({ text });
          } else {
            expect(lying).toEqual([]);
            expect(server.records.get(record)).toEqual({ made: 1, texts: [text, ...(appended.get(record) ?? [])] });
            delivered++;
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(delivered).toBeGreaterThan(500);
  });
});
