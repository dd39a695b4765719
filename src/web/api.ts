// The one way from a screen to the server. Types come from the endpoint definitions; a network failure is never a success:
// an answer counts only when our own server gave it (X-Linzhan-Version) and its body arrived whole.

import type { z } from 'zod';
import type { Command, Document, Read } from '#kernel/endpoints.ts';
import { type Issue, sentence } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { signal } from './signal.ts';

/** Refusal or failure of a call. `code` is the server's (kernel/errors.ts) or 'offline' (status 0: nobody of ours answered). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly say: string;
  readonly issues: readonly Issue[];
  readonly current: unknown;
  constructor(refusal: Refusal, status: number) {
    super(refusal.code);
    this.name = 'ApiError';
    this.code = refusal.code;
    this.status = status;
    this.say = refusal.say;
    this.issues = refusal.issues;
    this.current = refusal.current;
  }
}

/** Why the server (or the phone itself) does not take something, in words for its author. */
export type Refusal = { code: string; say: string; issues: readonly Issue[]; current: unknown };

/**
 * What came back. `heard: false`: nothing at all, or something that is not our server (a portal, a proxy);
 * the request may or may not have been carried out.
 */
export type Reply =
  | { heard: false; status: number | null }
  | { heard: true; status: number; body: unknown; retryAfterMs: number | null };

/** The version the server last named, null before the first answer. */
export const serverVersion = signal<string | null>(null);
/** Counts the answers that said this session has ended; the shells react to a change. */
export const signedOutAnswers = signal(0);

const OFFLINE: Refusal = {
  code: 'offline',
  say: '网络不通或系统没有回应，请稍后重试；已填写的内容仍保留。',
  issues: [],
  current: null,
};

/** The account on whose behalf calls are made; the server refuses a call whose cookie belongs to somebody else. */
let account: string | null = null;
export const callAs = (id: string | null): void => {
  account = id;
};

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null;

/** The refusal in an answer's body; a body of another shape gets the sentence of `internal`. */
export function refusalIn(body: unknown): Refusal {
  if (!isObject(body) || typeof body.code !== 'string')
    return { code: 'internal', say: sentence('internal'), issues: [], current: null };
  return {
    code: body.code,
    say: typeof body.say === 'string' ? body.say : sentence('internal'),
    issues: Array.isArray(body.issues) ? body.issues : [],
    current: body.current ?? null,
  };
}

type CallOptions = { body?: BodyInit; headers?: Record<string, string>; timeoutMs?: number; signal?: AbortSignal };

/** One HTTP call; never throws for what the network or the server does. */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  try {
    const response = await fetch(path, {
      method,
      body: options.body,
      headers: {
        'X-Linzhan': '1',
        'X-Linzhan-Client': __VERSION__,
        ...(account ? { 'X-Linzhan-Account': account } : {}),
        ...options.headers,
      },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
    });
    const version = response.headers.get('X-Linzhan-Version');
    const text = await response.text();
    if (!version) return { heard: false, status: response.status };
    const body: unknown = text === '' ? null : JSON.parse(text);
    serverVersion.set(version);
    if (response.status === 401 && refusalIn(body).code === 'not_signed_in') signedOutAnswers.set(signedOutAnswers.get() + 1);
    const seconds = Number(response.headers.get('Retry-After'));
    return { heard: true, status: response.status, body, retryAfterMs: seconds > 0 ? seconds * 1000 : null };
  } catch {
    // Refused connection, cut connection, time-out, half a body: to the caller all of them are silence.
    return { heard: false, status: null };
  }
}

/** The answer's body, or the ApiError it stands for. */
export function accepted<T>(reply: Reply): T {
  if (!reply.heard) throw new ApiError(OFFLINE, 0);
  if (reply.status < 200 || reply.status >= 300) throw new ApiError(refusalIn(reply.body), reply.status);
  return reply.body as T;
}

export const json = (body: unknown, headers: Record<string, string> = {}): CallOptions => ({
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', ...headers },
});

/** One attempt to carry out a command under a given id, on behalf of `author`; the outbox calls this, screens call `send`. */
export const attempt = (command: string, input: unknown, id: string, madeAt: string, author?: string): Promise<Reply> =>
  call(
    'POST',
    `/api/${command}`,
    json(input, { 'Idempotency-Key': id, 'X-Made-At': madeAt, ...(author ? { 'X-Linzhan-Account': author } : {}) }),
  );

/**
 * Carries out a command now.
 * @param made `id` is the idempotency key: keep it and pass it again when the same wish is repeated after a failure.
 * @throws ApiError
 */
export async function send<C extends Command>(
  command: C,
  input: z.input<C['input']>,
  made: { id?: string; madeAt?: string } = {},
): Promise<z.infer<C['answer']>> {
  return accepted(await attempt(command.name, input, made.id ?? newId(), made.madeAt ?? new Date().toISOString()));
}

/** `?k=v` of a query; arrays repeat the key, undefined, null and '' are left out. */
export function queryText(query: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one));
    }
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** A query as its sender writes it: what the schema takes, or the same value as text. */
export type QueryOf<R extends Read | Document> = {
  [K in keyof z.input<R['query']>]?: z.input<R['query']>[K] | string | number | boolean | readonly string[];
};

/**
 * Reads. @throws ApiError
 * @param stop aborts the reading when its screen is left.
 */
export async function read<R extends Read>(endpoint: R, query: QueryOf<R>, stop?: AbortSignal): Promise<z.infer<R['answer']>> {
  return accepted(await call('GET', `/api/${endpoint.name}${queryText(query)}`, { signal: stop }));
}
