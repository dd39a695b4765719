// What needs the stations is shown when they have arrived, and not before: nobody can send a form that does not know them yet.

import type { ReactNode } from 'react';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { type Stations, stationsOf, useStationRows } from './use-stations.ts';

export function WithStations({ children }: { children(stations: Stations): ReactNode }) {
  const answer = useStationRows();
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <p role="status">正在读取…</p>;
  return children(stationsOf(answer.data.rows));
}
