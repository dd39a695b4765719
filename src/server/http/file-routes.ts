// Photos, signatures, rosters and documents: sent by the hash of their bytes before the command that names them, so sending again is harmless.
// What is kept of a picture is its cleaned copy (no EXIF, no place). Reading goes by the station's rows, masked roles see none.

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { text } from '#kernel/endpoints.ts';
import { AppError } from '#kernel/errors.ts';
import { holds, MASKED_ROLES, type Role } from '#kernel/roles.ts';
import { as, parse } from '../command.ts';
import { q } from '../database/tables.ts';
import type { Tx } from '../database/tx.ts';
import { mustBeDocument } from '../files/formats.ts';
import { cleanPicture, cleanSignature } from '../files/pictures.ts';
import type { House } from '../house.ts';
import { callerFrom, mustBeOurs, type Session } from './app.ts';

const Hash = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
const Put = z.strictObject({
  use: z.enum(['photo', 'signature', 'roster', 'document', 'site_photo', 'paper']).default('photo'),
  station: z.coerce.number().int().optional(),
  name: text(200).optional(),
});
const Get = z.strictObject({ size: z.enum(['full', 'thumb']).default('full') });

/** Those who judge a contract sign its acceptance: with a drawn signature, or the photo of the signed paper. */
const JUDGES: readonly Role[] = ['county_officer', 'project_manager', 'evaluator'];
const MAY_SEND: Record<z.output<typeof Put>['use'], readonly Role[]> = {
  photo: ['resident_worker', 'station_lead'],
  signature: ['resident_worker', 'station_lead', ...JUDGES],
  /** The signed paper: of an acceptance, or the sheet people signed on at a group or an activity. */
  paper: ['resident_worker', 'station_lead', ...JUDGES],
  roster: ['station_lead', 'county_officer'],
  site_photo: ['station_lead', 'project_manager'],
  document: ['station_lead', 'project_manager', 'county_officer'],
};
/** Shows premises, signs, shelves and no client: also those who see people masked may read it. */
const SHOWS_NOBODY = 'site_photo';
const MAX_BYTES = 30 * 1024 * 1024;
/** Bytes of all bodies that are being received or worked on. */
const IN_HAND = 128 * 1024 * 1024;

type Kept = { clean_hash: string; thumb_hash: string | null; look: string | null };

async function keep(house: House, county: number, use: string, body: Buffer): Promise<Kept> {
  if (use === 'document') mustBeDocument(body);
  if (use === 'roster' || use === 'document')
    return { clean_hash: (await house.files.put(county, body)).hash, thumb_hash: null, look: null };
  if (use === 'signature')
    return { clean_hash: (await house.files.put(county, (await cleanSignature(body)).bytes)).hash, thumb_hash: null, look: null };
  const picture = await cleanPicture(body);
  const [clean, thumb] = await Promise.all([house.files.put(county, picture.bytes), house.files.put(county, picture.thumb)]);
  return { clean_hash: clean.hash, thumb_hash: thumb.hash, look: picture.look };
}

function stationOf(tx: Tx, wanted: number | undefined): number {
  const station = wanted ?? (tx.actor.stations.length === 1 ? tx.actor.stations[0] : undefined);
  if (station === undefined || !tx.actor.stations.includes(station))
    throw new AppError('not_found', { say: '请选择文件所属的社工站。' });
  return station;
}

type Query = z.output<typeof Put>;
const askedOf = (request: FastifyRequest): { hash: string } & Query => ({
  ...parse(Hash, request.params, 'bad_request'),
  ...parse(Put, request.query, 'unknown_parameter'),
});

