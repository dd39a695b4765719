// A readable page of the OpenAPI document: plain HTML, no script, prints well.

type Json = Record<string, unknown>;
type Operation = {
  summary: string;
  tags: string[];
  'x-clauses': string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Json }[];
  requestBody?: Json;
  responses: Json;
};

const html = (text: unknown): string => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

const fieldsOf = (schema: Json | undefined): string => {
  const properties = (schema?.properties ?? {}) as Record<string, Json>;
  const required = new Set((schema?.required ?? []) as string[]);
  const rows = Object.entries(properties).map(
    ([name, p]) =>
      `<tr><td><code>${html(name)}</code>${required.has(name) ? ' <b>必填</b>' : ''}</td><td>${html(p.type ?? (p.enum ? '枚举' : p.anyOf ? '多种' : '—'))}${p.enum ? `:${html((p.enum as unknown[]).join(' · '))}` : ''}</td></tr>`,
  );
  return rows.length ? `<table><tbody>${rows.join('')}</tbody></table>` : '<p>无</p>';
};

const jsonOf = (part: unknown): Json | undefined =>
  ((part as Json)?.content as Record<string, { schema?: Json }> | undefined)?.['application/json']?.schema;

function section(path: string, method: string, o: Operation): string {
  const query = (o.parameters ?? []).filter(p => p.in === 'query');
  const queryTable = query.length
    ? `<h4>查询条件</h4>${fieldsOf({ properties: Object.fromEntries(query.map(p => [p.name, p.schema ?? {}])), required: query.filter(p => p.required).map(p => p.name) })}`
    : '';
  const body = o.requestBody ? `<h4>内容</h4>${fieldsOf(jsonOf(o.requestBody))}` : '';
  return `<section id="${html(path)}"><h3><code>${method.toUpperCase()} ${html(path)}</code> ${html(o.summary)}</h3><p>对应条款：${html(o['x-clauses'].join('、') || '—')}</p>${queryTable}${body}<h4>结果</h4>${fieldsOf(jsonOf(o.responses['200']))}</section>`;
}

/** The page's HTML. */
export function docsPage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Operation>>;
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => ({ path, method, o })),
  );
  const list = all
    .map(({ path, o }) => `<li><a href="#${html(path)}"><code>${html(path)}</code></a> ${html(o.summary)}</li>`)
    .join('');
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>邻站接口说明</title>
<style>body{font:15px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2422}table{border-collapse:collapse;width:100%}td{border:1px solid #d5dad8;padding:.25rem .5rem;vertical-align:top}code{font-family:ui-monospace,monospace}a{color:#0b5f58}section{border-top:1px solid #d5dad8;margin-top:1.5rem}h4{margin:.5rem 0 .25rem}</style>
<main><h1>邻站接口说明</h1><p>写入用 <code>POST</code>,须带 <code>Idempotency-Key</code>（客户端生成的 UUID v7）与 <code>X-Linzhan: 1</code>;相同编号重发，结果相同且只记一次。读取用 <code>GET</code>。机器可读：<a href="/api/openapi.json">/api/openapi.json</a>（OpenAPI 3.1）。</p><ol>${list}</ol>${all.map(({ path, method, o }) => section(path, method, o)).join('')}</main></html>`;
}
