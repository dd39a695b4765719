// The kinds of a case's records and how each is called and opened. Pure. Serves K3, K3b.

import { z } from 'zod';
import type { RecordKind } from '#domain/records/records.ts';
import { assessment, consent, intake } from './forms.open.ts';
import { plan } from './forms.plan.ts';
import { closure, followUp, referral, review, session } from './forms.serve.ts';
import { contentSchema, type Form } from './forms.ts';

export const FORMS = {
  intake,
  consent,
  assessment,
  plan,
  session,
  review,
  closure,
  follow_up: followUp,
  referral,
} as const satisfies Record<string, Form>;
export type Kind = keyof typeof FORMS;
export const KIND_CODES = Object.keys(FORMS) as [Kind, ...Kind[]];
export const formOf = (kind: Kind): Form => FORMS[kind];
export const kindCode = (kind: Kind): `cases.${Kind}` => `cases.${kind}`;
/** `cases.session` → `session`; null for a kind of a later version. */
export const kindOf = (code: string): Kind | null => KIND_CODES.find(kind => kindCode(kind) === code) ?? null;

/** As the records and the review queue know them. A title says no name and nothing of the content. */
export const RECORD_KINDS: readonly RecordKind[] = KIND_CODES.map(kind => ({
  kind: kindCode(kind),
  title: `个案${FORMS[kind].title.replace(/^个案/, '')}`,
  content: contentSchema(FORMS[kind]),
  opens: '/cases/:of?record=:id',
}));

/** Which forms the client signs. */
export const CLIENT_SIGNS: readonly Kind[] = ['consent', 'plan'];
/** Which forms count as a service for the person (K3b). */
export const SERVICES: readonly Kind[] = ['session', 'follow_up'];

const Ref = z.uuid();
const Text = z.string();
const Scale = z.int().min(0).max(10);
/** Rows that travel from form to form, as they are read again. */
export const Need = z.object({ id: Ref, need: Text, type: Text, priority: z.int(), evidence: Text.optional() });
export type Need = z.output<typeof Need>;
export const Goal = z.object({
  id: Ref,
  goal: Text,
  need: Ref.optional(),
  indicator: Text,
  baseline: Scale,
  target: Scale,
  deadline: Text.optional(),
});
export type Goal = z.output<typeof Goal>;
const Reached = z.enum(['none', 'partly', 'reached']);
export const Progress = z.object({ goal: Ref, reached: Reached.optional(), scale: Scale.optional(), note: Text.optional() });
export type Progress = z.output<typeof Progress>;
export const GoalOutcome = z.object({
  goal: Ref,
  reached: Reached.optional(),
  before: Scale.optional(),
  after: Scale.optional(),
  evidence: Text.optional(),
});
export type GoalOutcome = z.output<typeof GoalOutcome>;

/** The rows under a key of a form's content; what is no such row is left out. */
export const rowsOf = <T>(schema: z.ZodType<T>, content: Readonly<Record<string, unknown>>, key: string): T[] =>
  z
    .array(z.unknown())
    .catch([])
    .parse(content[key] ?? [])
    .flatMap(row => {
      const read = schema.safeParse(row);
      return read.success ? [read.data] : [];
    });
