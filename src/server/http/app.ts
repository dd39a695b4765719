// HTTP: routes from the modules' endpoints, one error form, security headers. Nothing is decided here; command.ts decides.

import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { COOKIE, callerOf, keepAwake } from '../auth/sessions.ts';
import { answer, type Caller, carryOut } from '../command.ts';
import { refusalOf } from '../database/refusals.ts';
import type { Entered } from '../database/tx.ts';
import type { House } from '../house.ts';
import type { BoundCommand, BoundDocument, BoundRead, Module } from '../module.ts';
import { sendDocument } from './documents.ts';
import { answerSchema } from './openapi.ts';

/** `account`: in whose name the page (or a phone's unsent record) speaks; a cookie of somebody else is refused. */
export type Session = { county: number; tokenHash: Buffer; account?: string };

/** Programs on phones older than this must update before they send; raised only when an old input can no longer be understood. */
const OLDEST_CLIENT = [0, 1, 0] as const;

const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  request.headers.cookie
    ?.split(/;\s*/)
    .find(part => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** The caller of a request; throws `not_signed_in` when there is no session cookie. */
export function callerFrom(request: FastifyRequest): Session {
  const caller = callerOf(cookieOf(request, COOKIE));
  if (!caller) throw new AppError('not_signed_in');
  const account = request.headers['x-linzhan-account'];
  return isId(account) ? { ...caller, account } : caller;
}

/** A write must come from our own pages: a form of another site cannot send this header. */
export function mustBeOurs(request: FastifyRequest): void {
  if (request.headers['x-linzhan'] !== '1') throw new AppError('bad_request');
  const client = request.headers['x-linzhan-client'];
  if (typeof client === 'string' && isOlder(client)) throw new AppError('upgrade_needed');
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [i, oldest] of OLDEST_CLIENT.entries()) if ((parts[i] ?? 0) !== oldest) return (parts[i] ?? 0) < oldest;
  return false;
}

/** What an error means to whoever asked; a fault of ours is written to the log. */
export function refusalFor(house: House, error: FastifyError | Error, request: FastifyRequest): AppError {
  const known = refusalOf(error, {}) ?? fromFastify(error as FastifyError);
  if (!known)
    house.log('fault', {
      id: String(request.id),
      route: request.routeOptions.url ?? '',
      error: error.name,
      code: (error as { code?: string }).code ?? '',
      at: error.stack?.split('\n')[1]?.trim() ?? '',
    });
  return known ?? new AppError('internal');
}

/** Sends a refusal in the one form every client understands. */
export function refuse(house: House, error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalFor(house, error, request);
  const { issues, current } = refusal.details;
  if (refusal.retryAfter !== null) reply.header('retry-after', refusal.retryAfter);
  void reply
    .code(refusal.status)
    .type('application/json')
    .serializer(JSON.stringify)
    .send({ code: refusal.code, say: refusal.say, ...(issues && { issues }), ...(current !== undefined && { current }) });
}

function fromFastify(error: FastifyError): AppError | null {
  if (!error.statusCode || error.statusCode >= 500) return null;
  return new AppError(error.statusCode === 413 ? 'too_large' : error.statusCode === 404 ? 'not_found' : 'bad_request');
}

function stayAwake(house: House, caller: Session, entered: Entered): void {
  if (!entered || house.clock().getTime() - Date.parse(entered.seen_at) < 60_000) return;
  keepAwake(house, caller).catch(() => house.log('keep_awake_failed'));
}

/** The phone's clock when it wrote, or null when it says nothing sensible: it is only shown, so it refuses no write. */
function madeAtOf(header: unknown): string | null {
  const at = typeof header === 'string' && /^\d{4}-\d\d-\d\dT/.test(header) ? new Date(header) : null;
  const year = at?.getUTCFullYear() ?? Number.NaN;
  return at && year >= 1970 && year < 2200 ? at.toISOString() : null;
}

/** No input of ours is as deep as this; a deeper one would exhaust the stack of whatever walks over it. */
const MAX_DEPTH = 32;
function isTooDeep(body: object): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(value => (value && typeof value === 'object' ? Object.values(value) : []));
  }
  return false;
}

function addCommand(
  app: FastifyInstance,
  house: House,
  bound: BoundCommand,
  constraints: Readonly<Record<string, ErrorCode>>,
): void {
  app.post(
    `/api/${bound.def.name}`,
    { schema: { response: { 200: answerSchema(bound.def.answer) } } },
    async (request, reply) => {
      mustBeOurs(request);
      const caller = callerFrom(request);
      const id = request.headers['idempotency-key'];
      if (!isId(id)) throw new AppError('bad_request', { say: '请求缺少有效的编号（Idempotency-Key），请刷新页面后重试。' });
      const madeAt = madeAtOf(request.headers['x-made-at']);
      if (!request.body || typeof request.body !== 'object' || isTooDeep(request.body)) throw new AppError('bad_request');
      const done = await carryOut(house, bound, caller, { id, madeAt, input: request.body }, constraints);
      stayAwake(house, caller, done.entered);
      if (done.replayed) reply.header('x-replayed', '1');
      return done.answer;
    },
  );
}

function addRead(app: FastifyInstance, house: House, bound: BoundRead): void {
  app.get(`/api/${bound.def.name}`, { schema: { response: { 200: answerSchema(bound.def.answer) } } }, async request => {
    const caller = callerFrom(request);
    const done = await answer(house, bound, caller, request.query);
    stayAwake(house, caller, done.entered);
    return done.answer;
  });
}

function addDocument(app: FastifyInstance, house: House, bound: BoundDocument): void {
  app.get(`/api/${bound.def.name}`, (request, reply) => {
    // Making a document is work and a row of the ledger: a link on another site must not do it in the reader's name.
    if (['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'])))
      throw new AppError('bad_request', { say: '请在邻站的页面中下载这个文件。' });
    return sendDocument(house, bound, callerFrom(request) as Caller, request.query, reply);
  });
}

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

/**
 * The HTTP application over the modules' endpoints; the platform's own routes are added by `platformRoutes`.
 * @param options.trustProxy one proxy stands before us: the address it wrote last is believed, not what a client wrote before it
 */
export function buildApp(house: House, modules: readonly Module[], options: { trustProxy?: boolean } = {}): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 2 * 1024 * 1024,
    // A photo may take minutes over a village's line; nobody may hold a connection for ever, dribbling in or not taking the answer.
    requestTimeout: 360_000,
    connectionTimeout: 120_000,
    trustProxy: options.trustProxy ? (_, hop) => hop === 0 : false,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { querystringParser: parseQuery },
  });
  app.setErrorHandler((error, request, reply) => refuse(house, error as FastifyError, request, reply));
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-linzhan-version', house.version);
    for (const [name, value] of Object.entries(SECURITY)) if (!reply.hasHeader(name)) reply.header(name, value);
    if (house.production) reply.header('strict-transport-security', 'max-age=31536000');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  const constraints = Object.assign({}, ...modules.map(m => m.constraints ?? {})) as Record<string, ErrorCode>;
  for (const module of modules) {
    for (const c of module.commands ?? []) addCommand(app, house, c, constraints);
    for (const r of module.reads ?? []) addRead(app, house, r);
    for (const d of module.documents ?? []) addDocument(app, house, d);
  }
  return app;
}

/** Query strings without surprises: a repeated key is a list, everything else a text; no nesting, no prototype. */
function parseQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const before = query[key];
    query[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return { ...query };
}
