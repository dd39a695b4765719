// What is said at the fields of a form: set when somebody tries to save, taken back field by field as they are mended, with the eye and
// the keyboard led to the first of them. Serves E6.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Issue } from '#kernel/errors.ts';
import { isAbout } from '../shared/answers.ts';

/** @param refused what the server said, shown from the beginning */
export function useSentences(refused: readonly Issue[]) {
  const [issues, setIssues] = useState<readonly Issue[]>(refused);
  const [turn, setTurn] = useState(refused.length > 0 ? 1 : 0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (turn === 0) return;
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    const first = find('[aria-invalid="true"]') ?? find('.field-error');
    first?.scrollIntoView({ block: 'center' });
    first?.focus({ preventScroll: true });
  }, [turn]);
  /** Says all of it and leads to the first; says nothing when there is nothing. */
  const tell = useCallback((all: readonly Issue[]) => {
    setIssues(all);
    if (all.length > 0) setTurn(n => n + 1);
  }, []);
  /** Takes back what was said at a field, or everything. */
  const heal = useCallback(
    (path?: string) =>
      setIssues(now => (path === undefined ? [] : now.some(i => isAbout(path, i)) ? now.filter(i => !isAbout(path, i)) : now)),
    [],
  );
  return { form, issues, tell, heal };
}
