// The measures this installation counts, by name: what a rule can be written over.

import { useQuery } from '@tanstack/react-query';
import { read } from '#web/api.ts';
import { measures } from '../../../setup.ts';

export const useMeasures = () =>
  useQuery({
    queryKey: ['contract.measures'],
    queryFn: async ({ signal }) => new Map((await read(measures, {}, signal)).rows.map(m => [m.name, m])),
    staleTime: Number.POSITIVE_INFINITY,
  });
