// The index of an evidence package, for eyes (HTML) and for spreadsheets (CSV). Pure.

import { documentDay } from '#kernel/dates.ts';
import { escapeXml } from '#server/documents/cells.ts';
import { CONCLUSIONS } from './acceptance.ts';
import { ledgersOf } from './clause-ledger.documents.ts';
import type { Frozen } from './frozen.ts';
import type { Said } from './letters.ts';

/** A file of the package as the manifest lists it. */
export type Listed = { path: string; title: string; bytes: number; sha256: string };

const STYLE =
  'body{font:16px/1.7 "Noto Serif SC","Songti SC",SimSun,serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1a1a1a}table{border-collapse:collapse;width:100%}td,th{border:1px solid #767676;padding:4px 8px;text-align:left;vertical-align:top}code{font-size:13px;word-break:break-all}';

const cell = (text: string | number): string => `<td>${escapeXml(String(text))}</td>`;

/** The first page of the package: what it is, how to check it, and where each clause's files are. */
export function indexHtml({ frozen, hash, conclusion, signed_on }: Said, records: string): string {
  const rows = frozen.clauses.map(c => {
    const figures = c.indicators.filter(i => i.connected).map(i => `${i.title}：${i.done}/${i.needed} ${i.unit}`);
    const files = c.lines
      ? `<a href="clauses/${c.code}.jsonl">证据 ${c.lines} 行</a> ${ledgersOf(c)
          .map(l => `<a href="${l.path}">台账</a>`)
          .join(' ')}`
      : '没有数据';
    return `<tr>${cell(c.code)}${cell(c.title)}${cell(figures.join('；') || '平台没有这一条的数据')}<td>${files}</td><td><code>${c.lines ? c.hash : ''}</code></td></tr>`;
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>验收证据包</title><style>${STYLE}</style></head><body>
<h1>验收证据包</h1>
<p>${escapeXml(frozen.contract.name)}（${escapeXml(frozen.contract.code)}），证据固定于 ${documentDay(frozen.as_of)}。${conclusion ? CONCLUSIONS[conclusion] : '尚无结论'}${signed_on ? `，${documentDay(signed_on)} 签署` : '，尚未签署'}。附记录：${escapeXml(records)}。</p>
<p>总校验值（SHA-256）：<code>${hash}</code>。它应与纸质验收书所印的相同。</p>
<h2>怎样核对</h2>
<p>从公布处取得 verify.mjs（不要用来路不明的副本），在装有 Node.js 的电脑上运行 <code>node verify.mjs 证据包.zip --hash 纸质验收书所印的总校验值</code>。它核对每个文件的校验值、每个条款的证据、数字是否等于计入记录之和。</p>
<h2>文件</h2>
<p><a href="frozen.json">frozen.json</a> 条款、规则和数字；<a href="signed.json">signed.json</a> 意见、结论、签署；<a href="papers/certificate.pdf">验收书</a>（<a href="papers/certificate.docx">Word</a>）；<a href="papers/notice.pdf">验收公示</a>；${frozen.heard?.lines ? '<a href="heard.jsonl">heard.jsonl</a> 随机回访的逐条结果；' : ''}manifest.json 全部文件的校验值。</p>
<h2>条款</h2>
<table><thead><tr><th>条款</th><th>内容</th><th>完成/要求</th><th>文件</th><th>校验值</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>
`;
}

/** A field that no spreadsheet takes for a formula. */
const field = (value: string | number | null): string => {
  const text = String(value ?? '');
  return `"${(typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

/** One line for each indicator, with a byte-order mark so that a spreadsheet reads it as UTF-8. */
export function indexCsv(frozen: Frozen): string {
  const head = ['条款', '内容', '指标', '单位', '要求', '完成', '计入（条）', '未计入（条）', '规则', '规则版本', '校验值'];
  const rows = frozen.clauses.flatMap(c =>
    c.indicators.map(i => [
      c.code,
      c.title,
      i.title,
      i.unit,
      i.needed,
      i.done,
      i.counted_rows,
      i.left_out.reduce((n, r) => n + r.rows, 0),
      i.rule.join(''),
      i.revision,
      c.hash,
    ]),
  );
  return `\ufeff${[head, ...rows].map(r => r.map(field).join(',')).join('\r\n')}\r\n`;
}
