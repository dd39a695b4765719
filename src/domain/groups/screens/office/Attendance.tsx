// The attendance grid: members down, sessions across, 人次 of each session and 人数 of the group at the edges. A table that is read aloud whole.

import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { came, type GroupFull, STATUSES, type Status, WAYS } from '../../groups.ts';

const MARK: Record<Status, string> = { present: '✓', late: '迟', absent: '缺', excused: '假' };

export function Attendance({ group }: { group: GroupFull }) {
  const held = group.sessions.filter(s => s.state === 'held');
  const at = new Map(group.attendance.map(a => [`${a.member} ${a.session}`, a]));
  const there = (session: string) => group.attendance.filter(a => a.session === session && came(a.status)).length;
  const { sessions, attendances, people } = group.figures;
  if (held.length === 0) return <p>还没有点过名。</p>;
  return (
    <section aria-labelledby="attendance">
      <h2 id="attendance">出席情况</h2>
      <p>
        已开展 {sessions} 节，{attendances} 人次，{people} 人。
      </p>
      <ScrollX label="出席情况">
        <table className="plain-table attendance">
          <thead>
            <tr>
              <th scope="col">组员</th>
              {held.map(s => (
                <th scope="col" key={s.id}>
                  第 {s.no} 节<small>{s.held_on}</small>
                </th>
              ))}
              <th scope="col">人次</th>
            </tr>
          </thead>
          <tbody>
            {group.member_rows.map(m => (
              <tr key={m.id}>
                <th scope="row">{m.name}</th>
                {held.map(s => {
                  const a = at.get(`${m.id} ${s.id}`);
                  return (
                    <td
                      key={s.id}
                      className={a ? a.status : undefined}
                      title={a ? `${STATUSES[a.status]}，${WAYS[a.how]}` : '没有登记'}
                    >
                      {a ? (
                        <>
                          <span aria-hidden="true">{MARK[a.status]}</span>
                          <span className="visually-hidden">
                            {STATUSES[a.status]}，{WAYS[a.how]}
                          </span>
                          {a.signed_for && <small>代签</small>}
                        </>
                      ) : (
                        <span className="visually-hidden">没有登记</span>
                      )}
                    </td>
                  );
                })}
                <td className="sum">
                  {group.attendance.filter(a => a.member === m.id && came(a.status) && held.some(s => s.id === a.session)).length}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">本节人次</th>
              {held.map(s => (
                <td key={s.id} className="sum">
                  {there(s.id)}
                  {s.counted !== null && s.counted !== there(s.id) && <small className="harm">签到表 {s.counted}</small>}
                </td>
              ))}
              <td className="sum">{attendances}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollX>
      <p className="hint">✓ 出席，迟 迟到，缺 缺席，假 请假；出席和迟到计人次。</p>
    </section>
  );
}
