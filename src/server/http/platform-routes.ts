// The platform's own routes: session, links, counties for the sign-in page, health, OpenAPI and its page, and the built web.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Actor } from '#kernel/roles.ts';
import { beginSecondFactor, confirmSecondFactor, lookAtLink, useLink } from '../auth/links.ts';
import { COOKIE, endSession, presentActor } from '../auth/sessions.ts';
import { signIn } from '../auth/sign-in.ts';
import { parse } from '../command.ts';
import { counties } from '../counties.ts';
import { q, sql } from '../database/tables.ts';
import { enteredOf, enterSession, inTransaction, Sender } from '../database/tx.ts';
import type { House } from '../house.ts';
import type { Module } from '../module.ts';
import { signingInRoutes } from '../signing-in/routes.ts';
import { callerFrom, mustBeOurs } from './app.ts';
import { docsPage } from './docs-page.ts';
import { fileRoutes } from './file-routes.ts';
import { openApi } from './openapi.ts';

const SignInBody = z.strictObject({
  county: z.int().optional(),
  userName: z.string().min(1).max(60),
  password: z.string().min(1).max(200),
  code: z
    .string()
    .regex(/^\d{6}$/, '验证码是 6 位数字')
    .optional(),
  place: z.enum(['office', 'field']).default('office'),
});
const CodeBody = z.strictObject({
  code: z
    .string()
    .regex(/^\d{6}$/, '验证码是 6 位数字')
    .optional(),
});
const LinkBody = z.strictObject({ token: z.string().max(100) });
const UseLinkBody = z.strictObject({ token: z.string().max(100), password: z.string().min(1).max(200) });

const setCookie = (house: House, reply: FastifyReply, value: string, seconds: number) =>
  reply.header(
    'set-cookie',
    `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${house.production ? '; Secure' : ''}`,
  );

async function living(house: House, request: FastifyRequest) {
  const caller = callerFrom(request);
  const found = await inTransaction(
    house.pool,
    'read',
    client => enterSession(client, caller.county, caller.tokenHash, house.clock()),
    async (client, said) => ({
      entered: enteredOf(said),
      names: said ? await namesFor(new Sender(client, caller.county, house.clock())) : null,
    }),
  );
  if (!found.entered || !found.names) throw new AppError('not_signed_in');
  return { caller, entered: found.entered, names: found.names };
}

/** The county's and the stations' names, for the head of every page. */
async function namesFor(tx: Sender): Promise<{ countyName: string; stationNames: Record<string, string> }> {
  const [county, stations] = await Promise.all([
    tx.first(q.selectFrom('app.counties').select('name').where('county_id', '=', tx.county)),
    tx.all(q.selectFrom('app.stations').select(['station_id', 'name']).where('county_id', '=', tx.county).orderBy('station_id')),
  ]);
  return { countyName: county?.name ?? '', stationNames: Object.fromEntries(stations.map(s => [s.station_id, s.name])) };
}

/** What the web needs to know of a session: who, and the key of the phone's cache, which the phone forgets when this answers 401. */
const presentSession = (house: House, actor: Actor, names: { countyName: string; stationNames: Record<string, string> }) => ({
  actor: { ...presentActor(actor), ...names },
  cacheKey: Buffer.concat(['a', 'b'].map(part => house.secrets.blindIndex(`${part}${actor.account}`, 'field cache'))).toString(
    'base64',
  ),
  version: house.version,
});

function sessionRoutes(app: FastifyInstance, house: House): void {
  app.post('/api/session', async (request, reply) => {
    mustBeOurs(request);
    const body = parse(SignInBody, request.body);
    const known = await counties(house);
    const county = body.county ?? (known.length === 1 ? known[0]!.county : undefined);
    if (county === undefined || !known.some(c => c.county === county))
      throw new AppError('invalid', { issues: [{ path: 'county', message: '请选择所在县' }] });
    const { cookie, seconds, pending } = await signIn(house, { ...body, county, address: request.ip });
    setCookie(house, reply, cookie, seconds);
    if (pending) throw new AppError('second_factor_setup_needed');
    return { ok: true };
  });
  app.get('/api/session', async request => {
    const { entered, names } = await living(house, request);
    if (entered.pending) throw new AppError('second_factor_setup_needed');
    return presentSession(house, entered, names);
  });
  app.delete('/api/session', async (request, reply) => {
    mustBeOurs(request);
    await endSession(house, callerFrom(request));
    setCookie(house, reply, '', 0);
    return { ok: true };
  });
  app.post('/api/session/second-factor', async request => {
    mustBeOurs(request);
    const { caller, entered } = await living(house, request);
    const { code } = parse(CodeBody, request.body ?? {});
    if (!code) return beginSecondFactor(house, caller.county, entered.account);
    await confirmSecondFactor(house, caller.county, entered.account, caller.tokenHash, code);
    return { ok: true };
  });
  app.post('/api/links/look', async request => lookAtLink(house, parse(LinkBody, request.body).token));
  app.post('/api/links/use', async request => {
    mustBeOurs(request);
    const body = parse(UseLinkBody, request.body);
    await useLink(house, body.token, body.password);
    return { ok: true };
  });
}

function openRoutes(app: FastifyInstance, house: House, modules: readonly Module[]): void {
  const endpoints = modules.flatMap(m => [...(m.commands ?? []), ...(m.reads ?? []), ...(m.documents ?? [])].map(b => b.def));
  const document = openApi(endpoints, house.version);
  app.get('/api/openapi.json', async () => document);
  app.get('/api/docs', async (_, reply) => reply.type('text/html; charset=utf-8').send(docsPage(document)));
  app.get('/api/counties', async () => counties(house));
  app.get('/api/health', async (_, reply) => {
    const alive = await house.pool.query(sql`select 1`.compile(q).sql).then(
      () => true,
      () => false,
    );
    if (!alive) reply.header('retry-after', 5);
    return reply.code(alive ? 200 : 503).send({ ok: alive, database: alive, version: house.version });
  });
  app.all('/api/*', async () => {
    throw new AppError('not_found');
  });
}

/** The built web: hashed files may be kept for ever, pages must be asked for again. */
async function webRoutes(app: FastifyInstance, dist: string): Promise<void> {
  if (!existsSync(join(dist, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: dist,
    preCompressed: true,
    wildcard: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+($|\?)/.test(request.url);
    if (!page)
      return reply
        .code(404)
        .type('application/json')
        .send({ code: 'not_found', say: new AppError('not_found').say });
    return reply.sendFile(request.url.startsWith('/m/') || request.url === '/m' ? 'm/index.html' : 'index.html');
  });
}

/** Adds all of it to the application. */
export async function platformRoutes(
  app: FastifyInstance,
  house: House,
  modules: readonly Module[],
  dist: string,
): Promise<void> {
  sessionRoutes(app, house);
  fileRoutes(app, house);
  openRoutes(app, house, modules);
  await signingInRoutes(app, house, modules);
  await webRoutes(app, dist);
}
