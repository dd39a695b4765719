// A case form as data: sections, fields, options with their Chinese words, and what must be filled in when. Phone, office, PDF and the
// server's check read the same description. What one form finds the next one begins with, so rows that travel on have ids. Pure. K3, K3b.

import { z } from 'zod';
import { Day, text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';

export type Content = Readonly<Record<string, unknown>>;
type Options = Readonly<Record<string, string>>;

/** A field that holds one answer. `ref` names a row of another form (a need, a goal) by its id. */
type Simple =
  | { kind: 'text'; max: number; lines?: number }
  | { kind: 'choice'; options: Options }
  | { kind: 'choices'; options: Options }
  | { kind: 'number'; min: number; max: number; unit: string }
  | { kind: 'day' }
  | { kind: 'ref'; to: 'needs' | 'goals' };
type Common = {
  label: string;
  hint?: string;
  /** Without it the record is not accepted: always, or by what else was answered. */
  required?: true | ((content: Content) => boolean);
  /** Asked only when this holds. */
  when?: (content: Content) => boolean;
};
export type Cell = Simple & Common;
/** `keyed`: each row has an id, by which later forms speak of it. `given`: rows are those of the form before; none is added here. */
export type Field =
  | Cell
  | (Common & { kind: 'rows'; row: string; fields: Readonly<Record<string, Cell>>; max: number; keyed?: true; given?: true });
export type Section = { title: string; fields: Readonly<Record<string, Field>> };
export type Form = { title: string; sections: readonly Section[] };
export type Row = Readonly<Record<string, unknown>>;

/** 0–10, the worker's and the client's own scale. */
export const SCALE = { kind: 'number', min: 0, max: 10, unit: '分' } as const;

function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return text(field.max);
    case 'choice':
      return z.enum(Object.keys(field.options) as [string, ...string[]]);
    case 'choices':
      return z
        .array(z.enum(Object.keys(field.options) as [string, ...string[]]))
        .min(1)
        .refine(list => new Set(list).size === list.length, '选项重复');
    case 'number':
      return z.int().min(field.min).max(field.max);
    case 'day':
      return Day;
    case 'ref':
      return z.uuid();
    case 'rows': {
      const cells = Object.entries(field.fields).map(([key, cell]) => [
        key,
        cell.required === true ? schemaOf(cell) : schemaOf(cell).optional(),
      ]);
      const row = z.strictObject({ ...Object.fromEntries(cells), ...(field.keyed && { id: z.uuid() }) });
      return z.array(row).min(1).max(field.max, `最多 ${field.max} 项`);
    }
  }
}

export const fieldsOf = (form: Form): [string, Field][] => form.sections.flatMap(s => Object.entries(s.fields));

/** The strict schema of a form's content; every field optional, because what must be there depends on the others. */
export const contentSchema = (form: Form): z.ZodType<Content, Content> =>
  z.strictObject(Object.fromEntries(fieldsOf(form).map(([key, field]) => [key, schemaOf(field).optional()]))) as z.ZodType<
    Content,
    Content
  >;

export const asked = (field: Field, content: Content): boolean => field.when?.(content) ?? true;
export const isRequired = (field: Field, content: Content): boolean =>
  asked(field, content) && (typeof field.required === 'function' ? field.required(content) : field.required === true);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** What is missing, one sentence a field; `path` is `content.<key>`. */
export const missingIn = (form: Form, content: Content): Issue[] =>
  fieldsOf(form)
    .filter(([key, field]) => isRequired(field, content) && isEmpty(content[key]))
    .map(([key, field]) => ({ path: `content.${key}`, message: `请填写“${field.label}”` }));

const tidyRow = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value)));
/** The content as it is sent: without empty answers, without what is not asked any more, without rows nobody filled in. */
export function tidy(form: Form, content: Content): Content {
  const fields = new Map(fieldsOf(form));
  const kept = Object.entries(content).flatMap(([key, value]) => {
    const field = fields.get(key);
    if (!field || !asked(field, content)) return [];
    if (field.kind !== 'rows') return isEmpty(value) ? [] : [[key, value] as const];
    const rows = ((value ?? []) as Row[])
      .map(tidyRow)
      .filter(row => Object.keys(row).some(k => k !== 'id' && field.fields[k]?.kind !== 'ref'));
    return rows.length === 0 ? [] : [[key, rows] as const];
  });
  return Object.fromEntries(kept);
}

/** Names of what a `ref` may point to, by id. */
export type Names = ReadonlyMap<string, string>;
/** A field's value in words; '' where nothing was said. Codes of a later version are shown as they are. */
export function show(field: Field, value: unknown, names: Names = new Map()): string {
  if (isEmpty(value)) return '';
  switch (field.kind) {
    case 'choice':
      return field.options[value as string] ?? String(value);
    case 'choices':
      return (value as string[]).map(code => field.options[code] ?? code).join('、');
    case 'number':
      return `${value} ${field.unit}`;
    case 'ref':
      return names.get(value as string) ?? '';
    case 'rows':
      return (value as Row[]).map((row, i) => `${i + 1}. ${showRow(field.fields, row, names)}`).join('\n');
    default:
      return String(value);
  }
}
const showRow = (fields: Readonly<Record<string, Cell>>, row: Row, names: Names): string =>
  Object.entries(fields)
    .map(([key, cell], i) => {
      const words = show(cell, row[key], names);
      return words && (i === 0 ? words : `${cell.label}：${words}`);
    })
    .filter(Boolean)
    .join('；');
