// The second factor: six digits from the authenticator on the worker's phone (SEC-04). A code is good once: the caller stores the
// step that matched and hands it in the next time.

import { Secret, TOTP } from 'otpauth';

const PERIOD_MS = 30_000;
/** Steps accepted before and after the present one, for telephones whose clock is off. */
const WINDOW = 1;

const generator = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: '邻站', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD_MS / 1000 });

/** A new secret of 160 bits in base32. Store it sealed. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** `otpauth://…` to show as a QR code while the person sets the factor up. */
export const totpUri = (secret: string, userName: string): string => generator(secret, userName).toString();

/**
 * Checks a code.
 * @param lastStep the step stored at the last success, null at first use; that step and earlier ones are refused (replay).
 * @param now milliseconds of the server's clock.
 * @returns the step to store (in the transaction that opens the session, and only if it is greater than the stored one),
 * or null when the code is wrong or used.
 */
export function verifyTotp(secret: string, code: string, lastStep: number | null, now: number = Date.now()): number | null {
  const digits = code.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = generator(secret, '').validate({ token: digits, timestamp: now, window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(now / PERIOD_MS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
