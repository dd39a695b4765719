// The forms that were begun and not finished. Serves E1.

import { useEffect, useState } from 'react';
import { openDrafts } from '#web/drafts.ts';
import { type DraftOf, draftOf } from './overview.ts';

export type OpenDraft = { draft: DraftOf; savedAt: string };

/** Newest first; empty until the phone has looked. Looks again when the app comes to the front. */
export function useOpenDrafts(): readonly OpenDraft[] {
  const [drafts, setDrafts] = useState<readonly OpenDraft[]>([]);
  useEffect(() => {
    let left = false;
    const look = async () => {
      const found = (await openDrafts()).flatMap(({ form, savedAt }) => {
        const draft = draftOf(form);
        return draft ? [{ draft, savedAt }] : [];
      });
      if (!left) setDrafts(found);
    };
    const shown = () => void look();
    shown();
    document.addEventListener('visibilitychange', shown);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', shown);
    };
  }, []);
  return drafts;
}
