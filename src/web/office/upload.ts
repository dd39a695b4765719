// Sending a large file from the desk with its progress. fetch() tells nothing of an upload's progress, so this one call is an
// XMLHttpRequest; sending the same bytes twice is sending them once (their hash is their name).

import { sha256 } from '../account.ts';
import { ApiError, queryText, refusalIn } from '../api.ts';
import { desk } from './session.ts';

const OFFLINE = { code: 'offline', say: '网络不通或系统没有回应，文件没有上传完，请重新上传。', issues: [], current: null };

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not our server's answer: the refusal's general sentence stands in
  }
};

/**
 * Sends a file of a station; answers its hash.
 * @param said told how many bytes have left, of how many
 * @throws ApiError
 */
export async function upload(
  file: File,
  { use, station }: { use: 'roster' | 'photo' | 'site_photo' | 'signature' | 'document' | 'paper'; station: number },
  said: (sent: number, total: number) => void,
): Promise<string> {
  const hash = await sha256(await file.arrayBuffer());
  const now = desk.get();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/files/${hash}${queryText({ use, station, name: file.name.slice(0, 200) })}`);
    request.setRequestHeader('X-Linzhan', '1');
    request.setRequestHeader('X-Linzhan-Client', __VERSION__);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    if (now.phase === 'in') request.setRequestHeader('X-Linzhan-Account', now.session.actor.account);
    request.upload.onprogress = event => said(event.loaded, event.total);
    request.onload = () => {
      if (!request.getResponseHeader('X-Linzhan-Version')) reject(new ApiError(OFFLINE, 0));
      else if (request.status === 200) resolve(hash);
      else reject(new ApiError(refusalIn(bodyOf(request.responseText)), request.status));
    };
    request.onerror = () => reject(new ApiError(OFFLINE, 0));
    request.send(file);
  });
}
