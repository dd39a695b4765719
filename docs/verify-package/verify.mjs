#!/usr/bin/env node
// Checks an evidence package (验收证据包) without the product that made it. Plain Node 20 or newer, no other program.
// 核对验收证据包,不需要产生它的系统;只需要 Node.js 20 或更新的版本。
//
//   node verify.mjs package.zip [--hash <printed on the signed paper>] [--json]
//   node verify.mjs folder-of-the-unpacked-package …
//
// Exit code: 0 everything holds 一切相符 · 1 something does not 有不符 · 2 cannot be read 无法读取

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

const problems = [];
const done = [];
const problem = (zh, en) => problems.push({ zh, en });
const fine = (zh, en) => done.push({ zh, en });

/** JSON with sorted keys and no spaces: how everything that is hashed was written. */
const canonical = value =>
  JSON.stringify(value, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
const sha256 = text => createHash('sha256').update(text).digest('hex');
const tidy = n => Math.round(n * 1000) / 1000;

class Unreadable extends Error {}

/** The files of a folder: path → { size, stream() }. */
async function folderFiles(root) {
  const files = new Map();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files.set(relative(root, path).split(sep).join('/'), { stream: () => createReadStream(path) });
  }
  return files;
}

async function bytesAt(handle, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Unreadable('the zip is cut short · 压缩包不完整');
  return buffer;
}

/** Where the directory is, how long it is and how many files it names; from the large form (zip64) where a number had no room. */
async function directoryOf(handle, size) {
  const tail = await bytesAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (at < 0) throw new Unreadable('this is no whole zip · 这不是完整的 zip 文件');
  const old = { count: tail.readUInt16LE(at + 10), bytes: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  if (at < 20 || tail.readUInt32LE(at - 20) !== 0x07064b50) return old;
  const end = await bytesAt(handle, Number(tail.readBigUInt64LE(at - 12)), 56);
  if (end.readUInt32LE(0) !== 0x06064b50) throw new Unreadable('the directory of the zip is damaged · 压缩包目录损坏');
  const [count, bytes, offset] = [32, 40, 48].map(o => Number(end.readBigUInt64LE(o)));
  return { count, bytes, offset };
}

/** Packed size and place of an entry of the directory, from what stands behind it where four bytes had no room. */
function placeOf(entry, nameLength, extra) {
  const [packed, unpacked, start] = [20, 24, 42].map(o => entry.readUInt32LE(o));
  const NONE = 0xffff_ffff;
  if (packed !== NONE && unpacked !== NONE && start !== NONE) return { packed, start };
  for (let p = 46 + nameLength; p + 4 <= 46 + nameLength + extra; p += 4 + entry.readUInt16LE(p + 2)) {
    if (entry.readUInt16LE(p) !== 1) continue;
    let at = p + 4;
    const next = now => {
      if (now !== NONE) return now;
      at += 8;
      return Number(entry.readBigUInt64LE(at - 8));
    };
    next(unpacked);
    return { packed: next(packed), start: next(start) };
  }
  throw new Unreadable('the directory of the zip is damaged · 压缩包目录损坏');
}

/** The files of a zip, read from its directory at the end; the contents are unpacked when they are asked for. */
async function zipFiles(path) {
  const { size } = await stat(path);
  const handle = await open(path);
  try {
    const { count, bytes, offset } = await directoryOf(handle, size);
    const directory = await bytesAt(handle, offset, bytes);
    const files = new Map();
    let entries = 0;
    for (let p = 0; p + 46 <= directory.length && directory.readUInt32LE(p) === 0x02014b50; entries++) {
      const [nameLength, extra, comment] = [28, 30, 32].map(o => directory.readUInt16LE(p + o));
      const name = directory.toString('utf8', p + 46, p + 46 + nameLength);
      const method = directory.readUInt16LE(p + 10);
      const { packed, start } = placeOf(directory.subarray(p), nameLength, extra);
      const local = await bytesAt(handle, start, 30);
      const from = start + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (files.has(name)) problem(`压缩包里有两个同名文件：${name}`, `two files of the same name: ${name}`);
      if (method !== 0 && method !== 8) throw new Unreadable(`unknown packing of ${name} · 无法解压`);
      files.set(name, {
        stream: () => {
          if (packed === 0) return Readable.from([]);
          const raw = createReadStream(path, { start: from, end: from + packed - 1 });
          if (method === 0) return raw;
          const unpacked = createInflateRaw();
          raw.on('error', error => unpacked.destroy(error));
          return raw.pipe(unpacked);
        },
      });
      p += 46 + nameLength + extra + comment;
    }
    if (entries !== count) throw new Unreadable('the directory of the zip is damaged · 压缩包目录损坏');
    return files;
  } finally {
    await handle.close();
  }
}

async function textOf(file) {
  const pieces = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function jsonOf(files, path) {
  const file = files.get(path);
  if (!file) throw new Unreadable(`${path} is missing · 缺少 ${path}`);
  const text = await textOf(file);
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    throw new Unreadable(`${path} is not JSON · ${path} 内容损坏`);
  }
}

/** Every listed file is there and is what it was; nothing else is there. */
async function checkFiles(files, manifest) {
  const listed = new Set(['manifest.json']);
  let good = 0;
  for (const { path, bytes, sha256: expected } of manifest.files) {
    listed.add(path);
    const file = files.get(path);
    if (!file) {
      problem(`缺少文件 ${path}`, `missing file ${path}`);
      continue;
    }
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const piece of file.stream()) {
        hash.update(piece);
        size += piece.length;
      }
    } catch {
      problem(`文件无法解压 ${path}`, `cannot unpack ${path}`);
      continue;
    }
    if (size !== bytes || hash.digest('hex') !== expected) problem(`文件被改动 ${path}`, `changed file ${path}`);
    else good++;
  }
  for (const path of files.keys())
    if (!listed.has(path)) problem(`多出清单没有的文件 ${path}`, `file that the manifest does not list: ${path}`);
  fine(`文件校验值相符：${good}/${manifest.files.length}`, `files with their checksum: ${good}/${manifest.files.length}`);
}

