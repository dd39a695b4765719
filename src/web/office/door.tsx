// What the doors of the office are made of. Plain HTML controls: these pages must be there at once, before the kit of the tables is
// loaded.

import { type ComponentProps, type FormEvent, type ReactNode, useId, useState } from 'react';
import { ApiError } from '../api.ts';
import { Mark } from '../icons.tsx';
import { lookUpSession } from './session.ts';
import './door.css';

/** One labelled control of the doors. */
export function Input({
  label,
  hint,
  value,
  onChange,
  ...rest
}: Omit<ComponentProps<'input'>, 'onChange'> & { label: string; hint?: string; value: string; onChange(value: string): void }) {
  const id = useId();
  return (
    <div className="door-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      {hint && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

/** Runs what a door does; a refusal becomes its sentence. */
export function useDoor(): {
  busy: boolean;
  error: string | null;
  code: string | null;
  run(work: () => Promise<void>): (event: FormEvent) => void;
} {
  const [state, set] = useState<{ busy: boolean; error: string | null; code: string | null }>({
    busy: false,
    error: null,
    code: null,
  });
  const go = async (work: () => Promise<void>) => {
    set({ busy: true, error: null, code: null });
    try {
      await work();
      set({ busy: false, error: null, code: null });
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      const asking = problem.code === 'second_factor_needed' || problem.code === 'second_factor_setup_needed';
      set({
        busy: false,
        // What is wrong with a field is said more exactly than that something is wrong.
        error: asking ? null : problem.issues.map(issue => issue.message).join(' ') || problem.say,
        code: problem.code,
      });
      if (problem.code === 'second_factor_setup_needed') await lookUpSession();
    }
  };
  const run = (work: () => Promise<void>) => (event: FormEvent) => {
    event.preventDefault();
    void go(work);
  };
  return { ...state, run };
}

export const Door = ({ title, children }: { title: string; children: ReactNode }) => (
  <main className="door">
    <div className="door-head">
      <Mark size={3} />
      <h1>{title}</h1>
    </div>
    {children}
  </main>
);

export const Submit = ({ busy, children }: { busy: boolean; children: string }) => (
  <button type="submit" className="button main" disabled={busy} aria-busy={busy || undefined}>
    {busy ? '请稍候…' : children}
  </button>
);
export const Refused = ({ error }: { error: string | null }) =>
  error ? (
    <p className="door-error" role="alert">
      {error}
    </p>
  ) : null;
