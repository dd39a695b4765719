// The look of printed documents, as a Typst source that templates import: A4, 公文 typography, page numbers, form tables,
// signature lines, pictures. Sizes are the Chinese ones (小四 = 12 pt …). The faces offices use are not free; where the server
// has them (LINZHAN_FONTS) they are taken, else Noto Serif and Noto Sans stand in.

/** What `#import "/official.typ": *` brings. Values are data: a text is set as it is, never read as markup. */
export const official = String.raw`
#let size = (二号: 22pt, 三号: 16pt, 小三: 15pt, 四号: 14pt, 小四: 12pt, 五号: 10.5pt, 小五: 9pt)
#let title-face = ("FZXiaoBiaoSong-B05S", "Noto Serif SC")
#let body-face = ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif SC")
#let label-face = ("SimHei", "Noto Sans SC")

// Any value of the data as text: nothing for null, 是/否 for true and false, lists joined.
#let shown(value) = {
  if value == none { "" } else if type(value) == bool { if value { "是" } else { "否" } } else if type(value) == array {
    value.map(shown).join("、")
  } else { str(value) }
}

// The document: #show: official.with(title: …, subtitle: …, footer: …, watermark: …)
// footer: who printed it and when; watermark: set pale across the page.
#let official(title: "", subtitle: none, footer: "", watermark: none, text-size: size.小四, body) = {
  set document(title: shown(title), date: none)
  set page(
    paper: "a4",
    margin: (top: 2.6cm, bottom: 2.4cm, left: 2.5cm, right: 2.3cm),
    footer: context {
      set text(font: body-face, size: size.小五)
      set par(first-line-indent: 0pt)
      grid(
        columns: (1fr, auto, 1fr),
        align(left, text(fill: luma(90), shown(footer))),
        [第 #counter(page).display() 页 共 #counter(page).final().first() 页],
        [],
      )
    },
    foreground: if watermark != none {
      rotate(-35deg, text(font: label-face, size: 40pt, fill: rgb(0, 0, 0, 8%), shown(watermark)))
    },
  )
  set text(font: body-face, size: text-size, lang: "zh", region: "cn", top-edge: 0.82em, bottom-edge: -0.18em)
  set par(justify: true, leading: 0.7em, spacing: 0.7em, first-line-indent: (amount: 2em, all: true))
  align(center, text(font: title-face, size: size.二号, weight: "bold", shown(title)))
  if subtitle != none { align(center, text(size: size.五号, shown(subtitle))) }
  v(0.6em)
  body
}

// A heading inside the document.
#let section(label) = block(above: 1.2em, below: 0.7em, sticky: true, {
  set par(first-line-indent: 0pt)
  text(font: label-face, size: size.四号, weight: "medium", shown(label))
})

// Running text; line breaks of the data are paragraphs.
#let prose(value) = for line in shown(value).split("\n") { par(line) }

// One field of a form: span counts label-and-value pairs (0: the rest of the form's width), least is the least height.
#let field(label, value, span: 1, least: none) = (label: label, value: value, span: span, least: least)
#let wide(label, value, least: none) = field(label, value, span: 0, least: least)

#let filled(value, least) = {
  let content = if type(value) == content { value } else { shown(value) }
  if least == none { content } else {
    layout(room => if measure(content, width: room.width).height < least { block(height: least, content) } else { content })
  }
}

// The form itself: #form(field("姓名", d.name), field("性别", d.sex), wide("探访内容", d.content, least: 4cm))
#let form(pairs: 2, label-width: 2.5cm, ..fields) = {
  set par(first-line-indent: 0pt, justify: false, leading: 0.5em)
  let cells = ()
  for each in fields.pos() {
    let across = if each.span == 0 { pairs * 2 - 1 } else { each.span * 2 - 1 }
    cells.push(table.cell(align: center + horizon, fill: luma(246), text(font: label-face, size: size.五号, shown(each.label))))
    cells.push(table.cell(colspan: across, align: left + horizon, filled(each.value, each.least)))
  }
  table(columns: range(pairs).map(_ => (label-width, 1fr)).flatten(), stroke: 0.6pt, inset: (x: 6pt, y: 7pt), ..cells)
}

// A list with its heading on every page: #listing(("姓名", "日期"), rows, widths: (2cm, 1fr))
#let listing(headers, rows, widths: none) = {
  set par(first-line-indent: 0pt, justify: false, leading: 0.45em)
  set text(size: size.五号)
  table(
    columns: if widths == none { headers.map(_ => 1fr) } else { widths },
    stroke: 0.6pt,
    inset: (x: 5pt, y: 6pt),
    align: horizon,
    table.header(..headers.map(label => table.cell(align: center, fill: luma(246), text(font: label-face, shown(label))))),
    ..rows.flatten().map(shown),
  )
}

// The options of a question with the chosen ones marked.
#let choices(options, chosen) = {
  let marked = if type(chosen) == array { chosen } else { (chosen,) }
  options.map(option => box({
    box(width: 0.85em, height: 0.85em, stroke: 0.6pt, baseline: 0.12em, if option in marked {
      place(center + horizon, text(size: 0.9em, "√"))
    })
    h(0.3em)
    shown(option)
  })).join(h(1em))
}

// A place to sign: the signature's picture where there is one, the day where it is known.
#let signature(label, picture: none, on: none) = (
  align(right, shown(label) + "："),
  box(width: 100%, height: 1cm, baseline: 12%, stroke: (bottom: 0.6pt), if picture != none {
    align(center + horizon, image("/images/" + picture, width: 90%, height: 0.9cm, fit: "contain"))
  }),
  align(right, if on == none { "年　　月　　日" } else { shown(on) }),
)

// Several places to sign below each other at the right, kept together: #signatures(signature("探访社工"), signature("站长"))
#let signatures(..places) = block(above: 1.4em, breakable: false, width: 100%, {
  set par(first-line-indent: 0pt)
  align(right, block(width: 11.5cm, grid(
    columns: (1fr, 3.2cm, 3.8cm), row-gutter: 0.5em, align: bottom, ..places.pos().flatten()
  )))
})

// A picture given with the document under this name, with a line below it.
#let picture(name, caption: none, width: 100%, height: 7cm) = block(breakable: false, width: width, {
  set par(first-line-indent: 0pt)
  align(center, {
    image("/images/" + name, width: 100%, height: height, fit: "contain")
    if caption != none { text(size: size.小五, shown(caption)) }
  })
})

// Pictures side by side: #pictures(("a.jpg", "入户"), ("b.jpg", none))
#let pictures(columns: 2, height: 6cm, ..named) = grid(
  columns: (1fr,) * columns,
  gutter: 0.5cm,
  ..named.pos().map(each => picture(each.at(0), caption: each.at(1, default: none), height: height)),
)
`;
