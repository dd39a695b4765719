// A wide thing that scrolls sideways on a narrow screen, and can be scrolled with the keyboard too.

import type { ReactNode } from 'react';
import './scroll-x.css';

/** @param label what is inside, for who cannot see it */
export const ScrollX = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll what stands outside the screen
  <section className="scroll-x" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
