// Chinese sentences carry Chinese punctuation. Keyboards and editors leave half-width marks among them; this puts the full-width ones in
// their place, in texts of the program (never in code, patterns of numbers, SQL or sample files) and in the guides.
// `node scripts/punctuation.ts` mends, `--check` only tells.

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { requireNode } from './node-version.ts';

requireNode();
const root = join(import.meta.dirname, '..');
const FULL: Record<string, string> = { ',': '\uff0c', ':': '\uff1a', ';': '\uff1b', '?': '\uff1f', '!': '\uff01' };
const HAN = /[\u3400-\u9fff\u3001\u3002\u300a-\u3011\u2018-\u201d\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff01]/;
const isHan = (c: string | undefined): boolean => c !== undefined && HAN.test(c);
/** Stands for what a template puts in: a mark beside it goes by its other side. */
const HOLE = '\ufffc';

/** A text with its marks mended; the same length. `patterns`: only marks without a meaning in a regular expression. */
export function mend(text: string, patterns = false): string {
  const chars = text.split('');
  const spoken = chars.some(isHan);
  let inClass = false;
  for (const [i, c] of chars.entries()) {
    const full = FULL[c];
    // What stands in a class of a pattern is meant as it is.
    if (patterns && (c === '[' || c === ']') && chars[i - 1] !== '\\') inClass = c === '[';
    if (inClass || !full || (patterns && (c === '?' || c === '!'))) continue;
    const [before, after] = [chars[i - 1], chars[i + 1]];
    if (patterns && (before === '(' || before === '\\')) continue;
    const inserted = before === HOLE || before === undefined;
    if (isHan(before)) chars[i] = c === ':' && after === '/' ? c : full;
    else if (isHan(after)) chars[i] = inserted ? (c === ':' ? c : full) : /[\dA-Za-z%\uff09\])]/.test(before!) ? full : c;
    else if (spoken && after === HOLE && /\d/.test(before ?? '')) chars[i] = full;
    else if (spoken && (before === HOLE || i === 0) && (after === HOLE || after === undefined) && chars.length > 1)
      chars[i] = full;
  }
  const mended = patterns ? chars.join('') : brackets(chars).join('');
  // What is mended may be the neighbour of what is not yet.
  return mended === text ? text : mend(mended, patterns);
}

/** Pairs of brackets with a Chinese character at one of their four sides. */
function brackets(chars: string[]): string[] {
  const opened: number[] = [];
  for (const [i, c] of chars.entries()) {
    if (c === '(') opened.push(i);
    if (c !== ')') continue;
    const from = opened.pop();
    if (from === undefined) continue;
    const sides = [chars[from - 1], chars[from + 1], chars[i - 1], chars[i + 1]];
    const code = /[\])\w]/.test(chars[from - 1] ?? '') && !isHan(chars[from + 1]) && !isHan(chars[i - 1]);
    if (!sides.some(isHan) || code) continue;
    chars[from] = '\uff08';
    chars[i] = '\uff09';
  }
  return chars;
}

type Node = { type: string; start: number; end: number; [key: string]: unknown };
const isNode = (x: unknown): x is Node => typeof x === 'object' && x !== null && typeof (x as Node).type === 'string';
type Edit = { start: number; text: string };

/** A pattern kept as a text. */
const isPattern = (text: string): boolean => text.includes('(?');
/** These read what others wrote, after its width was made one: their patterns are meant as they are. */
const READS = /clients\/roster\//;

