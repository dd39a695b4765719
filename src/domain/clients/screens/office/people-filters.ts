// The filters above a list of people: who sees people masked cannot search them, who has one station need not choose it.

import { one, useAddress } from '#web/office/kit/address.ts';
import type { LedgerFilter } from '#web/office/kit/ledger-filters.tsx';
import { useActor } from '#web/office/session.ts';
import { seesAllNames } from '../../clients.policy.ts';
import { categoryChoices, useStations, useVillages, useWorkers } from './choices.ts';
import { ageFilter, fileFilter, NOBODY, stateFilter } from './filters.ts';

export function usePeopleFilters(): LedgerFilter[] {
  const actor = useActor();
  const { search } = useAddress();
  const stations = useStations();
  const station = Number(one(search.station)) || undefined;
  const villages = useVillages(station);
  const workers = useWorkers(station);
  return [
    ...(seesAllNames(actor)
      ? [{ kind: 'search', key: 'q', label: '查找', placeholder: '姓名、首字母、证件末 4 位' } as const]
      : []),
    ...(stations.length > 1
      ? [
          {
            kind: 'select',
            key: 'station',
            label: '社工站',
            options: stations.map(s => ({ value: String(s.value), label: s.label })),
          } as const,
        ]
      : []),
    { kind: 'select', key: 'village', label: '村（居）', options: [...villages, { value: NOBODY, label: '村（居）未填' }] },
    { kind: 'select', key: 'category', label: '对象类别', width: 150, multiple: true, options: categoryChoices },
    { kind: 'select', key: 'worker', label: '责任社工', width: 110, options: [{ value: NOBODY, label: '未分派' }, ...workers] },
    fileFilter,
    ageFilter,
    stateFilter,
  ];
}
