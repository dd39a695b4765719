// On 工作台: the contract's progress as a small table, by station or within one station by worker. Serves K1.

import type { Standing as StandingAnswer } from '../../contract.ts';
import { StatusWord } from './cells.tsx';
import './contract.css';

/** Who is how far with what each worker owes (K1): by station, or within one station by worker. */
export function Progress({ data }: { data: StandingAnswer }) {
  const indicator = data.clauses.flatMap(c => c.indicators).find(i => i.connected && i.level === 'worker');
  if (!indicator) return null;
  const names = new Map(data.stations.map(s => [s.id, s.name]));
  const rows =
    indicator.stations.length === 1
      ? indicator.stations[0]!.workers.map(w => ({ ...w, key: w.worker }))
      : indicator.stations.map(s => ({ ...s, key: String(s.station), name: names.get(s.station) ?? '' }));
  return (
    <table className="workbench-table">
      <caption className="visually-hidden">{indicator.title}</caption>
      <thead>
        <tr>
          <th scope="col">{indicator.stations.length === 1 ? '社工' : '社工站'}</th>
          <th scope="col" className="number">
            完成/要求（{indicator.unit}）
          </th>
          <th scope="col">状态</th>
          <th scope="col">按目前进度</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.key}>
            <th scope="row">{row.name}</th>
            <td className="number">
              {row.done}/{row.needed}
            </td>
            <td>
              <StatusWord status={row.status} />
            </td>
            <td>{row.say}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
