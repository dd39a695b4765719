// The county's stations as every screen asks for them: their names, and as choices of a filter or a form.

import { useQuery } from '@tanstack/react-query';
import { read } from '#web/api.ts';
import { stations } from '../../org.ts';

export type Stations = {
  rows: readonly { id: number; name: string }[];
  choices: { value: number; label: string }[];
  /** A station's name; its number while the names have not arrived. */
  name(station: number): string;
};

/** The stations' rows as they arrive: for what is to wait for them. */
export const useStationRows = () => useQuery({ queryKey: ['org.stations'], queryFn: ({ signal }) => read(stations, {}, signal) });

const told = (rows: Stations['rows']): Stations => ({
  rows,
  choices: rows.map(row => ({ value: row.id, label: row.name })),
  name: station => rows.find(row => row.id === station)?.name ?? String(station),
});

/** Stations for names and filters: none until they have arrived. A form that needs them stands in `WithStations`. */
export const useStations = (): Stations => told(useStationRows().data?.rows ?? []);
/** The same of an answer that is there. */
export const stationsOf = told;
