// What of a record goes into a file of papers: its signatures, its pictures, what the reviewer said. The form itself is its module's.

import { documentDay } from '#kernel/dates.ts';
import { RECORD_STATES, type RecordState, VERDICTS } from '#kernel/review.ts';
import { q } from '#server/database/tables.ts';
import type { Block } from '#server/documents/letter.ts';
import type { Context } from '#server/module.ts';
import { NO_SIGNATURE, type Review, SIGNERS, type Written } from './records.ts';

const ENDINGS = [
  ['png', [0x89, 0x50]],
  ['jpg', [0xff, 0xd8]],
] as const;
const endingOf = (bytes: Uint8Array): string | undefined =>
  ENDINGS.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte))?.[0];

export type Pictures = { images: Record<string, Uint8Array>; nameOf(hash: string): string | null };
/** The pictures of a station by the hash they were sent under; what is no picture, or the store has lost, has no name. */
export async function picturesOf({ tx, house }: Context, station: number, hashes: readonly string[]): Promise<Pictures> {
  const rows = hashes.length
    ? await tx.all(
        q
          .selectFrom('app.files')
          .select(['hash', 'clean_hash'])
          .where('county_id', '=', tx.county)
          .where('station_id', '=', station)
          .where('use', 'in', ['photo', 'signature', 'paper'])
          .where('hash', 'in', [...new Set(hashes)]),
      )
    : [];
  const images: Record<string, Uint8Array> = {};
  const names = new Map<string, string>();
  for (const row of rows) {
    const bytes = await house.files.get(tx.county, row.clean_hash);
    const ending = bytes && endingOf(bytes);
    if (!bytes || !ending) continue;
    names.set(row.hash, `${row.hash.slice(0, 24)}.${ending}`);
    images[names.get(row.hash)!] = bytes;
  }
  return { images, nameOf: hash => names.get(hash) ?? null };
}

/** Below a form: who signed, what the reviewer said, and each picture on a page of its own. */
export function below(text: Written, reviews: readonly Review[], on: string, pictures: Pictures): Block[] {
  const signings = text.signatures.map(s => ({
    party: SIGNERS[s.as],
    opinion: s.reason ? `没有签名：${NO_SIGNATURE[s.reason]}` : '',
    name: s.name ?? '',
    post: '',
    picture: s.hash ? pictures.nameOf(s.hash) : null,
    on: s.hash ? documentDay(on) : '',
  }));
  const said = reviews.map(r => [documentDay(r.at.slice(0, 10)), VERDICTS[r.verdict], r.by.name, r.remark ?? '']);
  const sheets = text.files.flatMap((hash, i): Block[] => {
    const picture = pictures.nameOf(hash);
    return picture ? [{ kind: 'sheet', title: `附件 ${i + 1}`, picture }] : [];
  });
  return [
    ...(signings.length ? [{ kind: 'signings', list: signings } as const] : []),
    ...(said.length
      ? [{ kind: 'table', headers: ['日期', '审核', '审核人', '意见'], widths: [20, 12, 18, 50], rows: said } as const]
      : []),
    ...sheets,
  ];
}

/** Every picture a text names. */
export const hashesIn = (text: Written | undefined): string[] =>
  text ? [...text.files, ...text.signatures.flatMap(s => (s.hash ? [s.hash] : []))] : [];

/** What the index notes beside a record: that it waits, that it came late. */
export const noteOf = ({ state, late }: { state: RecordState; late: boolean }): string =>
  [...(state === 'approved' ? [] : [RECORD_STATES[state]]), ...(late ? ['补录'] : [])].join('，');

/** Label and value of what was filled in; what was left empty is left out. */
export const pairs = (rows: readonly (readonly [string, string | number | null | undefined])[]): Block[] => {
  const filled = rows.flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [[label, String(value)] as const],
  );
  return filled.length ? [{ kind: 'pairs', rows: filled }] : [];
};

/** A table, or nothing where there are no rows. Widths are hundredths of the text's width. */
export const table = (headers: string[], widths: number[], rows: string[][]): Block[] =>
  rows.length ? [{ kind: 'table', headers, widths, rows }] : [];
