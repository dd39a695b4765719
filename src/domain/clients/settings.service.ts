// What a county may set for the people served: the prefix of file numbers, the words of its stations in them, the local area code.

import { z } from 'zod';
import { pinyinOf } from '#kernel/names.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';

const Stored = z.object({
  file_prefix: z.string().max(10).optional(),
  /** Station id → its word in a file number. */
  station_words: z.record(z.string(), z.string().max(10)).optional(),
  area_code: z.string().max(4).optional(),
});
export type CountySettings = { filePrefix: string; stationWords: Readonly<Record<string, string>>; areaCode: string | undefined };

/** The county's settings; the prefix is made of the county's initials and the whole of Hainan (46) has one area code. */
export async function countySettings(tx: Tx): Promise<CountySettings> {
  const row = await tx.first(q.selectFrom('app.counties').select(['short_name', 'settings']).where('county_id', '=', tx.county));
  const stored = Stored.parse(row?.settings ?? {});
  const initials = pinyinOf((row?.short_name ?? '').replace(/[县市区]$/, '')).initials.toUpperCase();
  return {
    filePrefix: stored.file_prefix ?? initials,
    stationWords: stored.station_words ?? {},
    areaCode: stored.area_code ?? (String(tx.county).startsWith('46') ? '0898' : undefined),
  };
}

/** The word of a station in a file number: set by the county, or the initials of its township (营根镇社工站 → YG). */
export const stationWord = (settings: CountySettings, station: number, name: string): string =>
  settings.stationWords[String(station)] ?? pinyinOf(name.replace(/[镇乡]?社工站$/, '')).initials.toUpperCase();
