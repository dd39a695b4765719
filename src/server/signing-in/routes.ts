// The desks' two routes: GET /q/<desk>/<code> opens the page, POST /q/<desk> signs in. No session, no script, no cookie; what a visitor
// does is one transaction and one row of the ledger like everybody's.

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { again, as, type Constraints } from '../command.ts';
import type { House } from '../house.ts';
import { refusalFor } from '../http/app.ts';
import { hashOfInput, rowOf, seenBefore } from '../ledger.ts';
import type { Module } from '../module.ts';
import { type Answers, type Desk, type Field, type Next, type Place, visitorAt } from './desk.ts';
import { type Limits, limitsBy } from './limits.ts';
import { formPage, PAGE_POLICY, saidPage } from './page.ts';
import { openTicket, placeOfCode, ticketFor } from './tokens.ts';

const MAX_BODY = 8 * 1024;

const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply
    .code(status)
    .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html);

const formFor = (house: House, desk: Desk, place: Place) =>
  as(house, { actor: visitorAt(place) }, 'read', null, c => desk.form(c, place));

/** What was answered to each field of the form, and nothing else: an unknown key of a body is left where it is. */
function answersOf(body: URLSearchParams, fields: readonly Field[]): Answers {
  const answers: Record<string, string> = {};
  for (const f of fields) {
    const value = (body.get(f.name) ?? '').normalize().trim();
    const right =
      f.kind === 'text'
        ? value.length <= f.max
        : f.kind === 'tick'
          ? ['', 'yes'].includes(value)
          : value === '' || Object.hasOwn(f.options, value);
    if (!right) throw new AppError('invalid', { issues: [{ path: f.name, message: '内容过长或不在选项中，请重新填写' }] });
    answers[f.name] = value;
  }
  return answers;
}

type Said = { say: string; next?: Next };
/** Carries out one sign-in exactly once for the ticket's id, as commands are carried out. */
const carryOut = (house: House, desk: Desk, place: Place, id: string, answers: Answers, constraints: Constraints) =>
  again(constraints, () =>
    as(house, { actor: visitorAt(place) }, 'write', id, async c => {
      const { tx } = c;
      const inputHash = hashOfInput(desk.command, { id, answers });
      const before = await seenBefore(tx, id, desk.command, inputHash);
      if (before) return before.answer as Said;
      const { subject, ...said } = await desk.sign(c, place, answers);
      tx.later(
        rowOf(tx, {
          id,
          command: desk.command,
          subject,
          station: place.station,
          fields: Object.keys(answers),
          madeAt: null,
          inputHash,
          answer: said,
        }),
      );
      return said;
    }),
  );

type Serving = { house: House; desk: Desk; limits: Limits; constraints: Constraints };

async function sign({ house, desk, limits, constraints }: Serving, request: FastifyRequest, reply: FastifyReply) {
  limits.charge('sent', request.ip);
  const body = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const { place, id } = openTicket(house, desk.name, body.get('ticket') ?? '');
  limits.mustBeRoom('wrong', request.ip, place.id);
  const form = await formFor(house, desk, place);
  let answers: Answers = {};
  try {
    answers = answersOf(body, form.fields);
    const { say, next } = await carryOut(house, desk, place, id, answers, constraints);
    return page(reply, 200, saidPage(say, true, desk.words, next));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'id_reused') throw new AppError('code_used');
    if (error.code !== 'invalid') throw error;
    limits.charge('wrong', request.ip, place.id);
    return page(reply, error.status, formPage(form, desk, body.get('ticket')!, answers, error.details.issues));
  }
}

/** Adds the desks of all modules. */
export async function signingInRoutes(app: FastifyInstance, house: House, modules: readonly Module[]): Promise<void> {
  const limits = limitsBy(house.clock);
  await app.register(async scope => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MAX_BODY }, (_, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    scope.setErrorHandler((error, request, reply) => {
      const refusal = refusalFor(house, error as FastifyError, request);
      if (refusal.retryAfter !== null) reply.header('retry-after', refusal.retryAfter);
      return page(reply, refusal.status, saidPage(refusal.details.issues?.[0]?.message ?? refusal.say, false));
    });
    for (const module of modules)
      for (const desk of module.desks ?? []) {
        const serving = { house, desk, limits, constraints: (module.constraints ?? {}) as Readonly<Record<string, ErrorCode>> };
        house.titles.set(desk.command, desk.title);
        scope.get<{ Params: { code: string } }>(`/q/${desk.name}/:code`, async (request, reply) => {
          limits.charge('opened', request.ip);
          const place = placeOfCode(house, desk.name, request.params.code, desk.every);
          return page(reply, 200, formPage(await formFor(house, desk, place), desk, ticketFor(house, desk.name, place)));
        });
        scope.post(`/q/${desk.name}`, (request, reply) => sign(serving, request, reply));
      }
  });
}
