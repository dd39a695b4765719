// Sign-in, second factor, one-time links and files: the calls of the platform itself, used by both apps.

import type { Actor } from '#kernel/roles.ts';
import { accepted, call, json, queryText } from './api.ts';

export type County = { county: number; name: string };
export type Station = { station: number; name: string };
/** `GET /api/session`. `cacheKey`: 32 bytes base64, for what a phone keeps of the county's people. */
export type SessionAnswer = {
  actor: Actor & { countyName?: string; stationNames?: Record<string, string> };
  cacheKey: string;
  version: string;
};
/** `place`: a phone's session lasts as long as a phone may be out of reach. */
export type Credentials = { county?: number; userName: string; password: string; code?: string; place?: 'office' | 'field' };

export const counties = async (): Promise<County[]> => accepted(await call('GET', '/api/counties'));
export const currentSession = async (): Promise<SessionAnswer> => accepted(await call('GET', '/api/session'));
/** @throws ApiError second_factor_needed, second_factor_setup_needed, sign_in_failed, sign_in_locked */
export const signIn = async (credentials: Credentials): Promise<{ actor: Actor }> =>
  accepted(await call('POST', '/api/session', json(credentials)));
export const signOut = async (): Promise<unknown> => accepted(await call('DELETE', '/api/session'));
/** Begins binding an authenticator; `uri` goes into the QR code, `secret` is for typing by hand. */
export const beginSecondFactor = async (): Promise<{ uri: string; secret: string }> =>
  accepted(await call('POST', '/api/session/second-factor', json({})));
export const confirmSecondFactor = async (code: string): Promise<unknown> =>
  accepted(await call('POST', '/api/session/second-factor', json({ code })));
/** Whose one-time link it is. @throws ApiError link_expired */
export const lookAtLink = async (token: string): Promise<{ userName: string; name: string }> =>
  accepted(await call('POST', '/api/links/look', json({ token })));
/** Sets the password a one-time link stands for. @throws ApiError link_expired, weak_password, password_reused */
export const usePasswordLink = async (token: string, password: string): Promise<unknown> =>
  accepted(await call('POST', '/api/links/use', json({ token, password })));

/** Lower-case hex SHA-256: a file's name on the server and on the phone. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), b => b.toString(16).padStart(2, '0')).join('');
}
/** `station`: whose file it is; without it the author's only station. */
export type SentFile = { bytes: ArrayBuffer; type: string; station?: number };
/** Puts bytes under their hash; putting them twice is putting them once. A slow village line may need minutes for a photo. */
export const putFile = (sha: string, { bytes, type, station }: SentFile, author: string) =>
  call('PUT', `/api/files/${sha}${queryText({ use: type === 'image/png' ? 'signature' : 'photo', station })}`, {
    body: bytes,
    headers: { 'Content-Type': type, 'X-Linzhan-Account': author },
    timeoutMs: 300_000,
  });
export const fileUrl = (sha: string, size?: 'thumb'): string => `/api/files/${sha}${size ? `?size=${size}` : ''}`;
