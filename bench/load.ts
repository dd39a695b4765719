// The load generator, a process of its own: keep-alive connections, each with one request in flight, over bare sockets so that it takes as
// little of the machine as it can from the server it measures. Ends by time or count, whichever comes first.

import { connect, type Socket } from 'node:net';
import { newId } from '#kernel/ids.ts';

/** A request without its host. `{id}` and `{key}` in headers or body become new ids at each sending, the same within a request. */
export type Template = { method: 'GET' | 'POST'; path: string; headers: Readonly<Record<string, string>>; body?: string };
export type Job = { url: string; connections: number; seconds: number; max: number; requests: readonly Template[] };
/** Times in milliseconds. `refused` are answers other than 200; the first of them is kept as text. */
export type Load = {
  requests: number;
  seconds: number;
  p50: number;
  p99: number;
  refused: number;
  bytes: number;
  firstRefusal: string | null;
};

const HEAD_END = Buffer.from('\r\n\r\n');

const withIds = (text: string): string =>
  text.includes('{id}') ? text.replaceAll('{id}', newId()).replace('{key}', newId()) : text;

/** What is sent: text with its placeholder still in it. */
function textOf({ method, path, headers, body }: Template, host: string): string {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(withIds(body))}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

type Answer = { status: number; body: Buffer };

/** Answers of one connection, as they arrive; every one must state its length. */
class Answers {
  private parts: Buffer[] = [];
  private size = 0;
  private needed = 0;
  private headEnd = 0;
  /** The whole answer when this piece was its last. */
  take(piece: Buffer): Answer | null {
    this.parts.push(piece);
    this.size += piece.length;
    if (this.needed === 0) {
      const all = this.parts.length === 1 ? piece : Buffer.concat(this.parts);
      this.parts = [all];
      const end = all.indexOf(HEAD_END);
      if (end < 0) return null;
      const length = /content-length: (\d+)/i.exec(all.toString('latin1', 0, end));
      if (!length) throw new Error('an answer without content-length');
      this.headEnd = end + 4;
      this.needed = this.headEnd + Number(length[1]);
    }
    if (this.size < this.needed) return null;
    const all = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    const answer = { status: Number(all.toString('latin1', 9, 12)), body: all.subarray(this.headEnd) };
    this.parts = [];
    this.size = 0;
    this.needed = 0;
    return answer;
  }
}

const at = (sorted: Float64Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** Sends the job's requests and measures. */
export async function runLoad(job: Job): Promise<Load> {
  const { hostname, port, host } = new URL(job.url);
  const texts = job.requests.map(r => textOf(r, host));
  const times: number[] = [];
  let [sent, refused, bytes] = [0, 0, 0];
  let firstRefusal: string | null = null;
  const begun = performance.now();
  const end = begun + job.seconds * 1000;
  const drive = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      const answers = new Answers();
      let since = 0;
      const next = (): void => {
        since = performance.now();
        if (since >= end || sent >= job.max) {
          socket.end();
          resolve();
          return;
        }
        const text = texts[sent++ % texts.length]!;
        socket.write(withIds(text));
      };
      socket.on('data', piece => {
        const answer = answers.take(piece);
        if (!answer) return;
        times.push(performance.now() - since);
        bytes += answer.body.length;
        if (answer.status !== 200) {
          refused++;
          firstRefusal ??= `${answer.status} ${answer.body.toString()}`;
        }
        next();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed a connection')));
      socket.on('connect', next);
    });
  await Promise.all(
    Array.from({ length: job.connections }, () => drive(connect({ port: Number(port), host: hostname, noDelay: true }))),
  );
  const seconds = (performance.now() - begun) / 1000;
  const sorted = Float64Array.from(times).sort();
  return { requests: times.length, seconds, p50: at(sorted, 0.5), p99: at(sorted, 0.99), refused, bytes, firstRefusal };
}

if (process.send) {
  process.on('message', (job: Job) => {
    runLoad(job).then(
      load => process.send!({ load }),
      (error: Error) => process.send!({ error: error.message }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send({ url: '' });
}
