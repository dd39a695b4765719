// The county's stations as choices.

import { useQuery } from '@tanstack/react-query';
import { read } from '#web/api.ts';
import { stations } from '../../org.ts';

/** Stations as choices of a filter or a form. */
export function useStations(): { value: number; label: string }[] {
  const answer = useQuery({ queryKey: ['org.stations'], queryFn: ({ signal }) => read(stations, {}, signal) });
  return (answer.data?.rows ?? []).map(row => ({ value: row.id, label: row.name }));
}
