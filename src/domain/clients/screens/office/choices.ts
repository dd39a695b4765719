// What the office's screens about people choose from: stations, villages, workers, codes; and what may be done where.

import { useQuery } from '@tanstack/react-query';
import { colleagues, villages } from '#domain/org/org.ts';
import { type CodeTable, codeItems } from '#kernel/codes.ts';
import { dayOf } from '#kernel/dates.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { useActor } from '#web/office/session.ts';
import { clientsPolicy, type Where } from '../../clients.policy.ts';
import { CATEGORIES, CATEGORY_CODES, CATEGORY_GROUPS, type CategoryGroup } from '../../clients.ts';

export type Choice = { value: string; label: string };

/** Seldom changed, so asked once an hour. */
const staleTime = 3_600_000;

export const today = (): string => dayOf(new Date());
export const choicesOf = (table: Record<string, string>): Choice[] =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
export const codeChoices = (table: CodeTable): Choice[] =>
  codeItems(table).map(({ code, name }) => ({ value: code, label: name }));
/** 低保对象 …, in the order of the table. */
export const categoryChoices: Choice[] = CATEGORY_CODES.map(code => ({ value: code, label: CATEGORIES[code].name }));
/** The same under the headings of their groups, for a form. */
export const categoryGroups = (Object.keys(CATEGORY_GROUPS) as CategoryGroup[]).map(group => ({
  label: CATEGORY_GROUPS[group],
  options: categoryChoices.filter(({ value }) => CATEGORIES[value as keyof typeof CATEGORIES].group === group),
}));

/** The stations whose people this person reaches, by name. */
export function useStations(): { value: number; label: string }[] {
  const { stations, stationNames } = useActor();
  return [...new Set(stations)].map(station => ({ value: station, label: stationNames?.[station] ?? String(station) }));
}

/** Villages of a station; of all stations the person reaches, with the township in front, where none is chosen. */
export function useVillages(station: number | undefined): Choice[] {
  const stations = useStations();
  const only = station ?? (stations.length === 1 ? stations[0]!.value : undefined);
  const { data } = useQuery({
    queryKey: ['org.villages', only],
    queryFn: ({ signal }) => read(villages, { station: only }, signal),
    staleTime,
  });
  const town = new Map(stations.map(({ value, label }) => [value, label.replace(/社工站$/, ' ')]));
  return (data?.rows ?? [])
    .filter(v => town.has(v.station))
    .map(({ code, name, station: at }) => ({ value: code, label: only === undefined ? `${town.get(at)}${name}` : name }));
}

/** Workers of a station who can be responsible for somebody. */
export function useWorkers(station: number | undefined): Choice[] {
  const { stations } = useActor();
  const { data } = useQuery({
    queryKey: ['org.colleagues', station],
    queryFn: ({ signal }) => read(colleagues, { station }, signal),
    staleTime,
  });
  return (data?.rows ?? [])
    .filter(p => p.station !== null && stations.includes(p.station))
    .map(({ id, name }) => ({ value: id, label: name }));
}

export type Verb = keyof typeof clientsPolicy;
/** Whether this person may use a verb at a station: the same rule that the server asks. */
export function useMay(): (verb: Verb, station: number) => boolean {
  const actor = useActor();
  return (verb, station) => refusal(clientsPolicy[verb] as Rule<Where>, actor, { station }) === null;
}
