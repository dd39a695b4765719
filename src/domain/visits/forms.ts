// A form as data: sections, fields, options with their Chinese words, and who must fill in what. Phone, office, PDF, comparison and
// the server's check all read the same description, so they cannot disagree. Pure. Serves K1, E6.

import { z } from 'zod';
import { Day, text } from '#kernel/endpoints.ts';
import type { Issue } from '#kernel/errors.ts';

/** The three levels of an observation. */
export const LEVELS = { normal: '正常', watch: '关注', abnormal: '异常' } as const;
export type Level = keyof typeof LEVELS;

export const Observation = z.strictObject({
  level: z.enum(Object.keys(LEVELS) as [Level, ...Level[]]),
  note: text(300).optional(),
});
export type Observation = z.infer<typeof Observation>;
/** Something to do after the visit: what, until which day, by whom if not by the lead worker. */
export const Followup = z.strictObject({ what: text(200), due_on: Day.optional(), who: text(30).optional() });
export type Followup = z.infer<typeof Followup>;

/** When something is asked: of everybody, when the person was met (or answered), when not, or when the person met is a child. */
export type When = 'always' | 'met' | 'not_met' | 'child';
/** What decides it. */
export type Situation = { met: boolean; child: boolean };
export const applies = (when: When, s: Situation): boolean =>
  when === 'always' || (when === 'met' ? s.met : when === 'not_met' ? !s.met : s.met && s.child);

type Options = Readonly<Record<string, string>>;
type Kind =
  | { kind: 'choice'; options: Options }
  /** Several; `none` is an option that stands alone. */
  | { kind: 'choices'; options: Options; none?: string }
  | { kind: 'text'; max: number; lines?: number }
  | { kind: 'number'; min: number; max: number; unit: string }
  | { kind: 'observation' }
  | { kind: 'followups' };
export type Field = Kind & {
  label: string;
  hint?: string;
  /** Without it the record is not accepted; silence means optional. */
  required?: When;
  /** Carried over from the last visit: only what changed is typed again. */
  carry?: true;
  /** On the first page of the phone: the two minutes at the door. The rest can be filled in later. */
  quick?: true;
};
export type Section = { title: string; when?: When; fields: Readonly<Record<string, Field>> };
export type Form = { title: string; sections: readonly Section[] };

type ValueOf<F> = F extends { kind: 'choice'; options: infer O }
  ? keyof O & string
  : F extends { kind: 'choices'; options: infer O }
    ? (keyof O & string)[]
    : F extends { kind: 'text' }
      ? string
      : F extends { kind: 'number' }
        ? number
        : F extends { kind: 'observation' }
          ? Observation
          : F extends { kind: 'followups' }
            ? Followup[]
            : never;
type Meet<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
type FieldsOf<F extends Form> = Meet<F['sections'][number]['fields']>;
/** What a filled-in form holds: a key per field that was filled in. */
export type ContentOf<F extends Form> = { [K in keyof FieldsOf<F>]?: ValueOf<FieldsOf<F>[K]> };
/** Any form's content, for code that walks over fields. */
export type Content = Readonly<Record<string, unknown>>;

function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'choice':
      return z.enum(Object.keys(field.options) as [string, ...string[]]);
    case 'choices': {
      const list = z
        .array(z.enum(Object.keys(field.options) as [string, ...string[]]))
        .min(1)
        .max(Object.keys(field.options).length);
      return list
        .refine(l => new Set(l).size === l.length, '选项重复')
        .refine(l => !field.none || l.length === 1 || !l.includes(field.none), '选了“无”就不能再选别的');
    }
    case 'text':
      return text(field.max);
    case 'number':
      return z.int().min(field.min).max(field.max);
    case 'observation':
      return Observation;
    case 'followups':
      return z.array(Followup).min(1).max(10);
  }
}

/** Every field of a form with its key, in order. */
export const fieldsOf = (form: Form): [string, Field][] => form.sections.flatMap(s => Object.entries(s.fields));

/** The strict schema of a form's content: every field optional, because what must be there depends on the situation. */
export const contentSchema = <F extends Form>(form: F): z.ZodType<ContentOf<F>, ContentOf<F>> =>
  z.strictObject(Object.fromEntries(fieldsOf(form).map(([key, field]) => [key, schemaOf(field).optional()]))) as z.ZodType<
    ContentOf<F>,
    ContentOf<F>
  >;

/** The sections that are asked in this situation. */
export const sectionsFor = (form: Form, s: Situation): readonly Section[] =>
  form.sections.filter(section => applies(section.when ?? 'always', s));
export const isRequired = (field: Field, s: Situation): boolean => field.required !== undefined && applies(field.required, s);

/** What is missing, one sentence a field; `path` is `content.<key>`. */
export function missing(form: Form, content: Content, s: Situation): Issue[] {
  return sectionsFor(form, s).flatMap(section =>
    Object.entries(section.fields)
      .filter(([key, field]) => isRequired(field, s) && content[key] === undefined)
      .map(([key, field]) => ({ path: `content.${key}`, message: `请填写“${field.label}”` })),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);
/** The content without empty answers, as it is sent: a screen may hold '' and [] while somebody types. */
export const tidy = <C extends Content>(content: C): C =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => !isEmpty(value))) as C;

/** What the next form begins with. */
export const carried = (form: Form, content: Content): Content =>
  Object.fromEntries(
    fieldsOf(form)
      .filter(([key, field]) => field.carry && content[key] !== undefined)
      .map(([key]) => [key, content[key]]),
  );

const showFollowup = ({ what, due_on, who }: Followup): string =>
  [what, due_on && `${due_on} 前`, who && `负责人 ${who}`].filter(Boolean).join('，');

/** A field's value in words; '' when it was not filled in. Unknown codes (of a later version) are shown as they are. */
export function show(field: Field, value: unknown): string {
  if (isEmpty(value)) return '';
  switch (field.kind) {
    case 'choice':
      return field.options[value as string] ?? String(value);
    case 'choices':
      return (value as string[]).map(code => field.options[code] ?? code).join('、');
    case 'number':
      return `${value} ${field.unit}`;
    case 'observation': {
      const { level, note } = value as Observation;
      return note ? `${LEVELS[level]}（${note}）` : LEVELS[level];
    }
    case 'followups':
      return (value as Followup[]).map(showFollowup).join('；');
    case 'text':
      return String(value);
  }
}
