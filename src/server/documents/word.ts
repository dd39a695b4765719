// A letter as a Word file (.docx) that an office edits and prints: the faces and sizes offices use, a heading row on every page of a
// table, page numbers "— 1 —" outside. Written here like the spreadsheets (decision 0008): a few parts of XML in a zip.
import { clean, escapeXml } from './cells.ts';
import { type Block, type Cells, formal, formally, type Letter, type Signing } from './letter.ts';
import { type ZipPart, zipped } from './zip.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Width of the text between the margins, in twentieths of a point. */
const WIDE = 8844;

const FACES = { title: '方正小标宋简体', body: '仿宋', label: '黑体', page: '宋体', fine: '黑体' } as const;
type Face = keyof typeof FACES;
/** Half points: 二号 44, 三号 32, 四号 28, 小四 24. */
type Look = { face?: Face; size?: number; bold?: boolean };

const said = (text: string): string => escapeXml(clean(text));

function run(text: string, { face = 'body', size = 32, bold = false }: Look = {}): string {
  const name = FACES[face];
  return `<w:r><w:rPr><w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:eastAsia="${name}" w:cs="${name}" w:hint="eastAsia"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr><w:t xml:space="preserve">${said(text)}</w:t></w:r>`;
}

type Place = { align?: 'both' | 'center' | 'right' | 'left'; indent?: boolean; line?: number; keep?: boolean; before?: number };
/** `line`: exact height of a line, else what its letters need. */
function paragraph(runs: string, { align = 'both', indent = false, line, keep = false, before = 0 }: Place = {}): string {
  const spacing = `<w:spacing w:before="${before}" w:after="0"${line ? ` w:line="${line}" w:lineRule="exact"` : ''}/>`;
  return `<w:p><w:pPr>${keep ? '<w:keepNext/>' : ''}${line ? '' : '<w:snapToGrid w:val="0"/>'}${spacing}${indent ? '<w:ind w:firstLineChars="200" w:firstLine="640"/>' : ''}<w:jc w:val="${align}"/></w:pPr>${runs}</w:p>`;
}

const BODY: Place = { indent: true, line: 579 };
const lines = (text: string): string =>
  text
    .split('\n')
    .map(line => paragraph(run(line), BODY))
    .join('');

