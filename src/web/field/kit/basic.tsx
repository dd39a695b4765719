// Buttons, cards, lists and what stands around them. Every target is at least 44 px high.

import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from '../../icons.tsx';
import { hrefOf } from '../router.ts';

type ButtonProps = Omit<ComponentProps<'button'>, 'type'> & {
  look?: 'main' | 'plain' | 'quiet' | 'harm';
  wide?: boolean;
  busy?: boolean;
  icon?: IconName;
  submit?: boolean;
};

/** `busy` shows at once that it works, and takes no second tap. */
export const Button = ({ look = 'plain', wide, busy, icon, submit, children, disabled, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={submit ? 'submit' : 'button'}
    className={`button ${look}${wide ? ' wide' : ''}`}
    disabled={disabled || busy}
    aria-busy={busy || undefined}
  >
    {icon && <Icon name={icon} />}
    <span>{children}</span>
    {busy && <span className="spinner" aria-hidden="true" />}
  </button>
);

/** A button that goes somewhere. */
export const LinkButton = ({
  to,
  look = 'plain',
  wide,
  icon,
  children,
}: {
  to: string;
  look?: 'main' | 'plain' | 'quiet';
  wide?: boolean;
  icon?: IconName;
  children: ReactNode;
}) => (
  <a href={hrefOf(to)} className={`button ${look}${wide ? ' wide' : ''}`}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </a>
);

/** The page's head: title, one step back where there is one, something at the right. */
export const TopBar = ({ title, backTo, right }: { title: string; backTo?: string; right?: ReactNode }) => (
  <header className="topbar">
    {backTo !== undefined && (
      <a className="topbar-back" href={hrefOf(backTo)} aria-label="返回">
        <Icon name="back" size={1.5} />
      </a>
    )}
    <h1>{title}</h1>
    <div className="topbar-right">{right}</div>
  </header>
);

export const Card = ({ title, children }: { title?: string; children: ReactNode }) => (
  <section className="card" aria-label={title}>
    {title && <h2>{title}</h2>}
    {children}
  </section>
);

export const List = ({ children, label }: { children: ReactNode; label?: string }) => (
  <ul className="list" aria-label={label}>
    {children}
  </ul>
);

type RowProps = { to?: string; title: ReactNode; detail?: ReactNode; state?: ReactNode; right?: ReactNode };
/** One row of a list: a place to go to, with its state beside the title, a second line, and something at the right. */
export const Row = ({ to, title, detail, state, right }: RowProps) => {
  const inner = (
    <>
      <span className="row-text">
        <span className="row-head">
          <span className="row-title">{title}</span>
          {state}
        </span>
        {detail && <span className="row-detail">{detail}</span>}
      </span>
      {right && <span className="row-right">{right}</span>}
      {to && <Icon name="next" />}
    </>
  );
  return (
    <li>
      {to ? (
        <a className="row" href={hrefOf(to)}>
          {inner}
        </a>
      ) : (
        <div className="row">{inner}</div>
      )}
    </li>
  );
};

/** Nothing here yet: says why, and what to do next. */
export const EmptyState = ({ icon = 'record', title, children }: { icon?: IconName; title: string; children?: ReactNode }) => (
  <div className="empty">
    <Icon name={icon} size={2.5} />
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

/** A sentence that needs attention. `harm` is read out at once. */
export const Note = ({ mood = 'plain', children }: { mood?: 'plain' | 'warn' | 'harm'; children: ReactNode }) => (
  <div className={`note note-${mood}`} role={mood === 'harm' ? 'alert' : 'status'}>
    {mood !== 'plain' && <Icon name="warn" />}
    <div>{children}</div>
  </div>
);
