// The month as a table: a row a week, in each day what it holds. An entry of the calendar's own can be dragged to another day.

import { useState } from 'react';
import type { Item } from '../../calendar.ts';

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const SHOWN = 5;

/** `09:30 入户探访 王亚妹`. */
export const itemName = (item: Item): string =>
  [item.started_at, item.title || item.source_title, item.subject].filter(Boolean).join(' ');

type Grid = {
  month: string;
  weeks: readonly (readonly string[])[];
  items: readonly Item[];
  today: string;
  onOpen(item: Item): void;
  onDay: ((day: string) => void) | null;
  onMove: ((item: Item, day: string) => void) | null;
};

function DayCell({ day, grid, over, onOver }: { day: string; grid: Grid; over: boolean; onOver(day: string | null): void }) {
  const [all, setAll] = useState(false);
  const { items, month, today, onDay, onMove, onOpen } = grid;
  const own = items.filter(i => i.day === day);
  const shown = all ? own : own.slice(0, SHOWN);
  const drop = (id: string) => {
    onOver(null);
    const item = items.find(i => i.id === id && i.revision !== null);
    if (item && item.day !== day) onMove?.(item, day);
  };
  const marks = [day.startsWith(month) ? '' : 'other', day === today ? 'now' : '', over ? 'over' : ''].filter(Boolean).join(' ');
  return (
    <td
      className={marks}
      onDragOver={event => {
        if (!onMove) return;
        event.preventDefault();
        onOver(day);
      }}
      onDrop={event => {
        event.preventDefault();
        drop(event.dataTransfer.getData('text/plain'));
      }}
    >
      {onDay ? (
        <button type="button" className="day" aria-label={`${Number(day.slice(8))} 日登记日程`} onClick={() => onDay(day)}>
          {Number(day.slice(8))}
        </button>
      ) : (
        <span className="day">{Number(day.slice(8))}</span>
      )}
      <ul>
        {shown.map(item => (
          <li key={`${item.source}${item.id}`}>
            <button
              type="button"
              className={item.settled ? 'item done' : 'item'}
              draggable={onMove !== null && item.revision !== null}
              onDragStart={event => event.dataTransfer.setData('text/plain', item.id)}
              onDragEnd={() => onOver(null)}
              onClick={() => onOpen(item)}
            >
              {itemName(item)}
            </button>
          </li>
        ))}
      </ul>
      {own.length > SHOWN && (
        <button type="button" className="more" onClick={() => setAll(!all)}>
          {all ? '收起' : `还有 ${own.length - SHOWN} 项`}
        </button>
      )}
    </td>
  );
}

export function MonthGrid(grid: Grid) {
  const [over, setOver] = useState<string | null>(null);
  return (
    <section className="calendar-box" aria-label="月历">
      <table className="calendar-grid">
        <thead>
          <tr>
            {WEEKDAYS.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.weeks.map(week => (
            <tr key={week[0]}>
              {week.map(day => (
                <DayCell key={day} day={day} grid={grid} over={over === day} onOver={setOver} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