const emptyCount = () => ({ counted: 0, sum: 0, left: new Map(), stations: new Map() });

/** The rows of a clause, counted again one by one. */
async function readRows(files, clause) {
  const path = `clauses/${clause.code}.jsonl`;
  const counts = new Map(clause.indicators.map(i => [i.id, emptyCount()]));
  const hash = createHash('sha256');
  let lines = 0;
  const seen = new Set();
  const file = files.get(path);
  if (!file) {
    if (clause.lines > 0) problem(`${clause.code}：缺少证据 ${path}`, `${clause.code}: no evidence ${path}`);
    return { counts, lines, hash: hash.digest('hex') };
  }
  const stream = file.stream();
  stream.on('error', () => {});
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines++;
    hash.update(`${line}\n`);
    let row;
    try {
      row = JSON.parse(line);
    } catch {
      problem(`${clause.code} 第 ${lines} 行不是 JSON`, `${clause.code} line ${lines} is not JSON`);
      continue;
    }
    if (canonical(row) !== line) problem(`${clause.code} 第 ${lines} 行写法不规范`, `${clause.code} line ${lines} is not canonical`);
    const count = counts.get(row.indicator);
    if (!count) {
      problem(`${clause.code} 第 ${lines} 行不属于任何指标`, `${clause.code} line ${lines} belongs to no indicator`);
      continue;
    }
    const key = sha256(`${row.indicator} ${row.record} ${row.worker} ${row.client}`).slice(0, 24);
    if (seen.has(key)) problem(`${clause.code} 第 ${lines} 行重复`, `${clause.code} line ${lines} is there twice`);
    seen.add(key);
    if (row.reason === 'counted') {
      count.counted++;
      count.sum += row.amount;
      count.stations.set(row.station, (count.stations.get(row.station) ?? 0) + row.amount);
    } else count.left.set(row.reason, (count.left.get(row.reason) ?? 0) + 1);
  }
  return { counts, lines, hash: hash.digest('hex') };
}

/** Whether an indicator's figure is the sum of its counted rows, for the whole and for each station. */
function checkIndicator(code, indicator, count) {
  const name = `${code} ${indicator.title}`;
  const differs = (what, en, expected, found) => {
    if (expected !== found) problem(`${name}：${what}应为 ${expected}，实为 ${found}`, `${name}: ${en} should be ${expected}, is ${found}`);
  };
  differs('计入的行数', 'counted rows', indicator.counted_rows, count.counted);
  differs('计入的合计', 'counted sum', indicator.counted_sum, tidy(count.sum));
  const reasons = new Set([...indicator.left_out.map(r => r.code), ...count.left.keys()]);
  for (const reason of reasons)
    differs(
      `未计入（${reason}）的行数`,
      `rows left out (${reason})`,
      indicator.left_out.find(r => r.code === reason)?.rows ?? 0,
      count.left.get(reason) ?? 0,
    );
  if (!indicator.connected) return false;
  if (!indicator.adds_up) {
    fine(`${name}：按时段或比率计数，数字不是各行之和，只核对了各行`, `${name}: counted by windows or a ratio; rows checked, the figure is not their sum`);
    return false;
  }
  differs('数字', 'figure', tidy(indicator.done), tidy(count.sum));
  for (const s of indicator.stations)
    differs(`社工站 ${s.station} 的数字`, `figure of station ${s.station}`, tidy(s.done), tidy(count.stations.get(s.station) ?? 0));
  return true;
}

async function checkClauses(files, frozen) {
  let lines = 0;
  let figures = 0;
  for (const clause of frozen.clauses) {
    const read = await readRows(files, clause);
    lines += read.lines;
    if (read.lines !== clause.lines)
      problem(`${clause.code}：证据应有 ${clause.lines} 行，实有 ${read.lines} 行`, `${clause.code}: ${clause.lines} rows expected, ${read.lines} found`);
    if (read.hash !== clause.hash) problem(`${clause.code}：证据与固定时不同`, `${clause.code}: the evidence is not what was frozen`);
    for (const indicator of clause.indicators)
      if (checkIndicator(clause.code, indicator, read.counts.get(indicator.id) ?? emptyCount())) figures++;
  }
  fine(`逐行重算：${lines} 行证据，${figures} 个数字`, `counted again: ${lines} rows of evidence, ${figures} figures`);
}

