// The evidence package (验收证据包): one streamed zip with index, frozen evidence, ledgers, papers and, if wished, the records themselves;
// its manifest holds the SHA-256 of every file. docs/verify-package.md says how a third party checks it without this product.

import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#kernel/errors.ts';
import { mayEver } from '#kernel/policy.ts';
import { type ZipPart, zipped } from '#server/documents/zip.ts';
import { canonical } from '#server/ledger.ts';
import type { Measure } from '#server/measures.ts';
import type { BoundDocument, Context, MadeFile } from '#server/module.ts';
import { paperFile } from './acceptance.documents.ts';
import { mayName } from './acceptance.policy.ts';
import { type PEOPLE, RECORDS } from './acceptance.ts';
import { loadAcceptance } from './acceptances.service.ts';
import type { Line } from './canonical.ts';
import { indexCsv, indexHtml, type Listed } from './catalogue.ts';
import { clauseLedger, ledgersOf } from './clause-ledger.documents.ts';
import { frozenText, HEARD } from './freezing.service.ts';
import type { FrozenClause } from './frozen.ts';
import { saidOf } from './letters.service.ts';
import type { Said } from './letters.ts';

type Wanted = { id: string; people: keyof typeof PEOPLE; records: keyof typeof RECORDS };
type Printing = ReadonlyMap<string, BoundDocument>;
type Content = ZipPart['content'];
const SAMPLE = 10;

/** The bytes of a file that writes itself into a stream. */
async function* bytesOf(file: MadeFile): AsyncGenerator<Uint8Array> {
  const out = new PassThrough();
  const written = file.write(out).then(() => void out.end());
  written.catch(error => out.destroy(error as Error));
  yield* out as AsyncIterable<Uint8Array>;
  await written;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const jsonLines = (text: Buffer): Line[] =>
  text
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Line);

/** The records of a clause that are to be printed: all that count, or those the clause's own hash draws. */
async function printed(
  source: AsyncIterable<Buffer>,
  clause: FrozenClause,
  how: Wanted['records'],
): Promise<Map<string, string>> {
  const chosen = new Map<string, Map<string, string>>();
  for await (const piece of source)
    for (const line of jsonLines(piece)) {
      if (line.reason !== 'counted') continue;
      const own = chosen.get(line.indicator) ?? new Map<string, string>();
      chosen.set(line.indicator, own.set(line.record, how === 'sample' ? sha256(`${clause.hash} ${line.record}`) : ''));
      if (how === 'sample' && own.size > SAMPLE) own.delete([...own].reduce((last, x) => (x[1] > last[1] ? x : last))[0]);
    }
  return new Map([...chosen].flatMap(([indicator, records]) => [...records.keys()].map(record => [record, indicator] as const)));
}

