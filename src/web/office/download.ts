// Files the server makes on request (a ledger, a template, a report): fetched, and saved under the name the server gave.

import type { Document } from '#kernel/endpoints.ts';
import { ApiError, type QueryOf, queryText, refusalIn, serverVersion } from '../api.ts';
import { desk } from './session.ts';

const OFFLINE = { code: 'offline', say: '网络不通或系统没有回应，文件没有下载，请稍后重试。', issues: [], current: null };

/** The name in a Content-Disposition (RFC 5987), or the fallback. */
export function fileNameIn(disposition: string | null, fallback: string): string {
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return name ? decodeURIComponent(name) : fallback;
}

/** Downloads a document and hands it to the browser to keep. @throws ApiError */
export async function download<D extends Document>(document_: D, query: QueryOf<D>): Promise<void> {
  const now = desk.get();
  const account = now.phase === 'in' ? { 'X-Linzhan-Account': now.session.actor.account } : undefined;
  const response = await fetch(`/api/${document_.name}${queryText(query as Record<string, unknown>)}`, {
    headers: { 'X-Linzhan': '1', 'X-Linzhan-Client': __VERSION__, ...account },
    credentials: 'same-origin',
  }).catch(() => null);
  const version = response?.headers.get('X-Linzhan-Version');
  if (!response || !version) throw new ApiError(OFFLINE, 0);
  serverVersion.set(version);
  if (!response.ok) throw new ApiError(refusalIn(await response.json().catch(() => null)), response.status);
  // A connection cut in the middle must not leave half a file that looks whole.
  const file = await response.blob().catch(() => null);
  if (!file) throw new ApiError(OFFLINE, 0);
  const url = URL.createObjectURL(file);
  const name = fileNameIn(response.headers.get('Content-Disposition'), document_.title);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
