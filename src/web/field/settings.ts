// How this phone's reader sees: kept on the phone, applied before the first drawing.

import { signal } from '../signal.ts';

export type Settings = { large: boolean; contrast: boolean };
const KEY = 'linzhan-settings';

function read(): Settings {
  const [large, contrast] = (localStorage.getItem(KEY) ?? '').split(',');
  return { large: large === '1', contrast: contrast === '1' };
}
export const settings = signal<Settings>(read());

export function applySettings(next: Settings = settings.get()): void {
  settings.set(next);
  localStorage.setItem(KEY, `${next.large ? 1 : 0},${next.contrast ? 1 : 0}`);
  const root = document.documentElement;
  root.toggleAttribute('data-large', next.large);
  if (next.contrast) root.dataset.contrast = 'high';
  else delete root.dataset.contrast;
}