/** One record as its module prints it; what is not there any more leaves a note in its place. */
async function recordFile(c: Context, document: BoundDocument, record: string): Promise<{ content: Content; extension: string }> {
  try {
    return { content: bytesOf(await document.run(c, { id: record })), extension: 'pdf' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { content: `${record}\n${error.say}\n`, extension: 'txt' };
  }
}

/** Everything about a package but its streaming. */
class Package {
  readonly files: Listed[] = [];
  readonly #c: Context;
  readonly #wanted: Wanted;
  readonly #said: Said;
  readonly #frozenAs: string;
  readonly #printing: Printing;
  readonly #measures: ReadonlyMap<string, Measure>;
  constructor(
    c: Context,
    wanted: Wanted,
    said: Said,
    frozenAs: string,
    measures: ReadonlyMap<string, Measure>,
    printing: Printing,
  ) {
    // A masked package is made as somebody who sees people masked: nothing in it can show more.
    this.#c = wanted.people === 'masked' ? { ...c, tx: c.tx.masked() } : c;
    this.#wanted = wanted;
    this.#said = said;
    this.#frozenAs = frozenAs;
    this.#measures = measures;
    this.#printing = printing;
  }
  /** A part whose size and hash are noted while it passes. */
  #part(path: string, title: string, content: Content): ZipPart {
    const { files } = this;
    async function* noted(): AsyncGenerator<Uint8Array> {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of typeof content === 'string' || content instanceof Uint8Array ? [content] : content) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
      files.push({ path, title, bytes, sha256: hash.digest('hex') });
    }
    return { name: path, content: noted() };
  }
  #source = (clause: FrozenClause): AsyncGenerator<Buffer> => frozenText(this.#c, this.#wanted.id, this.#frozenAs, clause.code);

  async *#clause(clause: FrozenClause): AsyncGenerator<ZipPart> {
    const { code, title } = clause;
    yield this.#part(`clauses/${code}.jsonl`, `${code} ${title}：固定的证据`, this.#source(clause));
    for (const { path, ...part } of ledgersOf(clause)) {
      const named = this.#wanted.people === 'named';
      const ledger = clauseLedger(this.#c, this.#said, clause, () => this.#source(clause), named, part);
      yield this.#part(path, `${code} ${title}：台账`, bytesOf(ledger));
    }
    if (this.#wanted.records === 'none') return;
    const names = new Map(clause.indicators.map(i => [i.id, i.measure]));
    const records = await printed(this.#source(clause), clause, this.#wanted.records);
    for (const [record, indicator] of records) {
      const prints = this.#measures.get(names.get(indicator) ?? '')?.prints;
      const document = prints === undefined ? undefined : this.#printing.get(prints);
      if (!document || !mayEver(document, this.#c.tx.actor)) continue;
      const { content, extension } = await recordFile(this.#c, document, record);
      yield this.#part(`records/${code}/${record}.${extension}`, `${code} ${title}：记录`, content);
    }
  }
  /** The parts in their order; the manifest is last, because it knows them all. */
  async *parts(): AsyncGenerator<ZipPart> {
    const { frozen, hash, ...signed } = this.#said;
    const proven = frozen.clauses.filter(c => c.lines > 0);
    yield this.#part('index.html', '目录和说明', indexHtml(this.#said, RECORDS[this.#wanted.records]));
    yield this.#part('index.csv', '目录（表格）', indexCsv(frozen));
    yield this.#part('frozen.json', '固定的条款、规则和数字', canonical(frozen));
    yield this.#part('signed.json', '验收意见、结论和签署', canonical({ ...signed, hash }));
    for (const form of ['pdf', 'docx'] as const)
      yield this.#part(
        `papers/certificate.${form}`,
        '验收书',
        bytesOf(await paperFile(this.#c, this.#wanted.id, 'certificate', form)),
      );
    yield this.#part('papers/notice.pdf', '验收公示', bytesOf(await paperFile(this.#c, this.#wanted.id, 'notice', 'pdf')));
    if (frozen.heard?.lines)
      yield this.#part('heard.jsonl', '随机回访：固定的逐条结果', frozenText(this.#c, this.#wanted.id, this.#frozenAs, HEARD));
    for (const clause of proven) yield* this.#clause(clause);
    const manifest = { format: 'linzhan-evidence-package', version: 1, people: this.#wanted.people, hash, files: this.files };
    yield { name: 'manifest.json', content: canonical(manifest) };
  }
}

/** The package of a frozen acceptance. Throws `not_frozen`; `forbidden` when names are asked for by who sees people masked. */
export async function packageFile(
  c: Context,
  wanted: Wanted,
  measures: ReadonlyMap<string, Measure>,
  printing: Printing,
): Promise<MadeFile> {
  if (wanted.people === 'named' && !mayName(c.tx.actor))
    throw new AppError('forbidden', { say: '姓名完整的证据包只供县民政局内部存档，请下载姓名隐去部分的证据包。' });
  const { frozen_as } = await loadAcceptance(c.tx, wanted.id);
  const { said } = await saidOf(c, wanted.id);
  const made = new Package(c, wanted, said, frozen_as!, measures, printing);
  return {
    fileName: `验收证据包_${said.frozen.contract.code}_${said.frozen.as_of}.zip`,
    write: out => pipeline(zipped(made.parts(), c.tx.now), out),
  };
}