const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map(side => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
  .join('');
const cell = (width: number, content: string): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${content}</w:tc>`;
const row = (cells: string, header = false): string =>
  `<w:tr><w:trPr><w:cantSplit/>${header ? '<w:tblHeader/>' : ''}</w:trPr>${cells}</w:tr>`;
const tableOf = (widths: readonly number[], rows: string): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="${WIDE}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${widths.map(w => `<w:gridCol w:w="${w}"/>`).join('')}</w:tblGrid>${rows}</w:tbl>${paragraph('', {})}`;
const inCell = (text: string, look: Look, align: Place['align'] = 'left'): string =>
  text
    .split('\n')
    .map(line => paragraph(run(line, look), { align }))
    .join('');

function listing({ headers, widths, rows }: Cells): string {
  const whole = widths.reduce((sum, w) => sum + w, 0);
  const wide = widths.map(w => Math.floor((w * WIDE) / whole));
  const head = headers.map((h, i) => cell(wide[i]!, inCell(h, { face: 'label', size: 22 }, 'center'))).join('');
  const body = rows.map(cells => row(cells.map((c, i) => cell(wide[i]!, inCell(c, { size: 22 }))).join('')));
  return tableOf(wide, row(head, true) + body.join(''));
}

function pairsOf(rows: readonly (readonly [string, string])[]): string {
  const widths = [1814, WIDE - 1814];
  const body = rows.map(([label, value]) =>
    row(cell(widths[0]!, inCell(label, { face: 'label', size: 22 }, 'center')) + cell(widths[1]!, inCell(value, { size: 24 }))),
  );
  return tableOf(widths, body.join(''));
}

/** Width and height in pixels of a PNG or JPEG. */
export function pixelsOf(bytes: Uint8Array): { width: number; height: number } {
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (b.readUInt32BE(0) === 0x89504e47) return { width: b.readUInt32BE(16), height: b.readUInt32BE(20) };
  for (let at = 2; at + 9 < b.length; at += 2 + b.readUInt16BE(at + 2)) {
    const marker = b[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: b.readUInt16BE(at + 7), height: b.readUInt16BE(at + 5) };
  }
  throw new Error('a picture of a document is neither PNG nor JPEG');
}

const EMU_A_CM = 360_000;
/** A picture in the line, at most so many centimetres wide and high. */
function picture(id: number, bytes: Uint8Array, [wide, high]: readonly [number, number]): string {
  const { width, height } = pixelsOf(bytes);
  const scale = Math.min((high * EMU_A_CM) / height, (wide * EMU_A_CM) / width);
  const size = `cx="${Math.round(width * scale)}" cy="${Math.round(height * scale)}"`;
  const a = 'http://schemas.openxmlformats.org/drawingml/2006/main';
  const pic = 'http://schemas.openxmlformats.org/drawingml/2006/picture';
  const wp = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing';
  return `<w:r><w:drawing><wp:inline xmlns:wp="${wp}" distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/><wp:docPr id="${id}" name="签名${id}" descr="签名"/><a:graphic xmlns:a="${a}"><a:graphicData uri="${pic}"><pic:pic xmlns:pic="${pic}"><pic:nvPicPr><pic:cNvPr id="${id}" name="签名${id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image${id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
}

function signingOf(s: Signing, images: Letter['images'], numbers: ReadonlyMap<string, number>): string {
  const look = { size: 24 };
  const ink =
    s.picture === null ? run('　　　　　　　　', look) : picture(numbers.get(s.picture)!, images[s.picture]!, [3.4, 1.1]);
  const label = run(formal(s.post === '' ? '签名：' : `${s.post} ${s.name}（签名）：`), look);
  const day = run(`　${s.on === '' ? '　　年　　月　　日' : s.on}`, look);
  const opinion = s.opinion === '' ? paragraph('', { line: 900 }) : inCell(s.opinion, look);
  const content =
    paragraph(run(formal(`${s.party}意见：`), { face: 'label', size: 24 })) +
    opinion +
    paragraph(label + ink + day, { align: 'right', before: 120 });
  return tableOf([WIDE], row(cell(WIDE, content)));
}

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;
const PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

function coverOf(b: Of<'cover'>): string {
  const middle = (text: string, look: Look, before: number) => paragraph(run(text, look), { align: 'center', before });
  const facts = b.rows.map(([label, value]) =>
    row(cell(2400, inCell(label, { face: 'label', size: 24 }, 'right')) + cell(WIDE - 2400, inCell(value, { size: 28 }))),
  );
  return (
    middle(b.office, { size: 32 }, 1400) +
    middle(b.title, { face: 'title', size: 60, bold: true }, 900) +
    middle(b.number, { size: 28 }, 500) +
    paragraph('', { before: 1200 }) +
    tableOf([2400, WIDE - 2400], facts.join(''))
  );
}

const bookmark = (id: string): string => `paper_${id.replaceAll('-', '_')}`;
/** The page a paper begins on: a field that Word fills in. */
const pageOf = (id: string): string =>
  paragraph(`<w:fldSimple w:instr=" PAGEREF ${bookmark(id)} \\h " w:dirty="true">${run('', { size: 22 })}</w:fldSimple>`, {
    align: 'center',
  });

function indexOf(b: Of<'index'>): string {
  const widths = [700, 3644, 1500, 1200, 700, 1100];
  const head = ['序号', '题名', '日期', '责任者', '页号', '备注'].map((h, i) =>
    cell(widths[i]!, inCell(h, { face: 'label', size: 22 }, 'center')),
  );
  const body = b.rows.map((r, n) => {
    const said = [String(n + 1), r.title, r.on, r.by, null, r.note];
    return row(said.map((text, i) => cell(widths[i]!, text === null ? pageOf(r.id) : inCell(text, { size: 22 }))).join(''));
  });
  const title = paragraph(run('卷内目录', { face: 'title', size: 44, bold: true }), { align: 'center' });
  return PAGE_BREAK + title + tableOf(widths, row(head.join(''), true) + body.join(''));
}

/** A paper's first line begins a page and can be referred to. Its number only has to differ within the document. */
function paperOf(b: Of<'paper'>): string {
  const name = bookmark(b.id);
  const n = [...b.id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1_000_000_007, 7);
  const marks = (inside: string) => `<w:bookmarkStart w:id="${n}" w:name="${name}"/>${inside}<w:bookmarkEnd w:id="${n}"/>`;
  return paragraph(marks(`<w:r><w:br w:type="page"/></w:r>${run(b.title, { face: 'title', size: 36, bold: true })}`), {
    align: 'center',
    keep: true,
  });
}

function blockXml(b: Block, images: Letter['images'], numbers: ReadonlyMap<string, number>): string {
  switch (b.kind) {
    case 'heading':
      return paragraph(run(b.text, { face: 'label' }), { ...BODY, keep: true });
    case 'text':
      return lines(b.text);
    case 'fine':
      return inCell(b.text, { face: 'fine', size: 18 });
    case 'pairs':
      return pairsOf(b.rows);
    case 'table':
      return listing(b);
    case 'signings':
      return b.list.map(s => signingOf(s, images, numbers)).join('');
    case 'cover':
      return coverOf(b);
    case 'index':
      return indexOf(b);
    case 'paper':
      return paperOf(b);
    case 'page':
      return PAGE_BREAK;
    case 'sheet':
      return (
        paragraph(`<w:r><w:br w:type="page"/></w:r>${run(b.title, { face: 'label' })}`) +
        paragraph(picture(numbers.get(b.picture)!, images[b.picture]!, [15.4, 19]), { align: 'center' })
      );
    case 'close':
      return b.lines.map((line, i) => paragraph(run(`${line}　　`), { align: 'right', line: 579, before: i ? 0 : 600 })).join('');
  }
}

const footer = (align: 'left' | 'right'): string => {
  const look: Look = { face: 'page', size: 28 };
  const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const number = `${field('begin')}<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>${field('separate')}${run('1', look)}${field('end')}`;
  return `${XML}<w:ftr xmlns:w="${W}">${paragraph(run('　— ', look) + number + run(' —　', look), { align })}</w:ftr>`;
};

function documentXml(letter: Letter, numbers: ReadonlyMap<string, number>): string {
  const title = letter.title
    .map(line => paragraph(run(line, { face: 'title', size: 44 }), { align: 'center', line: 700 }))
    .join('');
  const below = letter.below === null ? '' : paragraph(run(letter.below, { size: 28 }), { align: 'center', line: 579 });
  const blocks = letter.blocks.map(b => blockXml(b, letter.images, numbers)).join('');
  const page =
    '<w:sectPr><w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>';
  return `${XML}<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>${title}${below}${paragraph('', { line: 400 })}${blocks}${page}</w:body></w:document>`;
}

const extension = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The bytes of the letter as .docx. */
export function letterWord(plain: Letter): AsyncGenerator<Buffer> {
  const letter = formally(plain);
  const names = Object.keys(letter.images);
  const numbers = new Map(names.map((name, i) => [name, i + 1]));
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"/>`;
  const relations = (list: string) => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list}</Relationships>`;
  const override = (part: string, type: string) => `<Override PartName="/word/${part}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const parts: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>${override('document', 'document.main')}${override('styles', 'styles')}${override('settings', 'settings')}${override('footer1', 'footer')}${override('footer2', 'footer')}</Types>`,
    },
    { name: '_rels/.rels', content: relations(relation('doc', 'officeDocument', 'word/document.xml')) },
    { name: 'word/document.xml', content: documentXml(letter, numbers) },
    {
      name: 'word/_rels/document.xml.rels',
      content: relations(
        relation('styles', 'styles', 'styles.xml') +
          relation('settings', 'settings', 'settings.xml') +
          relation('odd', 'footer', 'footer1.xml') +
          relation('even', 'footer', 'footer2.xml') +
          names
            .map(name => relation(`image${numbers.get(name)}`, 'image', `media/image${numbers.get(name)}.${extension(name)}`))
            .join(''),
      ),
    },
    {
      name: 'word/styles.xml',
      content: `${XML}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>`,
    },
    {
      name: 'word/settings.xml',
      content: `${XML}<w:settings xmlns:w="${W}"><w:evenAndOddHeaders/>${letter.blocks.some(b => b.kind === 'index') ? '<w:updateFields w:val="true"/>' : ''}</w:settings>`,
    },
    { name: 'word/footer1.xml', content: footer('right') },
    { name: 'word/footer2.xml', content: footer('left') },
    ...names.map(name => ({ name: `word/media/image${numbers.get(name)}.${extension(name)}`, content: letter.images[name]! })),
  ];
  return zipped(parts);
}