/** The call-backs, counted again one by one; packages of before have none. */
async function checkHeard(files, { heard }) {
  if (!heard) return;
  const file = files.get('heard.jsonl');
  const text = file ? await textOf(file) : '';
  if (heard.lines > 0 && !file) problem('缺少随机回访的结果 heard.jsonl', 'no call-backs heard.jsonl');
  if (sha256(text) !== heard.hash) problem('随机回访的结果与固定时不同', 'the call-backs are not what was frozen');
  const rows = [];
  for (const line of text.split('\n').filter(Boolean)) {
    try {
      rows.push(JSON.parse(line));
    } catch {
      problem('heard.jsonl 有一行不是 JSON', 'a line of heard.jsonl is not JSON');
    }
  }
  const count = holds => rows.filter(holds).length;
  const grades = [1, 2, 3, 4, 5].map(n => count(r => r.satisfaction === n));
  const found = {
    lines: rows.length,
    draws: new Set(rows.map(r => r.draw)).size,
    asked: rows.length,
    reached: count(r => r.reached),
    confirmed: count(r => r.confirmed),
    agrees: count(r => r.agrees),
    rated: grades.reduce((n, g) => n + g, 0),
    grades,
    satisfied: grades[3] + grades[4],
    hash: heard.hash,
  };
  if (canonical(found) !== canonical(heard))
    problem(`随机回访的人数应为 ${canonical(heard)}，实为 ${canonical(found)}`, 'the numbers of the call-backs are not those of their lines');
  else if (rows.length) fine(`逐条重算随机回访：${rows.length} 人`, `counted again: ${rows.length} call-backs`);
}

/** Checks a package; answers what was found. */
export async function verify(path, printedHash) {
  problems.length = 0;
  done.length = 0;
  const files = (await stat(path)).isDirectory() ? await folderFiles(path) : await zipFiles(path);
  const { value: manifest } = await jsonOf(files, 'manifest.json');
  if (manifest.format !== 'linzhan-evidence-package' || manifest.version !== 1)
    throw new Unreadable('unknown kind or version of package · 不认识的证据包种类或版本');
  await checkFiles(files, manifest);
  const { text, value: frozen } = await jsonOf(files, 'frozen.json');
  if (frozen.format !== 'linzhan-acceptance' || frozen.version !== 1)
    throw new Unreadable('unknown kind or version of evidence · 不认识的证据种类或版本');
  const hash = sha256(canonical(frozen));
  if (text !== canonical(frozen)) problem('frozen.json 写法不规范', 'frozen.json is not canonical');
  if (hash !== manifest.hash) problem('总校验值与清单不符', 'the hash over all is not the manifest’s');
  if (printedHash && hash !== printedHash.toLowerCase())
    problem('总校验值与纸质验收书所印的不符', 'the hash over all is not the one printed on the signed paper');
  if (printedHash && hash === printedHash.toLowerCase())
    fine('总校验值与纸质验收书所印的相符', 'the hash over all is the one printed on the signed paper');
  await checkClauses(files, frozen);
  await checkHeard(files, frozen);
  return { hash, as_of: frozen.as_of, contract: frozen.contract.code, problems: [...problems], done: [...done] };
}

function report({ hash, as_of, contract, problems: found, done: checked }, printedHash) {
  console.log(`合同 contract ${contract} · 固定日 frozen on ${as_of}`);
  console.log(`总校验值 hash over all: ${hash}`);
  if (!printedHash)
    console.log('提示：请与纸质验收书所印的总校验值比较（--hash）。Compare it with the one printed on the signed paper (--hash).');
  for (const { zh, en } of checked) console.log(`  ✓ ${zh}\n    ${en}`);
  for (const { zh, en } of found.slice(0, 100)) console.log(`  ✗ ${zh}\n    ${en}`);
  if (found.length > 100) console.log(`  … 另有 ${found.length - 100} 处 and ${found.length - 100} more`);
  console.log(found.length ? `结论：有 ${found.length} 处不符。${found.length} problem(s) found.` : '结论：全部相符。Everything holds.');
}

async function main(args) {
  const at = args.indexOf('--hash');
  const printedHash = at < 0 ? undefined : args.splice(at, 2)[1];
  const asJson = args.includes('--json');
  const [path] = args.filter(a => !a.startsWith('--'));
  if (!path || (at >= 0 && !/^[0-9a-fA-F]{64}$/.test(printedHash ?? ''))) {
    console.error('用法 usage: node verify.mjs 证据包.zip|文件夹 [--hash 64 位校验值] [--json]');
    return 2;
  }
  try {
    const result = await verify(path, printedHash);
    if (asJson) console.log(JSON.stringify(result, null, 1));
    else report(result, printedHash);
    return result.problems.length ? 1 : 0;
  } catch (error) {
    console.error(`无法核对 cannot be checked: ${error instanceof Unreadable || error.code ? error.message : error.stack}`);
    return 2;
  }
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split(sep).pop())) process.exitCode = await main(process.argv.slice(2));
