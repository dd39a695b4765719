// What the product is measured against: `node:http` and `pg` and nothing else. It looks a token up in memory, sends statements that were
// recorded from the product (recording.ts) and answers their rows as JSON. No session, no roles, no validation, no row security.

import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';

/** `{id}` and `{key}` in a text value stand for the id in the body and the request's idempotency key. */
export type Statement = { text: string; values: unknown[] /** Places of values with a placeholder. */; open: number[] };
/** The statements of each variant of a request, asked for by `?n=`; sent at once, between begin and commit where they write. */
export type BareRoute = { path: string; writes: boolean; variants: Statement[][] };
export type BareWork = { databaseUrl: string; tokens: string[]; routes: BareRoute[] };

const names = new Map<string, string>();
/** Each text is prepared once per connection, as the product does it. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = `bare${names.size}`;
    names.set(text, name);
  }
  return name;
}

const asText = (text: string): string => text;
const int = (text: string): number => Number.parseInt(text, 10);
/** Texts stay texts: the least that `pg` can do. */
const parsers: Record<number, (text: string) => unknown> = { 16: text => text === 't', 20: int, 23: int };
const LISTS = [1009, 2951];
const types = {
  getTypeParser: (oid: number) => parsers[oid] ?? (LISTS.includes(oid) ? pg.types.getTypeParser(oid, 'text') : asText),
};

function send(client: pg.PoolClient, { text, values, open }: Statement, id: string, key: string): Promise<pg.QueryResult> {
  let given = values;
  if (open.length) {
    given = [...values];
    for (const place of open) given[place] = (values[place] as string).replace('{id}', id).replace('{key}', key);
  }
  return client.query({ name: nameOf(text), text, values: given });
}

async function carryOut(pool: pg.Pool, route: BareRoute, n: number, id: string, key: string): Promise<unknown> {
  const statements = route.variants[n]!;
  const client = await pool.connect();
  try {
    if (!route.writes) return (await Promise.all(statements.map(s => send(client, s, id, key)))).map(r => r.rows);
    await Promise.all([client.query('begin'), ...statements.map(s => send(client, s, id, key)), client.query('commit')]);
    return { id };
  } finally {
    client.release();
  }
}

function bodyOf(request: IncomingMessage): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString())));
    request.on('error', reject);
  });
}

function serve(work: BareWork): void {
  const pool = new pg.Pool({ connectionString: work.databaseUrl, max: 16, pipeline: true, types } as pg.PoolConfig);
  const tokens = new Set(work.tokens);
  const routes = new Map(work.routes.map(r => [r.path, r]));
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown): void => {
      const text = JSON.stringify(value);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
    };
    const [path, query] = request.url!.split('?n=');
    const route = routes.get(path!);
    if (!route || !tokens.has(request.headers.cookie ?? '')) return answer(401, {});
    try {
      const body = route.writes ? await bodyOf(request) : { id: '' };
      answer(200, await carryOut(pool, route, Number(query), body.id, String(request.headers['idempotency-key'])));
    } catch (error) {
      answer(500, { error: (error as Error).message });
    }
  });
  server.listen(0, '127.0.0.1', () => process.send!({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }));
}

process.once('message', work => serve(work as BareWork));
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());
