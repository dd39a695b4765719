// The list's filters as they stand in the address, and as the server is asked. Pure. Serves K1, K2, E1.

import type { QueryOf } from '#web/api.ts';
import type { Query } from '#web/office/kit/ledger-table.tsx';
import { FILE_STATES, type list, type peopleLedger, RESIDENT_STATES } from '../../clients.ts';

/** `worker=none` in the address: nobody is responsible. */
export const NOBODY = 'none';

/** Age bands of the work, as they stand in the address: from–to, completed years. */
export const AGE_BANDS = {
  '-13': '不满 14 岁',
  '-15': '不满 16 岁',
  '-17': '不满 18 岁',
  '18-59': '18–59 岁',
  '60-': '60 岁及以上',
  '70-': '70 岁及以上',
  '80-': '80 岁及以上',
  '90-': '90 岁及以上',
} as const;

/** What the address says, as the server's query. An age the address does not say properly is left out. */
export function listQuery({ sort: _, worker, age, ...rest }: Query): QueryOf<typeof list> {
  const band = /^(\d*)-(\d*)$/.exec(String(age ?? ''));
  return {
    ...rest,
    ...(worker === NOBODY ? { unassigned: 'true' } : { worker }),
    ...(band?.[1] && { age_from: band[1] }),
    ...(band?.[2] && { age_to: band[2] }),
    count: 'true',
  } as QueryOf<typeof list>;
}

/** The same people, all of them: for the file. */
export function fileQuery(query: Query): QueryOf<typeof peopleLedger> {
  const { count, limit, cursor, ...rest } = listQuery(query);
  return rest;
}

const options = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));

export const ageFilter = { kind: 'select', key: 'age', label: '年龄', width: 120, options: options(AGE_BANDS) } as const;
export const fileFilter = {
  kind: 'select',
  key: 'file_state',
  label: '档案',
  width: 100,
  multiple: true,
  options: options(FILE_STATES),
} as const;
/** Without it the list shows who is served now. */
export const stateFilter = {
  kind: 'select',
  key: 'state',
  label: '在册',
  width: 110,
  options: options(RESIDENT_STATES),
} as const;
