// The line between a phone and the server: a real HTTP proxy that can be out of reach, answer for the server, and cut a connection
// before a request arrives or after its work is done. The phone speaks to its address only, so a killed browser finds it again.

import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * What happens to one request. `unavailable`: the server's own 503; `gateway`: a 503 of something between; `cut_before`: never arrives;
 * `cut_after`: carried out, the answer is lost; `half`: half of the answer arrives; a number: milliseconds too late.
 */
export type Fault = 'pass' | 'unavailable' | 'gateway' | 'cut_before' | 'cut_after' | 'half' | number;
export const FAULTS = ['unavailable', 'gateway', 'cut_before', 'cut_after', 'half', 400] as const satisfies readonly Fault[];

export type Seen = { method: string; path: string; fault: Fault; status: number | null };

export class Line {
  url = '';
  /** Every write that came by, with what was done to it. */
  readonly seen: Seen[] = [];
  /** Out of reach: nothing connects, what is connected is cut. */
  #down = false;
  #script: Fault[] = [];
  #held: (() => void)[] | null = null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: string;
  /** What the phone's program says it is, and the program that is offered to it; null leaves both as they are. */
  clientVersion: string | null = null;
  newBuild: string | null = null;
  /** Decides for writes when the script is used up. */
  otherwise: () => Fault = () => 'pass';

  constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', socket => {
      if (this.#down) return void socket.destroy();
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
  }

  async open(): Promise<this> {
    await new Promise<void>(done => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.down();
    await new Promise(done => this.#server.close(done));
  }

  down(): void {
    this.#down = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  up(): void {
    this.#down = false;
  }

  /** The next writes fare so, one after the other. */
  script(...faults: Fault[]): void {
    this.#script.push(...faults);
  }

  /** Writes stop before the server until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /** How many writes stand before the server. */
  get holding(): number {
    return this.#held?.length ?? 0;
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  /** Whole again: in reach, nothing held, nothing planned. */
  mend(): void {
    this.#script = [];
    this.clientVersion = null;
    this.otherwise = () => 'pass';
    this.up();
    this.release();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const writes = /^\/api\/(?:visits\.|files\/)/.test(path) && request.method !== 'GET';
    const body = await bodyOf(request);
    if (!body) return;
    const fault = writes ? (this.#script.shift() ?? this.otherwise()) : 'pass';
    const seen: Seen = { method: request.method ?? '', path, fault, status: null };
    if (writes) this.seen.push(seen);
    if (fault === 'cut_before') return void request.socket.destroy();
    if (fault === 'unavailable') return refuse(response, '0.1.0');
    if (fault === 'gateway') return refuse(response, null);
    if (writes && this.#held) await new Promise<void>(go => this.#held?.push(go));
    if (typeof fault === 'number') await pause(fault);
    const answer = await this.#forward(request, body);
    seen.status = answer.status;
    if (fault === 'cut_after') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers);
    if (fault !== 'half') return void response.end(answer.body);
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)));
    await pause(20);
    request.socket.destroy();
  }

  #forward(
    request: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    const worker = request.url?.startsWith('/m/sw.js') === true;
    const headers = { ...request.headers };
    if (this.clientVersion && headers['x-linzhan-client']) headers['x-linzhan-client'] = this.clientVersion;
    if (worker) for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since']) delete headers[name];
    return new Promise((answered, failed) => {
      const onward = ask(`${this.#target}${request.url}`, { method: request.method, headers }, reply => {
        void bodyOf(reply).then(bytes => {
          const build = worker && this.newBuild;
          const own = build
            ? Buffer.from(String(bytes).replace(/field-[0-9a-f]{12}/, `field-${build}`))
            : (bytes ?? Buffer.alloc(0));
          const { 'transfer-encoding': _chunked, ...kept } = reply.headers;
          answered({ status: reply.statusCode ?? 502, headers: { ...kept, 'content-length': String(own.length) }, body: own });
        });
      });
      onward.on('error', failed);
      onward.end(body);
    });
  }
}

/** All of a message's bytes; null when it was broken off. */
async function bodyOf(message: IncomingMessage): Promise<Buffer | null> {
  try {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    return Buffer.concat(parts);
  } catch {
    // The phone went away in the middle of its own request: nothing of it reaches the server.
    return null;
  }
}

function refuse(response: ServerResponse, version: string | null): void {
  const body = version
    ? JSON.stringify({ code: 'unavailable', say: '系统暂时不可用，请稍后重试。' })
    : '<h1>503 Service Unavailable</h1>';
  response.writeHead(503, {
    'content-type': version ? 'application/json' : 'text/html',
    'content-length': Buffer.byteLength(body),
    ...(version && { 'x-linzhan-version': version }),
  });
  response.end(body);
}
