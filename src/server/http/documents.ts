// Files made on request. Each making is a row of the ledger, written before the first byte leaves (who exported what, PRI-05).

import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { mayEver } from '#kernel/policy.ts';
import { as, type Caller, parse } from '../command.ts';
import type { House } from '../house.ts';
import { append, hashOfInput } from '../ledger.ts';
import type { BoundDocument } from '../module.ts';
import { slots } from '../slots.ts';

/** A reader who takes a document slowly holds a connection to the database: never all of them. */
const making = slots(6, 60);

/** RFC 5987 name, so that Chinese file names arrive in every browser. */
const disposition = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

/**
 * Makes a document as the caller and streams it. The ledger row is a short transaction of its own before; the reading stays open
 * (one snapshot) until the last byte.
 */
export async function sendDocument(
  house: House,
  bound: BoundDocument,
  caller: Caller,
  query: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { def } = bound;
  const parsed = await as(house, caller, 'write', null, async ({ tx }) => {
    if (!mayEver(bound, tx.actor)) throw new AppError('forbidden');
    const wanted = parse(def.query, query, 'unknown_parameter') as { id?: string };
    const inputHash = hashOfInput(def.name, query);
    await append(tx, {
      id: newId(),
      command: def.name,
      subject: wanted.id ?? def.name,
      station: null,
      fields: Object.keys(wanted),
      madeAt: null,
      inputHash,
      answer: {},
    });
    return wanted;
  });
  const out = new PassThrough();
  const started = Promise.withResolvers<void>();
  let sending = false;
  const make = () =>
    as(house, caller, 'read', null, async c => {
      const file = await bound.run(c, parsed);
      reply.header('content-disposition', disposition(file.fileName)).type(def.mime);
      sending = true;
      started.resolve();
      await file.write(out);
      out.end();
    });
  making(make).catch(error => {
    house.log('document_failed', { name: def.name });
    // Before the first byte the refusal is the answer; after it the file must not look finished.
    if (sending) out.destroy(error as Error);
    else started.reject(error);
  });
  await started.promise;
  return reply.send(out);
}
