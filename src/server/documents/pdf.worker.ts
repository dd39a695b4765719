// The typesetting thread: one compiler, kept warm. It sees the template, the data and the pictures of one document at a time, no
// file of the machine but the fonts, and nothing is left of a document when the next one comes.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { rareMarker } from './glyphs.ts';
import { official } from './official.ts';

export type Order = { template: string; data: string; images: Record<string, Uint8Array> };
export type Delivery = { pdf: Uint8Array } | { failed: string[] };

/** A root that does not exist: a template can read what is laid there in memory and nothing else. */
const ROOT = '/linzhan-documents';
/** Documents after which an unused part of the compiler's memory is given back. */
const KEEP = 3;

const { extraFonts }: { extraFonts: string | undefined } = workerData;
const packaged = ['noto-serif-sc/400Regular', 'noto-serif-sc/700Bold', 'noto-sans-sc/400Regular', 'noto-sans-sc/700Bold'].map(
  face => {
    const [family, weight] = face.split('/') as [string, string];
    return join(dirname(createRequire(import.meta.url).resolve(`@expo-google-fonts/${family}/package.json`)), weight);
  },
);
const fontFolders = extraFonts ? [...packaged, extraFonts] : packaged;
const fontFiles = (): string[] =>
  fontFolders.flatMap(folder =>
    readdirSync(folder)
      .filter(name => /\.(ttf|otf|ttc)$/i.test(name))
      .map(name => join(folder, name)),
  );

const compiler = NodeCompiler.create({ workspace: ROOT, fontArgs: [{ fontPaths: fontFolders }] });
const marked = rareMarker(fontFiles);

function typeset({ template, data, images }: Order): Delivery {
  compiler.resetShadow();
  compiler.mapShadow(`${ROOT}/official.typ`, Buffer.from(official));
  compiler.mapShadow(`${ROOT}/data.json`, Buffer.from(marked(data)));
  for (const [name, bytes] of Object.entries(images)) compiler.mapShadow(`${ROOT}/images/${name}`, Buffer.from(bytes));
  const compiled = compiler.compile({ mainFileContent: template });
  const document = compiled.result;
  const delivery: Delivery =
    document && !compiled.hasError() ? { pdf: compiler.pdf(document) } : { failed: reasons(compiled.takeError()) };
  compiler.resetShadow();
  compiler.evictCache(KEEP);
  return delivery;
}

/** What the compiler complains about, up to where it quotes a value; names in a template are no personal data and help its author. */
const SAID =
  /^(?:unknown variable: [\w-]+|dictionary does not contain key "[\w-]+"|file not found \(searched at [\w/.-]+\)|[^:"]*)/;

function reasons(error: NodeError | null): string[] {
  const found: { message: string }[] = error?.shortDiagnostics ?? [];
  return found.map(({ message }) => SAID.exec(message)![0]);
}

parentPort!.on('message', (order: Order) => {
  const delivery = typeset(order);
  parentPort!.postMessage(delivery);
});
