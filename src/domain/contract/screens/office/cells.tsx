// A figure as it stands in a table: done of needed, and the status as icon and word. It opens what is behind it.

import type { Mood } from '#web/status.tsx';
import { StatusTag } from '#web/status.tsx';
import type { Figure, Indicator } from '../../contract.ts';
import { STATUSES, type Status } from '../../forecast.ts';

/** Which figure is open, in the address: `figure`, `station`, `worker`; `revision` for an earlier rule. */
export type Asked = { figure: string; station?: number; worker?: string; revision?: number };

/** The same as the query of a read. */
export const queryOf = ({ figure: id, station, worker, revision }: Asked) => ({
  id,
  ...(station !== undefined && { station }),
  ...(worker && { worker }),
  ...(revision !== undefined && { revision }),
});

// Behind is a warning; red is for what can no longer be met.
const MOODS: Record<Status, Mood> = {
  cannot_be_met: 'harm',
  behind: 'warn',
  on_track: 'wait',
  not_started: 'plain',
  met: 'good',
  no_demand: 'plain',
};

export const StatusWord = ({ status }: { status: Status }) => <StatusTag mood={MOODS[status]}>{STATUSES[status]}</StatusTag>;
export const NotConnected = () => <StatusTag mood="plain">尚未接入</StatusTag>;

const number = (n: number): string => n.toLocaleString('zh-CN');

/** The number as a button: everything behind it is one tap away. `of` says whose it is, for who cannot see the table. */
export function FigureCell({
  figure,
  indicator,
  of,
  onOpen,
}: {
  figure: Figure;
  indicator: Indicator;
  of: string;
  onOpen(): void;
}) {
  // Who is asked nothing by himself has no share of the demand to show.
  const written = figure.status === 'no_demand' ? number(figure.done) : `${number(figure.done)}/${number(figure.needed)}`;
  return (
    <span className="figure-cell">
      <button
        type="button"
        className="link"
        onClick={onOpen}
        aria-label={`${of}：${written} ${figure.unit}，${indicator.title}，查看依据`}
      >
        {written}
        {figure.unit === '%' && '%'}
        {figure.windows.length > 0 && <small> {figure.unit}</small>}
      </button>
      <StatusWord status={figure.status} />
    </span>
  );
}

/** 红毛镇社工站 → 红毛镇: the column is narrow and every row is a station. */
export const shortName = (station: string): string => station.replace(/(社会工作服务站|社工站)$/, '');
