// The code that changes, and the ticket of an opened page. Both are computed, none is stored: a code says where and when it was made and
// carries a MAC of it, so a photo of the code, sent to somebody at home, is worth nothing a minute later.

import { timingSafeEqual } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import { isId, newId } from '#kernel/ids.ts';
import type { House } from '../house.ts';
import type { Place } from './desk.ts';

/** Seconds one code is shown by default; it is accepted while it is shown and for as long again, for slow hands. */
export const EVERY = 40;
/** How long an opened page may be filled in. */
const TICKET_SECONDS = 600;

type Minting = Pick<House, 'secrets' | 'clock'>;

const macOf = (house: Minting, what: 'code' | 'ticket', text: string): Buffer =>
  house.secrets.blindIndex(text, `signing_in.${what}`);
const seconds = (house: Minting): number => Math.floor(house.clock().getTime() / 1000);
const textOf = (desk: string, { county, station, id }: Place, more: readonly (string | number)[]): string =>
  [desk, county, station, id, ...more].join('.');

const signed = (
  house: Minting,
  what: 'code' | 'ticket',
  desk: string,
  place: Place,
  more: readonly (string | number)[],
): string => {
  const text = textOf(desk, place, more);
  return `${text.slice(desk.length + 1)}.${macOf(house, what, text).toString('base64url')}`;
};

/** The parts of a code or ticket whose MAC is right, or null. The desk's name is in the MAC: a code opens no other door. */
function partsOf(
  house: Minting,
  what: 'code' | 'ticket',
  desk: string,
  written: string,
): { place: Place; more: string[] } | null {
  const parts = written.split('.');
  const [county, station, id, ...rest] = parts;
  // As text: what is decoded leniently would let one code be written in several ways.
  const mac = Buffer.from(rest.at(-1) ?? '');
  const right = Buffer.from(macOf(house, what, `${desk}.${parts.slice(0, -1).join('.')}`).toString('base64url'));
  if (mac.length !== right.length || !timingSafeEqual(mac, right) || !isId(id)) return null;
  return { place: { county: Number(county), station: Number(station), id }, more: rest.slice(0, -1) };
}

/**
 * The code of this moment, to show as a QR code.
 * @returns its path, and in how many seconds the next one is due
 */
export function codeOf(house: Minting, desk: string, place: Place, every: number = EVERY): { path: string; seconds: number } {
  const now = seconds(house);
  const step = Math.floor(now / every);
  return { path: `/q/${desk}/${signed(house, 'code', desk, place, [step])}`, seconds: (step + 1) * every - now };
}

/** @throws AppError `code_expired` for a code that is over, of another desk, or made up */
export function placeOfCode(house: Minting, desk: string, code: string, every: number = EVERY): Place {
  const found = partsOf(house, 'code', desk, code);
  const age = found ? Math.floor(seconds(house) / every) - Number(found.more[0]) : Number.NaN;
  if (!found || !(age === 0 || age === 1)) throw new AppError('code_expired');
  return found.place;
}

/** What an opened page sends back: where, one id under which it is carried out once, until when. */
export const ticketFor = (house: Minting, desk: string, place: Place): string =>
  signed(house, 'ticket', desk, place, [newId(house.clock().getTime()), seconds(house) + TICKET_SECONDS]);

/** @throws AppError `code_expired` */
export function openTicket(house: Minting, desk: string, ticket: string): { place: Place; id: string } {
  const found = partsOf(house, 'ticket', desk, ticket);
  if (!found || !isId(found.more[0]) || seconds(house) > Number(found.more[1])) throw new AppError('code_expired');
  return { place: found.place, id: found.more[0] };
}
