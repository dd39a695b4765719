// The parts of an exported workbook that hold no rows: one sheet, and styles as county offices print their ledgers
// (宋体 headings, 仿宋 body, thin borders). The order of elements is the file format's; Excel refuses any other.
import { columnLetters, escapeXml } from './cells.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const contentTypes = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;

const relationships = (list: string): string => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list}</Relationships>`;

export const rootRelations = relationships(`<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>`);

export const workbookRelations = relationships(
  `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/>`,
);

/** The workbook with its one sheet; the header row is repeated on every printed page. */
export function workbookPart(title: string, headerRow: number): string {
  const name = escapeXml(sheetName(title));
  const titles = `<definedName name="_xlnm.Print_Titles" localSheetId="0">'${name}'!$${headerRow}:$${headerRow}</definedName>`;
  return `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets><definedNames>${titles}</definedNames></workbook>`;
}

/** A name Excel accepts for a sheet: at most 31 characters and none of []:*?/\'. */
export const sheetName = (title: string): string =>
  Array.from(title.replace(/[[\]:*?/\\'\s]+/g, ' ').trim())
    .slice(0, 30)
    .join('')
    .trim() || '台账';

const font = (name: string, size: number, extra = ''): string =>
  `<font>${extra.includes('b') ? '<b/>' : ''}<sz val="${size}"/><color ${extra.includes('grey') ? 'rgb="FF7F7F7F"' : 'rgb="FF000000"'}/><name val="${name}"/><family val="3"/><charset val="134"/></font>`;

const thin = ['left', 'right', 'top', 'bottom'].map(side => `<${side} style="thin"><color auto="1"/></${side}>`).join('');

type Look = { font: number; border?: boolean; fill?: number; format?: number; align: 'left' | 'center' | 'right' };
/** In the order of STYLE in cells.ts, after the default. */
const looks: Look[] = [
  { font: 0, align: 'left' },
  { font: 1, align: 'center' },
  { font: 2, align: 'center' },
  { font: 3, border: true, fill: 2, align: 'center' },
  { font: 2, border: true, align: 'left' },
  { font: 2, border: true, align: 'center' },
  { font: 2, border: true, format: 164, align: 'center' },
  { font: 2, border: true, format: 165, align: 'center' },
  { font: 2, align: 'left' },
  { font: 4, align: 'right' },
];

const format = ({ font: fontId, border, fill = 0, format: id = 0, align }: Look): string =>
  `<xf numFmtId="${id}" fontId="${fontId}" fillId="${fill}" borderId="${border ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="${align}" vertical="center" wrapText="1"/></xf>`;

const fonts = [font('宋体', 11), font('宋体', 18, 'b'), font('仿宋', 11), font('宋体', 11, 'b'), font('宋体', 9, 'grey')].join(
  '',
);

const fills = [
  '<patternFill patternType="none"/>',
  '<patternFill patternType="gray125"/>',
  '<patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill>',
]
  .map(fill => `<fill>${fill}</fill>`)
  .join('');

export const stylesPart = [
  `${XML}<styleSheet ${MAIN}>`,
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>',
  `<fonts count="5">${fonts}</fonts><fills count="3">${fills}</fills>`,
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${thin}<diagonal/></border></borders>`,
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  `<cellXfs count="${looks.length}">${looks.map(format).join('')}</cellXfs>`,
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');

/** What stands before the rows: fit to the page's width, frozen heading, column widths. */
export function sheetStart(widths: number[], headerRow: number): string {
  const pane = `<pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/>`;
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('');
  return `${XML}<worksheet ${MAIN}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>${columns}</cols><sheetData>`;
}

/** What stands behind the rows: merged lines, A4 landscape, page numbers and the mark in the page's foot. */
export function sheetEnd(columns: number, mergedRows: number[], mark: string): string {
  const last = columnLetters(columns);
  const merges = columns > 1 ? mergedRows.map(row => `<mergeCell ref="A${row}:${last}${row}"/>`) : [];
  const merged = merges.length > 0 ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : '';
  const foot = `&L&"宋体，常规"&8 ${Array.from(mark).slice(0, 90).join('').replaceAll('&', '&&')}&C&"宋体，常规"&10第 &P 页 共 &N 页`;
  return `</sheetData>${merged}<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.35"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>${escapeXml(foot)}</oddFooter></headerFooter></worksheet>`;
}
