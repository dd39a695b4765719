// Drawing at random so that anybody can draw again (K1, M3). Pure; both sides: the server draws, the browser of a reader recomputes.
//
// The method, as it is published: the frame of a station is the list of its records in ascending order of their ids. Each record gets the
// SHA-256 of "seed, line feed, station number, line feed, record id" in lower-case hexadecimal. The records are put in ascending order of
// these; the first n are the sample, the following ones replace, one after the other, those who cannot be reached.

const encoder = new TextEncoder();

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return Array.from(digest, b => b.toString(16).padStart(2, '0')).join('');
}

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The frame as it is listed: ascending, each once. */
export const frameOf = (ids: Iterable<string>): string[] => [...new Set(ids)].sort(ascending);

/** The frame's hash: SHA-256 of the station number and the ids, one a line, without a line feed at the end. */
export const hashOfFrame = (station: number, frame: readonly string[]): Promise<string> => sha256([station, ...frame].join('\n'));

/** The whole frame in the drawn order. The frame's own order is of no influence. */
export async function drawnOrder(seed: string, station: number, frame: readonly string[]): Promise<string[]> {
  const marked = await Promise.all(frame.map(async id => ({ id, mark: await sha256(`${seed}\n${station}\n${id}`) })));
  return marked.sort((a, b) => ascending(a.mark, b.mark)).map(m => m.id);
}

/** The method in words, as it is printed under every statement. */
export const METHOD = [
  '抽样范围：每个社工站在所选期间内的记录，按记录编号从小到大排列，抽取时即固定；“回访”按服务对象去重，每人取最近一次。',
  '抽取办法：对每条记录计算 SHA-256（种子 + 换行 + 社工站编号 + 换行 + 记录编号），按结果从小到大排列，排在最前的 n 条为样本。',
  '替补办法：联系不上的，由排在后面的下一条依次替补；已抽到的不再抽。',
  '任何人持种子和抽样范围都能重算出同一结果；种子、范围和结果一经抽取不能更改。',
] as const;
