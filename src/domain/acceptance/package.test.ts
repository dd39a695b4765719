// The papers and the evidence package, as a third party gets them: the published verifier accepts the package and finds every kind of
// tampering; what must not be public is not; the memory stays flat. Serves K1 and the acceptance of every clause.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { zipped } from '#server/documents/zip.ts';
import { heldBytes } from '#server/testing.memory.ts';
import type { Person } from '#server/testing.ts';
import * as acceptance from './acceptance.ts';
import { sha256 } from './freezing.service.ts';
import { type AcceptanceWorld, acceptanceWorld, must } from './testing.ts';

const VERIFIER = join(import.meta.dirname, '../../../docs/verify-package/verify.mjs');
let world: AcceptanceWorld;
let id: string;
let folder: string;
let zip: string;
/** Everything in the package by path. */
let parts: Map<string, Buffer>;

function unzipped(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let p = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    const length = bytes.readUInt16LE(p + 28);
    const start = bytes.readUInt32LE(p + 42);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(p + 20));
    files.set(bytes.toString('utf8', p + 46, p + 46 + length), inflateRawSync(packed));
    p += 46 + length + bytes.readUInt16LE(p + 30) + bytes.readUInt16LE(p + 32);
  }
  return files;
}

async function fetched(who: Person, document: { name: string }, query: Record<string, string>): Promise<Buffer> {
  const response = await who.get(`/api/${document.name}?${new URLSearchParams(query)}`);
  if (response.status !== 200) throw new Error(await response.text());
  return Buffer.from(await response.arrayBuffer());
}
const verify = (path: string, ...more: string[]) => {
  const run = spawnSync(process.execPath, [VERIFIER, path, ...more], { encoding: 'utf8' });
  return { code: run.status, said: `${run.stdout}${run.stderr}` };
};
/** The package unpacked with some files changed, added or (null) left out; answers its folder. */
function tampered(changes: Record<string, Buffer | string | null>): string {
  const root = mkdtempSync(join(folder, 'unpacked-'));
  const whole = new Map<string, Buffer | string | null>([...parts, ...Object.entries(changes)]);
  for (const [path, content] of whole) {
    if (content === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
/** A manifest that lists the files as they are after a change: a forger would do as much. */
function relisted(changes: Record<string, string>): Record<string, string> {
  const manifest = JSON.parse(parts.get('manifest.json')!.toString()) as {
    files: { path: string; bytes: number; sha256: string }[];
  };
  for (const file of manifest.files) {
    const text = changes[file.path];
    if (text !== undefined) Object.assign(file, { bytes: Buffer.byteLength(text), sha256: sha256(text) });
  }
  return { ...changes, 'manifest.json': JSON.stringify(manifest) };
}

beforeAll(async () => {
  world = await acceptanceWorld();
  folder = mkdtempSync(join(tmpdir(), 'linzhan-package-'));
  await world.visits({ name: '符秀兰' }, { name: '王龘妹', on: '2026-07-01' }, { state: 'submitted' });
  id = await world.frozen();
  const opinion = { acceptance: id, heard_on: '2026-11-20', way: 'visit' as const, view: 'satisfied' as const };
  await must(
    world.people.officer.send(acceptance.addOpinion, {
      ...opinion,
      id: newId(),
      speaker: '七旬独居老人',
      said: '社工常来看我。',
    }),
  );
  await world.decided(id);
  await must(world.sign(id, world.people.manager, 'provider'));
  await must(world.sign(id, world.people.officer, 'purchaser'));
  const bytes = await fetched(world.people.evaluator, acceptance.evidencePackage, { id, records: 'all' });
  zip = join(folder, 'package.zip');
  writeFileSync(zip, bytes);
  parts = unzipped(bytes);
});
afterAll(async () => {
  await world?.server.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe('refuses', () => {
  it('a package with whole names for who sees people masked; any of it for others', async () => {
    const ask = async (who: Person, query: string) => (await who.get(`/api/acceptance.package?id=${id}${query}`)).status;
    expect(await ask(world.people.evaluator, '&people=named')).toBe(403);
    expect(await ask(world.people.manager, '&people=named')).toBe(403);
    expect(await ask(world.people.system, '')).toBe(403);
    expect(await ask(world.people.lead, '')).toBe(403);
    expect(await ask(world.people.neighbour, '')).toBe(404);
  });
  it('papers before anything is frozen', async () => {
    const open = newId();
    await must(world.people.officer.send(acceptance.begin, { id: open, contract: world.contract, title: '验收' }));
    for (const name of ['certificate_pdf', 'certificate_word', 'notice_pdf', 'notice_word', 'package'])
      expect((await world.people.officer.get(`/api/acceptance.${name}?id=${open}`)).status).toBe(409);
  });
});

describe('the verifier', () => {
  it('accepts the package, as a zip and unpacked, with the printed hash', async () => {
    const { hash } = await world.get(id);
    for (const path of [zip, tampered({})]) {
      const { code, said } = verify(path, '--hash', hash!);
      expect(said).toContain('全部相符');
      expect(said).toContain('Everything holds');
      // Three visits, and for M4 and M5 each of 268 days at two stations.
      // Beside K1 the figures of K3, K4 and K5, which nobody has anything for.
      expect(said).toContain('counted again: 1075 rows of evidence, 6 figures');
      expect(code).toBe(0);
    }
  });
  it('accepts the package in the form of a zip that is too large for the old one', async () => {
    const { hash } = await world.get(id);
    const large = join(folder, 'large.zip');
    const all = [...parts].map(([name, content]) => ({ name, content }));
    writeFileSync(large, await buffer(zipped(all, new Date(), { bytes: 10_000, parts: 4 })));
    expect(verify(large, '--hash', hash!)).toMatchObject({ code: 0 });
    writeFileSync(large, readFileSync(large).subarray(100));
    expect(verify(large).code).toBe(2);
  });
  it('finds a changed byte, in every file', () => {
    for (const [path, bytes] of parts) {
      if (path === 'manifest.json') continue;
      const changed = Buffer.from(bytes);
      changed[Math.floor(changed.length / 2)]! ^= 1;
      expect([path, verify(tampered({ [path]: changed })).code]).not.toEqual([path, 0]);
    }
  });
  it('finds a missing file, an added file, a package cut short', () => {
    expect(verify(tampered({ 'papers/notice.pdf': null })).said).toContain('缺少文件 papers/notice.pdf');
    expect(verify(tampered({ 'clauses/K1.jsonl': null })).code).toBe(1);
    expect(verify(tampered({ 'records/extra.txt': 'x' })).said).toContain('多出清单没有的文件 records/extra.txt');
    const half = join(folder, 'half.zip');
    writeFileSync(half, readFileSync(zip).subarray(0, 5_000));
    expect(verify(half).code).toBe(2);
    expect(verify(tampered({ 'manifest.json': null })).code).toBe(2);
  });
  it('finds an added row, a removed row and a row that was made to count, also when the checksums were made to fit', () => {
    const text = parts.get('clauses/K1.jsonl')!.toString();
    const lines = text.trimEnd().split('\n');
    const forged = {
      added: `${text}${lines[0]!.replace(/"record":"[^"]+"/, `"record":"${newId()}"`)}\n`,
      removed: `${lines.slice(1).join('\n')}\n`,
      counted: text.replace('"reason":"submitted"', '"reason":"counted"'),
    };
    for (const [how, lines_] of Object.entries(forged)) {
      const { code, said } = verify(tampered(relisted({ 'clauses/K1.jsonl': lines_ })));
      expect([how, code]).toEqual([how, 1]);
      expect(said).toContain('K1：证据与固定时不同');
      expect(said).toContain('实为');
    }
  });
  it('finds a figure that is not the sum of its rows, and a whole forgery by the printed hash', async () => {
    const frozen = JSON.parse(parts.get('frozen.json')!.toString()) as acceptance.AcceptanceAnswer['frozen'] & object;
    const { canonical } = await import('#server/ledger.ts');
    frozen.clauses.find(c => c.code === 'K1')!.indicators[0]!.done = 12;
    const text = canonical(frozen);
    const manifest = JSON.parse(relisted({ 'frozen.json': text })['manifest.json']!) as Record<string, unknown>;
    const forged = tampered({ 'frozen.json': text, 'manifest.json': JSON.stringify({ ...manifest, hash: sha256(text) }) });
    expect(verify(forged).said).toContain('数字应为 12，实为 2');
    expect(verify(forged, '--hash', (await world.get(id)).hash!).said).toContain('与纸质验收书所印的不符');
  });
});

describe('what a package says', () => {
  it('has index, evidence, ledger, papers and the records that count, and masks people', async () => {
    expect([...parts.keys()].filter(p => p.startsWith('records/'))).toHaveLength(2);
    expect([...parts.keys()]).toEqual(
      expect.arrayContaining([
        'index.html',
        'index.csv',
        'frozen.json',
        'signed.json',
        'papers/certificate.docx',
        'clauses/K1.xlsx',
        'manifest.json',
      ]),
    );
    const ledger = [...unzipped(parts.get('clauses/K1.xlsx')!).values()].join('');
    expect(ledger).toContain('符**');
    expect(ledger).not.toContain('符秀兰');
    for (const path of ['clauses/K1.jsonl', 'frozen.json', 'index.html', 'signed.json'])
      expect(parts.get(path)!.toString()).not.toContain('符秀兰');
    const named = unzipped(await fetched(world.people.officer, acceptance.evidencePackage, { id, people: 'named' }));
    expect([...unzipped(named.get('clauses/K1.xlsx')!).values()].join('')).toContain('符秀兰');
    expect([...named.keys()].some(p => p.startsWith('records/'))).toBe(false);
  });
  it('the notice names nobody and repeats nobody’s words; the acceptance document has all of it', async () => {
    const word = async (document: { name: string }) =>
      unzipped(await fetched(world.people.officer, document, { id }))
        .get('word/document.xml')!
        .toString();
    const [notice, certificate] = [await word(acceptance.noticeWord), await word(acceptance.certificateWord)];
    for (const private_ of ['演示·签署人', '七旬独居老人', '社工常来看我', '按合同完成', '演示·民政专员']) {
      expect(notice).not.toContain(private_);
      if (!private_.includes('民政专员')) expect(certificate).toContain(private_);
    }
    expect(notice).toContain('验收合格');
    expect(notice).toContain('少于 5 人');
    expect(certificate).toContain('要求 12 次\uff0c完成 2 次');
    expect(certificate).toContain((await world.get(id)).hash!);
  });
  it('streams with flat memory: twenty-four times the rows, no more of them held', { timeout: 180_000 }, async () => {
    const rows = await world.asOwner('select * from app.acceptance_pieces where acceptance_id = $1', [id]);
    const piece = rows[0] as { frozen_as: string; clause_code: string };
    const line = parts.get('clauses/K1.jsonl')!.toString().split('\n')[0]!;
    const bytes = Buffer.from(
      Array.from({ length: 1_500 }, (_, i) => `${line.replace(/"record":"[^"]+"/, `"record":"r${i}"`)}\n`).join(''),
    );
    const { hash } = await world.server.house.files.put(469030, bytes);
    const peak = async (pieces: number): Promise<number> => {
      await world.asOwner(
        `insert into app.acceptance_pieces (county_id, acceptance_id, frozen_as, clause_code, place, lines, bytes, file_hash)
         select 469030, $1, $2, $3, 1000 + n, 1500, $4, $5 from generate_series((select count(*) from app.acceptance_pieces where acceptance_id = $1), $6) n`,
        [id, piece.frozen_as, piece.clause_code, bytes.length, hash, pieces],
      );
      const response = await world.people.officer.get(`/api/acceptance.package?id=${id}`);
      let [most, size, chunks] = [0, 0, 0];
      for await (const chunk of response.body!) {
        size += chunk.length;
        if (chunks++ % 50 === 0) most = Math.max(most, heldBytes());
      }
      expect(size).toBeGreaterThan(pieces * 1_000);
      return most;
    };
    await peak(5);
    const small = await peak(10);
    expect((await peak(240)) / small).toBeLessThan(1.5);
  });
});
