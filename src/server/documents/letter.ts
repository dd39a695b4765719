// A paper of an office (公文): title in the middle, running text of 22 lines a page, tables, places to sign, "— 1 —" at the foot. The same
// letter is set as PDF here and written as Word in word.ts.
import { renderPdf } from './pdf.ts';

export type Cells = {
  headers: readonly string[] /** In hundredths of the text's width. */;
  widths: readonly number[];
  rows: readonly string[][];
};
export type Signing = { party: string; opinion: string; name: string; post: string; picture: string | null; on: string };
export type Block =
  | { kind: 'heading'; text: string }
  /** Line ends are paragraphs. */
  | { kind: 'text'; text: string }
  /** Small, for what is copied rather than read: hashes. */
  | { kind: 'fine'; text: string }
  | { kind: 'pairs'; rows: readonly (readonly [string, string])[] }
  | ({ kind: 'table' } & Cells)
  | { kind: 'signings'; list: readonly Signing[] }
  /** A picture that fills a page of its own: a paper that was signed by hand. */
  | { kind: 'sheet'; title: string; picture: string }
  /** What follows begins a page. */
  | { kind: 'page' }
  /** The first page of a file of papers (卷宗): whose, what, which number, in the middle; facts below. Stands first. */
  | { kind: 'cover'; office: string; title: string; number: string; rows: readonly (readonly [string, string])[] }
  /** One paper of a file: begins a page, is named in the index. `id` is a plain word. */
  | { kind: 'paper'; id: string; title: string }
  /** 卷内目录: the papers with the page each begins on. */
  | { kind: 'index'; rows: readonly { id: string; title: string; on: string; by: string; note: string }[] }
  /** Who issues it and when, at the right. */
  | { kind: 'close'; lines: readonly string[] };
export type Letter = {
  title: readonly string[];
  /** Below the title: a number or a state. */
  below: string | null;
  blocks: readonly Block[];
  /** PNG or JPEG by plain name. */
  images: Readonly<Record<string, Uint8Array>>;
};

/** Between two digits a mark belongs to a number or a time: 2,120,000 and 10:30 stay. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\d),|,(?!\d)/g, '\uff0c'],
  [/(?<!\d):|:(?!\d)/g, '\uff1a'],
  [/;/g, '\uff1b'],
  [/\(/g, '\uff08'],
  [/\)/g, '\uff09'],
];
/** Punctuation as papers of an office have it: full width. */
export const formal = (text: string): string => MARKS.reduce((said, [mark, wide]) => said.replace(mark, wide), text);

function formalBlock(b: Block): Block {
  switch (b.kind) {
    case 'heading':
    case 'text':
      return { ...b, text: formal(b.text) };
    case 'pairs':
      return { ...b, rows: b.rows.map(([label, value]) => [formal(label), formal(value)] as const) };
    case 'table':
      return { ...b, rows: b.rows.map(cells => cells.map(formal)) };
    case 'signings':
      return { ...b, list: b.list.map(s => ({ ...s, opinion: formal(s.opinion) })) };
    case 'cover':
      return { ...b, rows: b.rows.map(([label, value]) => [formal(label), formal(value)] as const) };
    case 'index':
      return { ...b, rows: b.rows.map(r => ({ ...r, title: formal(r.title), note: formal(r.note) })) };
    case 'paper':
      return { ...b, title: formal(b.title) };
    case 'fine':
    case 'close':
    case 'page':
    case 'sheet':
      return b;
  }
}

/** The letter with full-width punctuation throughout. */
export const formally = (letter: Letter): Letter => ({
  ...letter,
  below: letter.below && formal(letter.below),
  blocks: letter.blocks.map(formalBlock),
});

