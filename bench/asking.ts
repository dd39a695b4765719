// Asking the product over HTTP as one person, for the measurements that do not need a load generator.

import { createHash } from 'node:crypto';
import { newId } from '#kernel/ids.ts';

export type Asker = {
  read<T>(name: string, query?: Record<string, string>): Promise<T>;
  send<T>(name: string, input: object, key?: string): Promise<T>;
  /** Sends a file by its hash; answers the hash. */
  put(bytes: Uint8Array, query: string): Promise<string>;
};

/** @param headers of a session (world.ts). Every refusal is thrown: what is measured must have happened. */
export function asker(url: string, headers: Readonly<Record<string, string>>): Asker {
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`${url}/api/${path}`, { ...init, headers: { ...headers, ...init.headers } });
    const body = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body as T;
  };
  return {
    read: (name, query = {}) => ask(`${name}?${new URLSearchParams(query)}`, {}),
    send: (name, input, key = newId()) =>
      ask(name, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(input),
      }),
    put: async (bytes, query) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const headers = { 'content-type': 'application/octet-stream' };
      await ask(`files/${hash}?${query}`, { method: 'PUT', headers, body: bytes as BodyInit });
      return hash;
    },
  };
}