/** Texts of a program with their places; a template is one text with holes. */
function edits(source: string, path: string): Edit[] {
  const found: Edit[] = [];
  const put = (start: number, end: number, patterns = false): void => {
    const text = source.slice(start, end);
    if (!/[\u4e00-\u9fff]/.test(text) || (!patterns && isPattern(text))) return;
    const mended = mend(text, patterns);
    if (mended !== text) found.push({ start, text: mended });
  };
  /** Pieces of one text with holes between them. */
  const pieces = (parts: readonly { start: number; raw: string }[]): void => {
    const whole = parts.map(p => p.raw).join(HOLE);
    if (!/[\u4e00-\u9fff]/.test(whole) || isPattern(whole)) return;
    const mended = mend(whole);
    let at = 0;
    for (const { start, raw } of parts) {
      const text = mended.slice(at, at + raw.length);
      if (text !== raw) found.push({ start, text });
      at += raw.length + 1;
    }
  };
  const template = (node: Node): void =>
    pieces(
      (node.quasis as (Node & { value: { raw: string } })[]).map(({ start, value: { raw } }) => ({
        start: source[start] === '`' || source[start] === '}' ? start + 1 : start,
        raw,
      })),
    );
  /** What stands between two tags: its words, and holes for what is put in. */
  const children = (node: Node): void => {
    const parts = [{ start: 0, raw: '' }];
    for (const child of (node.children as Node[]) ?? []) {
      if (child.type === 'JSXText') parts[parts.length - 1] = { start: child.start, raw: source.slice(child.start, child.end) };
      else parts.push({ start: child.end, raw: '' });
    }
    pieces(parts);
  };
  const walk = (node: Node): void => {
    if (node.type === 'TaggedTemplateExpression') {
      for (const e of (node.quasi as Node).expressions as Node[]) walk(e);
      return;
    }
    if (node.type === 'ImportDeclaration') return;
    if (node.type === 'Literal' && 'regex' in node) READS.test(path) || put(node.start + 1, node.end - 1, true);
    else if (node.type === 'Literal' && typeof node.value === 'string' && !node.value.includes('\n'))
      put(node.start + 1, node.end - 1);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') children(node);
    if (node.type === 'TemplateLiteral' && !source.slice(node.start, node.end).includes('\\n')) template(node);
    for (const value of Object.values(node))
      for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) walk(part);
  };
  walk(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node);
  return found;
}

/** Sample files of township offices are messy on purpose; what reads them names both kinds of marks. */
const LEFT =
  /messy\.demo|clients\/roster.*\.test|clients\/roster\/(headers|testing)|spreadsheets\/(csv|cells|.*\.test)|kernel\/(texts|phones|names)|categories\.rules\.test|secrets\/totp|scripts\/punctuation|\.gen\./;

function mendedProgram(source: string, path: string): string {
  let text = source;
  for (const { start, text: put } of edits(source, path)) text = text.slice(0, start) + put + text.slice(start + put.length);
  return text;
}

/** A guide: not its code, nor where its links lead. What is bold stands beside what is not. */
function mendedGuide(source: string): string {
  const parts = source.split(/(```[\s\S]*?```|`[^`\n]*`|\]\([^)\n]*\)|^\|[-| ]+\|$|\*\*)/m);
  const spoken = parts.map((part, i) => (i % 2 === 0 ? part : part === '**' ? '' : HOLE));
  const mended = mend(spoken.join(''));
  let at = 0;
  return parts
    .map((part, i) => {
      const from = at;
      at += spoken[i]!.length;
      return i % 2 ? part : mended.slice(from, at);
    })
    .join('');
}
/** Sentences of data that a county reads. */
const mendedData = (source: string): string =>
  source.replace(/"(?:[^"\\]|\\.)*"/g, text => (/[\u4e00-\u9fff]/.test(text) ? mend(text) : text));

const check = process.argv.includes('--check');
const all = (pattern: string): string[] => globSync(pattern, { cwd: root }).filter(f => !LEFT.test(f) && !f.includes('canaries'));
const rooms: [string[], (source: string, path: string) => string][] = [
  [[...all('{src,arch,e2e,scripts,bench}/**/*.{ts,tsx}'), ...all('docs/**/*.mjs')], mendedProgram],
  [all('{README.zh-CN.md,docs/user-guide/*.md}'), mendedGuide],
  [all('db/seed/{contract-template,indicator-library,evaluation-template}.json'), mendedData],
];
const wrong: string[] = [];
for (const [paths, mended] of rooms)
  for (const path of paths) {
    const source = readFileSync(join(root, path), 'utf8');
    const text = mended(source, path);
    if (text === source) continue;
    wrong.push(path);
    if (!check) writeFileSync(join(root, path), text);
  }
if (wrong.length)
  console.log(`${check ? 'half-width marks in Chinese texts of' : 'mended'} ${wrong.length} files:\n${wrong.join('\n')}`);
process.exit(check && wrong.length ? 1 : 0);
