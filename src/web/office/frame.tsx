// The office's frame: navigation by the work at the left, who and where at the top, the page. It uses nothing of the table kit, so it
// stands while a page is still loading.

import { Link, Outlet, type RouterState, rootRouteId, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { ROLES } from '#kernel/roles.ts';
import type { SessionAnswer } from '../account.ts';
import { Icon, Mark } from '../icons.tsx';
import { useSignal } from '../signal.ts';
import { Keyboard } from './keys.tsx';
import { KitProvider } from './kit/provider.lazy.ts';
import './frame.css';
import type { Entry, OfficePage } from './registry.ts';
import { desk, signOut } from './session.ts';
import { SignInForm } from './sign-in.tsx';

function Navigation({ entries, here }: { entries: readonly Entry[]; here: OfficePage | undefined }) {
  return (
    <nav className="nav" aria-label="主导航">
      <Link to="/" className="nav-mark">
        <Mark size={1.75} />
        邻站
      </Link>
      <ul>
        {entries.map(({ group, label, icon, pages }) => {
          const open = here?.group === group;
          return (
            <li key={group}>
              {open && pages.length > 1 ? (
                <span className="nav-entry open">
                  <Icon name={icon} />
                  {label}
                </span>
              ) : (
                <Link to={pages[0]!.path} className="nav-entry" activeOptions={{ includeSearch: false }}>
                  <Icon name={icon} />
                  {label}
                </Link>
              )}
              {open && pages.length > 1 && (
                <ul>
                  {pages.map(page => (
                    <li key={page.path}>
                      <Link to={page.path} className="nav-page" activeOptions={{ exact: true, includeSearch: false }}>
                        {page.title}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Names of the stations (or the county) and of the roles, each once. */
function who(actor: SessionAnswer['actor']): { place: string; roles: string } {
  const stations = actor.grants.flatMap(grant => (grant.station === null ? [] : (actor.stationNames?.[grant.station] ?? [])));
  return {
    place: [...new Set(stations)].join('、') || (actor.countyName ?? ''),
    roles: [...new Set(actor.grants.map(grant => ROLES[grant.role]))].join('、'),
  };
}

function Head({ session, title }: { session: SessionAnswer; title: string }) {
  const { place, roles } = who(session.actor);
  const [error, setError] = useState<string | null>(null);
  return (
    <header className="head">
      <h1 className="head-title">{title}</h1>
      <p className="head-who">
        {place && <span>{place}</span>}
        <b>{session.actor.name}</b>
        <span>{roles}</span>
      </p>
      <button
        type="button"
        className="button quiet"
        onClick={() => window.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))}
      >
        <Icon name="help" />
        帮助
      </button>
      <button type="button" className="button quiet" onClick={() => void signOut().then(setError)}>
        <Icon name="out" />
        退出
      </button>
      {error && <p role="alert">{error}</p>}
    </header>
  );
}

/** Above a page whose session has ended: what is on the page stays. */
function SignInAgain({ userName }: { userName: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="window" aria-labelledby="again-title" onCancel={event => event.preventDefault()}>
      <h2 id="again-title">登录已失效</h2>
      <p>请重新登录（{userName}）。这一页上填写的内容仍在。</p>
      <SignInForm />
    </dialog>
  );
}

export const Loading = () => (
  <div className="loading" role="status">
    <span className="visually-hidden">正在打开…</span>
    <div className="bone bone-title" />
    {Array.from({ length: 8 }, (_, i) => `bone-${i}`).map(key => (
      <div key={key} className="bone" />
    ))}
  </div>
);

/** The pattern of the page that is shown; null where an address leads nowhere. */
function patternOf({ matches }: RouterState): string | null {
  const last = matches.at(-1);
  if (!last || last.routeId === rootRouteId || matches.some(match => match.status === 'notFound')) return null;
  return last.fullPath as string;
}

export function Frame({ entries, pages }: { entries: readonly Entry[]; pages: readonly OfficePage[] }) {
  const state = useSignal(desk);
  const pattern = useRouterState({ select: patternOf });
  const here = pages.find(page => page.path === pattern);
  const title = here?.title ?? (pattern === '/' ? '工作台' : '没有这一页');
  useEffect(() => {
    document.title = `${title} · 邻站`;
  }, [title]);
  if (state.phase !== 'in') return null;
  return (
    <div className="frame">
      <a className="skip" href="#page">
        跳到正文
      </a>
      <Navigation entries={entries} here={here} />
      <div className="right">
        <Head session={state.session} title={title} />
        <main id="page" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <KitProvider>
              <Outlet />
            </KitProvider>
          </Suspense>
        </main>
      </div>
      <Keyboard />
      {state.expired && <SignInAgain userName={state.session.actor.name} />}
    </div>
  );
}
