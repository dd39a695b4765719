// A calendar as a text that calendar programs read (iCalendar, RFC 5545). Pure. Nobody served is named: the text leaves our walls.

import { addDays } from '#kernel/dates.ts';
import type { Item } from './calendar.ts';

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
const utf8 = new TextEncoder();

/** A line of at most 75 octets, the rest on lines that begin with a blank; no character is cut. */
export function folded(line: string): string {
  const lines = [''];
  let size = 0;
  for (const char of line) {
    const octets = utf8.encode(char).length;
    if (size + octets > 75) {
      lines.push(' ');
      size = 1;
    }
    lines[lines.length - 1] += char;
    size += octets;
  }
  return lines.join('\r\n');
}

const bare = (day: string): string => day.replaceAll('-', '');
/** A time of the stations (UTC+8, no summer time) in UTC. */
const utc = (day: string, clock: string): string => new Date(`${day}T${clock}:00+08:00`).toISOString().replace(/[-:]|\.000/g, '');

function when({ day, started_at, ended_at }: Item): string[] {
  if (started_at === null) return [`DTSTART;VALUE=DATE:${bare(day)}`, `DTEND;VALUE=DATE:${bare(addDays(day, 1))}`];
  return [`DTSTART:${utc(day, started_at)}`, `DTEND:${utc(day, ended_at ?? started_at)}`];
}

/**
 * @param name what the calendar is called
 * @param now the instant it was made
 * @returns the text, lines ended by CR LF
 */
export function icalOf(name: string, items: readonly Item[], now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const events = items.flatMap(item => [
    'BEGIN:VEVENT',
    `UID:${item.source}.${item.id}@linzhan`,
    `DTSTAMP:${stamp}`,
    ...when(item),
    `SUMMARY:${escaped(item.title)}`,
    ...(item.place ? [`LOCATION:${escaped(item.place)}`] : []),
    `STATUS:${item.settled ? 'CONFIRMED' : 'TENTATIVE'}`,
    'END:VEVENT',
  ]);
  const head = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Linzhan//Calendar//ZH',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
  ];
  return [...head, ...events, 'END:VCALENDAR', ''].map(folded).join('\r\n');
}
