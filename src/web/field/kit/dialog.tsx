// Dialogs (the browser's own, so that focus and Escape behave), questions, and the line that says what just happened.

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { signal, useSignal } from '../../signal.ts';
import { Button } from './basic.tsx';

/** A sheet from below. Closing by Escape, the back gesture or the cross calls `onClose`. */
export function Sheet({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <Button look="quiet" icon="cross" aria-label="关闭" onClick={onClose} />
      </header>
      {children}
    </dialog>
  );
}

type Question = { title: string; body: ReactNode; yes: string; no?: string; harm?: boolean; answer(yes: boolean): void };
const question = signal<Question | null>(null);

/** Asks; resolves to whether the person agreed. */
export const ask = (q: Omit<Question, 'answer'>): Promise<boolean> =>
  new Promise(resolve => question.set({ ...q, answer: resolve }));

const toast = signal<{ text: string; mood: 'plain' | 'harm' } | null>(null);
/** Says something for some seconds; also to screen readers. */
export const say = (text: string, mood: 'plain' | 'harm' = 'plain'): void => toast.set({ text, mood });

/** Once in the shell: the place where questions and messages appear. */
export function Voices() {
  const q = useSignal(question);
  const t = useSignal(toast);
  const [shown, setShown] = useState(t);
  useEffect(() => {
    setShown(t);
    const timer = setTimeout(() => setShown(null), t?.mood === 'harm' ? 12_000 : 5_000);
    return () => clearTimeout(timer);
  }, [t]);
  const answer = (yes: boolean) => {
    question.set(null);
    q?.answer(yes);
  };
  return (
    <>
      <div className="toast-place" role="status" aria-live={shown?.mood === 'harm' ? 'assertive' : 'polite'}>
        {shown && <p className={`toast toast-${shown.mood}`}>{shown.text}</p>}
      </div>
      {q && (
        <Sheet title={q.title} onClose={() => answer(false)}>
          <div className="sheet-body">{q.body}</div>
          <div className="sheet-actions">
            <Button wide look={q.harm ? 'harm' : 'main'} onClick={() => answer(true)}>
              {q.yes}
            </Button>
            <Button wide onClick={() => answer(false)}>
              {q.no ?? '取消'}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  );
}
