// Reads what people served answered for a contract: services of its term at its stations, finished draws (K1, M3).

import { loadContract } from '#domain/contract/contract.service.ts';
import { heardOf } from '#domain/inspections/heard.service.ts';
import { AppError } from '#kernel/errors.ts';
import type { Tx } from '#server/database/tx.ts';
import type { HeardAnswer } from './acceptance.ts';
import { type HeardLine, heardFigures } from './heard.ts';

/** Every call-back of a contract as a line of evidence. */
export async function heardLines(
  tx: Tx,
  contract: { from_on: string; to_on: string; stations: readonly { station: number }[] },
): Promise<HeardLine[]> {
  const stations = contract.stations.map(s => s.station);
  const heard = await heardOf(tx, { from: contract.from_on, to: contract.to_on, stations });
  return heard.map(({ item, draw, station, result: r }) => ({
    ...{ record: item, draw, on: r.on, station, reached: r.reached },
    confirmed: r.reached && r.confirmed === 'yes',
    agrees: r.reached && r.agrees === 'yes',
    satisfaction: r.reached ? (r.satisfaction ?? null) : null,
  }));
}

/** Call-backs shown beside their numbers; all are counted. */
const SHOWN = 500;

/**
 * The numbers as they are now, and the call-backs behind them, each with the path that opens it.
 * @throws AppError `not_found`; `figure_of_others` when the reader does not see every station of the contract
 */
export async function heardFor(tx: Tx, id: string): Promise<HeardAnswer> {
  const contract = await loadContract(tx, id);
  if (!contract.stations.every(s => tx.actor.stations.includes(s.station))) throw new AppError('figure_of_others');
  const lines = await heardLines(tx, contract);
  const names = new Map(contract.stations.map(s => [s.station, s.name]));
  return {
    figures: heardFigures(lines),
    from_on: contract.from_on,
    to_on: contract.to_on,
    rows: lines.slice(-SHOWN).map(l => ({
      id: l.record,
      on: l.on,
      station: names.get(l.station) ?? String(l.station),
      reached: l.reached,
      satisfaction: l.satisfaction,
      opens: `/draws/item/${l.record}`,
    })),
  };
}