const TEMPLATE = String.raw`
#import "/official.typ": *
#let d = json("/data.json")
#set document(title: if d.title.len() > 0 { d.title.join("") } else { none }, date: none)
#set page(
  paper: "a4",
  margin: (top: 3.7cm, bottom: 3.5cm, left: 2.8cm, right: 2.6cm),
  footer-descent: 7mm,
  footer: context {
    let n = counter(page).get().first()
    set text(font: ("SimSun", "STSong", "Noto Serif SC"), size: size.四号)
    align(if calc.odd(n) { right } else { left }, [#h(1em)— #n —#h(1em)])
  },
)
#set text(font: body-face, size: size.三号, lang: "zh", region: "cn", top-edge: 0.82em, bottom-edge: -0.18em)
#set par(justify: true, leading: 12.9pt, spacing: 12.9pt, first-line-indent: (amount: 2em, all: true))
#let plain(body) = { set par(first-line-indent: 0pt, justify: false, leading: 0.5em, spacing: 0.5em); body }
#if d.title.len() > 0 { align(center, plain({
  set text(font: title-face, size: size.二号, weight: "bold")
  set par(leading: 0.6em, spacing: 0.6em)
  d.title.map(line => par(line)).join()
})) }
#if d.below != none { align(center, plain(text(size: size.四号, d.below))) }
#if d.title.len() > 0 { v(0.8em) }
#let cell-size = 11pt
#let pairs(rows) = block(above: 0.8em, below: 1em, plain(text(size: size.小四, table(
  columns: (3.2cm, 1fr), stroke: 0.6pt, inset: (x: 6pt, y: 6pt), align: horizon,
  ..rows.map(r => (table.cell(align: center, text(font: label-face, size: cell-size, r.at(0))), r.at(1))).flatten(),
))))
#let grid-table(b) = block(above: 0.8em, below: 1em, plain(text(size: cell-size, table(
  columns: b.widths.map(w => w * 1fr), stroke: 0.6pt, inset: (x: 4pt, y: 5pt), align: horizon,
  table.header(..b.headers.map(h => table.cell(align: center, text(font: label-face, h)))),
  ..b.rows.flatten(),
))))
#let signing(s) = block(breakable: false, above: 0.8em, below: 0.8em, width: 100%, stroke: 0.6pt, inset: 10pt, plain({
  set text(size: size.小四)
  set par(leading: 0.7em, spacing: 0.9em)
  par(text(font: label-face, s.party + "意见\u{ff1a}"))
  par(if s.opinion == "" { v(1.4cm) } else { s.opinion })
  align(right, grid(columns: (auto, 3.6cm, auto), column-gutter: 0.5em, align: bottom,
    if s.post == "" { "签名\u{ff1a}" } else { s.post + " " + s.name + "\u{ff08}签名\u{ff09}\u{ff1a}" },
    box(width: 100%, height: 1.1cm, stroke: (bottom: 0.6pt), if s.picture != none { align(center + horizon, image("/images/" + s.picture, height: 1cm, fit: "contain")) }),
    if s.on == "" { "    年  月  日" } else { s.on }))
}))
#let cover(b) = plain(align(center, {
  v(2.2cm)
  text(size: size.三号, b.office)
  v(1.6cm)
  text(font: title-face, size: 30pt, weight: "bold", tracking: 0.3em, b.title)
  v(0.9cm)
  text(size: size.四号, b.number)
  v(2.4cm)
  block(width: 82%, text(size: size.四号, table(
    columns: (3.6cm, 1fr), stroke: (x, y) => if x == 1 { (bottom: 0.6pt) }, inset: (x: 6pt, y: 9pt), align: (x, y) => if x == 0 { right + horizon } else { left + horizon },
    ..b.rows.map(r => (text(font: label-face, size: size.小四, r.at(0)), r.at(1))).flatten(),
  )))
}))
#let index(b) = {
  pagebreak(weak: true)
  align(center, plain(text(font: title-face, size: size.二号, weight: "bold", tracking: 0.3em, "卷内目录")))
  v(0.4em)
  context plain(text(size: cell-size, table(
    columns: (1.2cm, 1fr, 2.6cm, 2.2cm, 1.3cm, 2.2cm), stroke: 0.6pt, inset: (x: 4pt, y: 6pt),
    align: (x, y) => if x == 1 or x == 5 { left + horizon } else { center + horizon },
    table.header(..("序号", "题名", "日期", "责任者", "页号", "备注").map(h => table.cell(align: center, text(font: label-face, h)))),
    ..b.rows.enumerate().map(((i, r)) => (
      str(i + 1), r.title, r.on, r.by, str(counter(page).at(label(r.id)).first()), r.note)).flatten(),
  )))
}
#for b in d.blocks {
  if b.kind == "cover" { cover(b) }
  if b.kind == "index" { index(b) }
  if b.kind == "paper" {
    pagebreak(weak: true)
    [#align(center, plain(text(font: title-face, size: size.小三, weight: "bold", b.title))) #label(b.id)]
    v(0.3em)
  }
  if b.kind == "heading" { block(above: 1.2em, below: 0.8em, sticky: true, plain({ h(2em); text(font: label-face, b.text) })) }
  if b.kind == "text" { for line in b.text.split("\n") { par(line) } }
  if b.kind == "fine" { block(above: 0.6em, below: 0.8em, plain(text(font: "Noto Sans SC", size: 9pt, b.text))) }
  if b.kind == "pairs" { pairs(b.rows) }
  if b.kind == "table" { grid-table(b) }
  if b.kind == "signings" { block(breakable: b.list.len() > 3, width: 100%, for s in b.list { signing(s) }) }
  if b.kind == "page" { pagebreak(weak: true) }
  if b.kind == "sheet" {
    pagebreak(weak: true)
    plain({ par(text(font: label-face, b.title)); v(0.5em); image("/images/" + b.picture, width: 100%, height: 19cm, fit: "contain") })
  }
  if b.kind == "close" { block(above: 2.4em, breakable: false, width: 100%, align(right, plain({
    set par(leading: 12.9pt, spacing: 12.9pt)
    b.lines.map(line => par([#line#h(2em)])).join()
  }))) }
}
`;

/** The letter as PDF. Throws as `renderPdf` does. */
export function letterPdf(letter: Letter): Promise<Buffer> {
  const { images, ...data } = formally(letter);
  return renderPdf(TEMPLATE, data, { ...images });
}
