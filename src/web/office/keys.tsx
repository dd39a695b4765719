// The keyboard in the office: `/` search, `n` new, `?` help, and what a page adds while it is open.

import { useEffect, useRef, useState } from 'react';
import { signal, useSignal } from '../signal.ts';

type Shortcut = { key: string; label: string; act(): void };
const shortcuts = signal<readonly Shortcut[]>([]);

/** While the component is shown, `key` does `act`; the help names it by `label`. */
export function useShortcut(key: string, label: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const mine: Shortcut = { key, label, act: () => latest.current() };
    shortcuts.set([...shortcuts.get(), mine]);
    return () => shortcuts.set(shortcuts.get().filter(s => s !== mine));
  }, [key, label]);
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const focusSearch = (): void => document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]')?.focus();

/** Once in the frame: listens, and shows the help. */
export function Keyboard() {
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useSignal(shortcuts);
  useShortcut('/', '搜索', focusSearch);
  useShortcut('?', '快捷键说明', () => setOpen(true));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        typing(event.target) ||
        document.querySelector('dialog[open], .ant-modal-wrap')
      )
        return;
      const wanted = shortcuts.get().findLast(s => s.key === event.key);
      if (!wanted) return;
      event.preventDefault();
      wanted.act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  return (
    <dialog ref={dialog} className="window" aria-labelledby="keys-title" onClose={() => setOpen(false)}>
      <h2 id="keys-title">快捷键</h2>
      <dl className="keys">
        {[
          ...list,
          { key: '↑ ↓', label: '在列表中移动' },
          { key: 'Enter', label: '打开所在的行' },
          { key: 'Esc', label: '关闭' },
        ].map(({ key, label }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        关闭
      </button>
    </dialog>
  );
}