/** Whether the sender may send it, to which station, and whether it is there already. */
const placeFor = (house: House, caller: Session, { hash, use, station }: ReturnType<typeof askedOf>) =>
  as(house, caller, 'read', null, async ({ tx }) => {
    if (!holds(tx.actor, ...MAY_SEND[use])) throw new AppError('forbidden');
    const station_id = stationOf(tx, station);
    const known = await tx.first(
      q
        .selectFrom('app.files')
        .select('hash')
        .where('county_id', '=', tx.county)
        .where('hash', '=', hash)
        .where('station_id', '=', station_id),
    );
    return { station_id, known: Boolean(known) };
  });

/**
 * Before a body is read: who sends it may, it is not too large, and there is room for it. A stranger's file takes no memory, and many
 * people's files together no more than `IN_HAND`; who comes then is asked to come again in a moment.
 */
function addDoor(app: FastifyInstance, house: House): void {
  let inHand = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'PUT') return;
    mustBeOurs(request);
    const bytes = Number(request.headers['content-length']);
    if (!(bytes > 0)) throw new AppError('bad_request');
    if (bytes > MAX_BYTES) throw new AppError('too_large');
    await placeFor(house, callerFrom(request), askedOf(request));
    if (inHand + bytes > IN_HAND) throw new AppError('too_many_requests', { say: '正在接收的文件较多，请稍候再发送。' });
    inHand += bytes;
    reply.raw.once('close', () => {
      inHand -= bytes;
    });
  });
}

function addPut(app: FastifyInstance, house: House): void {
  app.put('/api/files/:hash', { bodyLimit: MAX_BYTES }, async request => {
    const caller = callerFrom(request);
    const asked = askedOf(request);
    const { hash, use, name } = asked;
    const body = request.body;
    if (!Buffer.isBuffer(body) || body.length === 0) throw new AppError('bad_request');
    if (createHash('sha256').update(body).digest('hex') !== hash)
      throw new AppError('bad_request', { say: '文件在传送中损坏，请重新发送。' });
    const place = await placeFor(house, caller, asked);
    if (place.known) return { hash };
    const kept = await keep(house, caller.county, use, body);
    await as(house, caller, 'write', null, ({ tx }) =>
      tx.run(
        q
          .insertInto('app.files')
          .values({
            county_id: tx.county,
            station_id: place.station_id,
            hash,
            use,
            name: name ?? null,
            bytes: body.length,
            ...kept,
            sent_by: tx.actor.account,
            sent_at: tx.now.toISOString(),
          })
          .onConflict(c => c.constraint('files_pk').doNothing()),
      ),
    );
    return { hash };
  });
}

function addGet(app: FastifyInstance, house: House): void {
  app.get('/api/files/:hash', async (request, reply) => {
    const caller = callerFrom(request);
    const { hash } = parse(Hash, request.params, 'bad_request');
    const { size } = parse(Get, request.query, 'unknown_parameter');
    const row = await as(house, caller, 'read', null, async ({ tx }) => {
      const masked = tx.actor.grants.every(g => MASKED_ROLES.includes(g.role));
      const found = await tx.first(
        q
          .selectFrom('app.files')
          .select(['use', 'clean_hash', 'thumb_hash'])
          .where('county_id', '=', tx.county)
          .where('hash', '=', hash)
          .$if(masked, b => b.where('use', '=', SHOWS_NOBODY))
          .limit(1),
      );
      if (masked && !found) throw new AppError('forbidden');
      // Rosters and documents are opened through their own modules, which know whose they are.
      if (!found || found.use === 'roster' || found.use === 'document') throw new AppError('not_found');
      return found;
    });
    const bytes = await house.files.get(caller.county, size === 'thumb' ? (row.thumb_hash ?? row.clean_hash) : row.clean_hash);
    if (!bytes) throw new AppError('not_found');
    return reply
      .type(row.use === 'signature' ? 'image/png' : 'image/jpeg')
      .header('cache-control', 'private, max-age=3600')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(bytes);
  });
}

/** Adds sending and reading of files. */
export function fileRoutes(app: FastifyInstance, house: House): void {
  app.register(async files => {
    files.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    addDoor(files, house);
    addPut(files, house);
    addGet(files, house);
  });
}
