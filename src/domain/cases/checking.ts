// What a form must hold before it is kept, beyond its schema. The phone asks the same before it saves. Pure. Serves K3, K3b.

import type { RecordHead } from '#domain/records/records.ts';
import { ageOn } from '#kernel/dates.ts';
import { AppError, type Issue } from '#kernel/errors.ts';
import { type Content, missingIn } from './forms.ts';
import { CLIENT_SIGNS, formOf, type Kind } from './kinds.ts';

type Signed = Pick<RecordHead, 'occurred_on' | 'signatures'>;

/** Consent and plan are signed by the client, or by a guardian; a child's consent by a guardian. A reason stands for a signature. */
function signatureIssues(kind: Kind, head: Signed, born_on: string | null): Issue[] {
  if (!CLIENT_SIGNS.includes(kind)) return [];
  const signed = head.signatures.map(s => s.as);
  const child = born_on !== null && ageOn(born_on, head.occurred_on) < 18;
  if (kind === 'consent' && child && !signed.includes('guardian'))
    return [{ path: 'signatures', message: '服务对象未满 18 周岁，须由监护人签名，或写明没有签名的原因。' }];
  return signed.some(as => as === 'client' || as === 'guardian')
    ? []
    : [{ path: 'signatures', message: '请服务对象签名，或选择没有签名的原因。' }];
}

/** Days of a form that cannot be: an agreed day before the one it was agreed on. */
function dayIssues(content: Content, on: string): Issue[] {
  const next = content.next_on;
  return typeof next === 'string' && next < on ? [{ path: 'content.next_on', message: '约定的日期不能早于这次的日期。' }] : [];
}

/** Everything that is wrong with a form by itself. */
export const problemsOf = (kind: Kind, head: Signed, content: Content, today: string, born_on: string | null = null): Issue[] => [
  ...missingIn(formOf(kind), content),
  ...signatureIssues(kind, head, born_on),
  ...dayIssues(content, head.occurred_on),
  ...(head.occurred_on > today ? [{ path: 'occurred_on', message: '日期不能晚于今天。' }] : []),
];

/** @throws AppError `invalid` with a sentence per field */
export function mustBeComplete(kind: Kind, head: Signed, content: Content, today: string, born_on: string | null = null): void {
  const issues = problemsOf(kind, head, content, today, born_on);
  if (issues.length) throw new AppError('invalid', { issues });
}
