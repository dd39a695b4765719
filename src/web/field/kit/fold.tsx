// Long pages in short: a part that opens by a tap, and the bar of actions a form ends with.

import { type ReactNode, useState } from 'react';
import { Icon } from '../../icons.tsx';

type Props = { title: string; summary?: ReactNode; startOpen?: boolean; children: ReactNode };

/** Closed it shows its summary. `startOpen` that becomes true later (an error inside) opens it, and leaves closing to the reader. */
export function Fold({ title, summary, startOpen = false, children }: Props) {
  const [open, setOpen] = useState(startOpen);
  const [asked, setAsked] = useState(startOpen);
  if (asked !== startOpen) {
    setAsked(startOpen);
    if (startOpen) setOpen(true);
  }
  return (
    <details className="fold" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <span>
          <span className="fold-title">{title}</span>
          {!open && summary && <span className="row-detail">{summary}</span>}
        </span>
        <Icon name="down" />
      </summary>
      <div className="fold-body">{open && children}</div>
    </details>
  );
}

/** At the lower edge of a form. `said` stands above the buttons. */
export const ActionBar = ({ said, children }: { said?: ReactNode; children: ReactNode }) => (
  <div className="action-bar">
    <div>
      {said && <p role="status">{said}</p>}
      {children}
    </div>
  </div>
);
