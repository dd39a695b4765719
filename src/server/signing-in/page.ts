// The page behind a code: plain HTML that any browser inside any app can show, without script, without cookie, without a foreign
// resource. Everything that comes from somewhere is escaped; the policy allows nothing but this one style.

import { createHash } from 'node:crypto';
import type { Issue } from '#kernel/errors.ts';
import type { Answers, Field, Form, Next, Words } from './desk.ts';
import { SIGNING_IN } from './desk.ts';

const STYLE = `*{box-sizing:border-box}body{margin:0;background:#f5f6f5;color:#17211e;font:18px/1.6 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC",MiSans,"Noto Sans SC","Microsoft YaHei",sans-serif}main{max-width:34rem;margin:0 auto;padding:20px 16px 48px}h1{font-size:24px;line-height:1.35;margin:8px 0 12px}.from{color:#47534f;font-size:15px;margin:0}dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:0 0 20px}dt{color:#47534f}dd{margin:0}form,.card{background:#fff;border:1px solid #d6dcd9;border-radius:8px;padding:16px}label,legend{display:block;font-weight:600;margin:0 0 4px;padding:0}.hint{color:#47534f;font-size:15px;margin:0 0 6px}.field{margin:0 0 18px;border:0;padding:0;min-width:0}input[type=text]{width:100%;min-height:48px;font:inherit;padding:8px 12px;border:1px solid #7d8985;border-radius:8px;background:#fff;color:inherit}.option{display:flex;align-items:center;gap:12px;min-height:48px;font-weight:400;margin:0}.option input{width:24px;height:24px;accent-color:#0f6b5c;flex:none}button{width:100%;min-height:52px;font:inherit;font-weight:600;color:#fff;background:#0f6b5c;border:0;border-radius:8px}.wrong{color:#ad241c;font-size:16px;margin:4px 0 0}.alert{background:#fbeae8;color:#ad241c;border-radius:8px;padding:12px;margin:0 0 16px}.notice{color:#47534f;font-size:15px;margin:16px 0 0}:focus-visible{outline:3px solid #0a5145;outline-offset:2px}.say{font-size:22px;font-weight:600;margin:0}.next a{display:flex;align-items:center;justify-content:center;min-height:52px;border:1px solid #0f6b5c;border-radius:8px;background:#fff;color:#0f6b5c;font-weight:600;text-decoration:none}`;

/** Nothing may run, load or frame here; the form goes back to us. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const html = (text: string): string => text.replace(/[&<>"'`]/g, c => `&#${c.charCodeAt(0)};`);

const frame = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><title>${html(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** Name and id of a field's sentence, for those who hear the page. */
const described = (field: Field, wrong: string | undefined): string => {
  const ids = [field.hint && `${field.name}-hint`, wrong && `${field.name}-wrong`].filter(Boolean);
  return `${ids.length ? ` aria-describedby="${ids.join(' ')}"` : ''}${wrong ? ' aria-invalid="true"' : ''}`;
};
const hintOf = (field: Field): string => (field.hint ? `<p class="hint" id="${field.name}-hint">${html(field.hint)}</p>` : '');
const wrongOf = (field: Field, wrong: string | undefined): string =>
  wrong ? `<p class="wrong" id="${field.name}-wrong">${html(wrong)}</p>` : '';

function fieldOf(field: Field, value: string, wrong: string | undefined): string {
  const name = html(field.name);
  if (field.kind === 'tick')
    return `<div class="field"><label class="option"><input type="checkbox" name="${name}" value="yes"${value === 'yes' ? ' checked' : ''}${described(field, wrong)}>${html(field.label)}</label>${hintOf(field)}${wrongOf(field, wrong)}</div>`;
  if (field.kind === 'choice') {
    const options = Object.entries(field.options).map(
      ([code, label]) =>
        `<label class="option"><input type="radio" name="${name}" value="${html(code)}"${value === code ? ' checked' : ''}${field.required ? ' required' : ''}>${html(label)}</label>`,
    );
    return `<fieldset class="field"${described(field, wrong)}><legend>${html(field.label)}</legend>${hintOf(field)}${options.join('')}${wrongOf(field, wrong)}</fieldset>`;
  }
  const keys = field.keys ? ` inputmode="${field.keys}"` : '';
  return `<div class="field"><label for="${name}">${html(field.label)}</label>${hintOf(field)}<input type="text" id="${name}" name="${name}" value="${html(value)}" maxlength="${field.max}" autocomplete="${field.fill ?? 'off'}"${keys}${field.required ? ' required' : ''}${described(field, wrong)}>${wrongOf(field, wrong)}</div>`;
}

/** The form, first or again with what was answered and what is to be corrected. */
export function formPage(
  form: Form,
  { name, words = SIGNING_IN }: { name: string; words?: Words },
  ticket: string,
  answers: Answers = {},
  issues: readonly Issue[] = [],
): string {
  const wrong = new Map(issues.map(i => [i.path, i.message]));
  const names = new Set(form.fields.map(f => f.name));
  const others = issues.filter(i => !names.has(i.path)).map(i => i.message);
  const alert = issues.length ? `<p class="alert" role="alert">${html(others.join(' ') || '请按提示核对后再提交。')}</p>` : '';
  const facts = form.facts.map(([name, value]) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`).join('');
  const fields = form.fields.map(f => fieldOf(f, answers[f.name] ?? '', wrong.get(f.name))).join('');
  return frame(
    form.title,
    `<p class="from">邻站 · ${html(words.from)}</p><h1>${html(form.title)}</h1><dl>${facts}</dl>${alert}<form method="post" action="/q/${html(name)}"><input type="hidden" name="ticket" value="${html(ticket)}">${fields}<button type="submit">${html(form.button)}</button></form><p class="notice">${html(form.notice)}</p>`,
  );
}

/** One sentence: it is done, or why it is not; and where one may go on. */
export function saidPage(say: string, done: boolean, words: Words = SIGNING_IN, next?: Next): string {
  const title = done ? words.done : words.failed;
  const on = next ? `<p class="next"><a href="${html(next.path)}">${html(next.label)}</a></p>` : '';
  return frame(
    title,
    `<p class="from">邻站 · ${html(words.from)}</p><h1>${html(title)}</h1><div class="card" role="${done ? 'status' : 'alert'}"><p class="say">${html(say)}</p></div>${on}`,
  );
}
