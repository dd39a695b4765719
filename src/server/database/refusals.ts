// What the database refuses, as the platform's own refusals. Constraints are named because their names become error codes;
// on a cluster a name comes back with a shard suffix, and sometimes only inside the message.

import { AppError, type ErrorCode } from '#kernel/errors.ts';

type PgError = Error & { code?: string; constraint?: string; message: string };

/** The constraint's own name, without a shard's `_102008`. */
export function constraintOf(error: PgError): string | null {
  const name = error.constraint ?? /constraint "([a-z_0-9]+)"/.exec(error.message)?.[1] ?? null;
  return name ? name.replace(/_\d+$/, '') : null;
}

const byState: Readonly<Record<string, ErrorCode>> = {
  '23505': 'conflict',
  '23503': 'missing_reference',
  '23502': 'invalid',
  '23514': 'invalid',
  '22001': 'too_large',
  // A value no column can hold, which the schema let pass: a number or day out of range, a zero byte, half a character.
  '22003': 'invalid',
  '22007': 'invalid',
  '22008': 'invalid',
  '22021': 'invalid',
  '22P02': 'invalid',
  '22P05': 'invalid',
  '42501': 'not_found',
  '53100': 'unavailable',
  '53200': 'unavailable',
  '53300': 'unavailable',
  '57014': 'unavailable',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  '08006': 'unavailable',
  '08003': 'unavailable',
};

/** What the driver says without a code when the connection is gone, was gone before this statement, or is gone for good. */
const LOST =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|is not queryable|after calling end on the pool/i;

/** States after which the same transaction may simply be tried again. */
export const mayRetry = (error: unknown): boolean => ['40001', '40P01'].includes((error as PgError)?.code ?? '');

/** The refusal a database error means, or null when it is a fault of the program. */
export function refusalOf(error: unknown, constraints: Readonly<Record<string, ErrorCode>>): AppError | null {
  if (error instanceof AppError) return error;
  const pgError = error as PgError;
  if (!(error instanceof Error)) return null;
  const name = constraintOf(pgError);
  if (name && constraints[name]) return new AppError(constraints[name]);
  const code = pgError.code ? byState[pgError.code] : undefined;
  if (code) return new AppError(code);
  const lost = pgError.code && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(pgError.code);
  return lost || LOST.test(pgError.message) ? new AppError('unavailable') : null;
}
