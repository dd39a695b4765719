// The parts around the sheets: which sheets there are, which calendar, which styles are days, and the shared texts.
import type { Archive } from './archive.ts';
import { type NumberStyle, numberStyle, PLAIN, plainText } from './cells.ts';
import { type Limits, say, tooLarge, unsupported } from './limits.ts';
import { attribute, readXml } from './xml.ts';

export type Sheet = { name: string; hidden: boolean; part: string };
export type Workbook = { sheets: Sheet[]; date1904: boolean; styles: NumberStyle[]; texts: SharedTexts };

type Relation = { id: string; type: string; target: string };

/** Reads everything a sheet needs before its first cell. Throws `unsupported_file` when it is no workbook. */
export async function readWorkbook(archive: Archive, limits: Limits): Promise<Workbook> {
  const root = (await relations(archive, '')).find(relation => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (root.endsWith('.bin')) throw unsupported(say.binary);
  if (!archive.has(root)) throw unsupported(say.format);
  const related = await relations(archive, root);
  const { sheets, date1904 } = await sheetList(archive, root, related);
  const styles = related.find(relation => relation.type === 'styles')?.target;
  const texts = related.find(relation => relation.type === 'sharedStrings')?.target;
  return {
    sheets,
    date1904,
    styles: styles && archive.has(styles) ? await readStyles(archive, styles) : [],
    texts: texts && archive.has(texts) ? await readSharedTexts(archive, texts, limits) : new SharedTexts(limits),
  };
}

/** A part's relations, with targets as part names. Types are compared by their last word: both dialects of the format have it. */
async function relations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found: Relation[] = [];
  if (!archive.has(name)) return found;
  await readXml(archive.read(name), {
    open(element, at) {
      if (element !== 'Relationship' || at.TargetMode === 'External' || !at.Target) return;
      found.push({ id: at.Id ?? '', type: (at.Type ?? '').split('/').pop()!, target: partAt(at.Target, folder) });
    },
  });
  return found;
}

/** A relation's target as a part name; one that is no address is a damaged file. */
function partAt(target: string, folder: string): string {
  const path = URL.parse(target.replaceAll('\\', '/'), `zip:///${folder}`)?.pathname ?? '';
  if (!path || /%(?![0-9a-f]{2})/i.test(path)) throw unsupported(say.damaged);
  return Buffer.from(
    path.replace(/^\/+/, '').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
    .toString('utf8')
    .toLowerCase();
}

async function sheetList(archive: Archive, root: string, related: Relation[]): Promise<Pick<Workbook, 'sheets' | 'date1904'>> {
  const sheets: Sheet[] = [];
  let date1904 = false;
  await readXml(archive.read(root), {
    open(element, at) {
      if (element === 'workbookPr') date1904 = at.date1904 === '1' || at.date1904 === 'true';
      if (element !== 'sheet') return;
      const relation = related.find(each => each.id === attribute(at, 'id'));
      if (relation?.type !== 'worksheet' || !archive.has(relation.target)) return;
      sheets.push({
        name: plainText(at.name ?? ''),
        hidden: at.state === 'hidden' || at.state === 'veryHidden',
        part: relation.target,
      });
    },
  });
  return { sheets, date1904 };
}

async function readStyles(archive: Archive, part: string): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCellFormats = false;
  await readXml(archive.read(part), {
    open(element, at) {
      if (element === 'numFmt') codes.set(Number(at.numFmtId), at.formatCode ?? '');
      else if (element === 'cellXfs') inCellFormats = true;
      else if (element === 'xf' && inCellFormats) ids.push(Number(at.numFmtId ?? 0));
    },
    close(element) {
      if (element === 'cellXfs') inCellFormats = false;
    },
  });
  const known = new Map<number, NumberStyle>();
  return ids.map(id => {
    const style = known.get(id) ?? numberStyle(id, codes.get(id));
    known.set(id, style);
    return style.shows === 'number' && style.width === 0 ? PLAIN : style;
  });
}

async function readSharedTexts(archive: Archive, part: string, limits: Limits): Promise<SharedTexts> {
  const texts = new SharedTexts(limits);
  let text = '';
  let depth = 0;
  let phonetic = false;
  await readXml(archive.read(part), {
    open(element) {
      if (element === 'si') text = '';
      else if (element === 'rPh') phonetic = true;
      else if (element === 't') depth++;
    },
    text(piece) {
      if (depth > 0 && !phonetic) text += piece;
    },
    close(element) {
      if (element === 't') depth--;
      else if (element === 'rPh') phonetic = false;
      else if (element === 'si') texts.add(plainText(text));
    },
  });
  return texts;
}

/**
 * The shared texts of a workbook, kept as bytes in one arena: a text cut out of a larger string would keep the whole string
 * alive, and the arena's size can be limited exactly.
 */
export class SharedTexts {
  private readonly limits: Limits;
  private bytes = Buffer.alloc(64 * 1024);
  private ends = new Uint32Array(1024);
  private count = 0;
  private used = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  add(text: string): void {
    const size = text.length * 2;
    if (this.count + 1 > this.limits.sharedStrings || this.used + size > this.limits.sharedStringBytes)
      throw tooLarge(say.memory);
    if (this.used + size > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + size));
      this.bytes.copy(grown);
      this.bytes = grown;
    }
    if (this.count === this.ends.length) {
      const grown = new Uint32Array(this.ends.length * 2);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.used += this.bytes.write(text, this.used, 'utf16le');
    this.ends[this.count++] = this.used;
  }

  /** The text with this number; '' when the workbook has none. */
  at(index: number): string {
    if (!(index >= 0 && index < this.count)) return '';
    return this.bytes.toString('utf16le', index === 0 ? 0 : this.ends[index - 1]!, this.ends[index]!);
  }
}
