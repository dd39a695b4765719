// Opens the office: asks who is there, then builds the routes of the pages this person may open. Pages are loaded when opened.

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  notFound,
  RouterProvider,
} from '@tanstack/react-router';
import { StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, queryText } from '../api.ts';
import { Icon } from '../icons.tsx';
import { useSignal } from '../signal.ts';
import { PasswordLinkPage, SecondFactorPage } from './credentials.tsx';
import { Door } from './door.tsx';
import { Frame, Loading } from './frame.tsx';
import { EmptyState, ErrorNote } from './kit/words.tsx';
import { type Entry, entriesFor, fill, mayOpen, type OfficeModule, type OfficePage } from './registry.ts';
import { desk, lookUpSession } from './session.ts';
import { SignInPage } from './sign-in.tsx';
import '../tokens.css';
import './office.css';
import './kit/kit.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only what may pass by itself is tried again; a refusal is shown at once.
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});

/** Filters live in the address as plain text: `?station=3&state=a&state=b`. */
const parseSearch = (text: string): Record<string, string | string[]> => {
  const params = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(params.keys())].map(key => [key, params.getAll(key).length > 1 ? params.getAll(key) : params.get(key)!]),
  );
};

const Home = ({ entries }: { entries: readonly Entry[] }) =>
  entries.length === 0 ? (
    <EmptyState icon="lock" title="您现在没有可以打开的页面">
      <p>您的账号还没有岗位，或岗位已经到期。请联系本县安全管理员。</p>
    </EmptyState>
  ) : (
    <ul className="home">
      {entries.map(entry => (
        <li key={entry.group}>
          <h2>
            <Icon name={entry.icon} />
            {entry.label}
          </h2>
          <ul>
            {entry.pages.map(page => (
              <li key={page.path}>
                <Link to={page.path}>{page.title}</Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );

const NotFound = () => (
  <EmptyState icon="search" title="没有这一页">
    <p>地址可能写错，或您的岗位不能打开它。</p>
    <Link className="button" to="/">
      回到工作台
    </Link>
  </EmptyState>
);

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** An address whose `$id` is no id leads nowhere; no page needs to ask the server about it. */
const mustBeId = ({ params }: { params: Record<string, string | undefined> }): void => {
  if (params.id !== undefined && !ID.test(params.id)) throw notFound();
};

/** @param closed pages of this person's colleagues: their addresses lead nowhere, rather than to a page like `/people/$id` */
function routerFor(pages: readonly OfficePage[], closed: readonly OfficePage[], entries: readonly Entry[]) {
  const root = createRootRoute({ component: () => <Frame entries={entries} pages={pages} />, notFoundComponent: NotFound });
  const route = (page: OfficePage) =>
    createRoute({ getParentRoute: () => root, path: page.path, beforeLoad: mustBeId, component: lazyRouteComponent(page.load) });
  const nowhere = (page: OfficePage) => createRoute({ getParentRoute: () => root, path: page.path, component: NotFound });
  const home = pages.some(page => page.path === '/')
    ? []
    : [createRoute({ getParentRoute: () => root, path: '/', component: () => <Home entries={entries} /> })];
  return createRouter({
    routeTree: root.addChildren([...home, ...pages.map(route), ...closed.map(nowhere)]),
    parseSearch,
    stringifySearch: queryText,
    defaultPendingComponent: Loading,
    defaultErrorComponent: ({ error, reset }) => <ErrorNote error={error} onRetry={reset} />,
    defaultNotFoundComponent: NotFound,
    defaultPreload: 'intent',
  });
}

function Office({ pages }: { pages: readonly OfficePage[] }) {
  const state = useSignal(desk);
  const actor = state.phase === 'in' ? state.session.actor : null;
  const router = useMemo(() => {
    if (!actor) return null;
    const open = pages.filter(page => mayOpen(page, actor));
    const closed = pages.filter(page => !open.includes(page));
    return routerFor(open, closed, entriesFor(open, actor));
  }, [actor, pages]);
  if (router) return <RouterProvider router={router} />;
  if (state.phase === 'setup') return <SecondFactorPage />;
  if (state.phase === 'unreachable')
    return (
      <Door title="邻站">
        <ErrorNote
          error={new ApiError({ code: 'offline', say: state.say, issues: [], current: null }, 0)}
          onRetry={() => void lookUpSession()}
        />
      </Door>
    );
  return state.phase === 'out' ? <SignInPage /> : null;
}

/** Opens the office with the modules' pages. */
export async function startOffice(modules: readonly OfficeModule[]): Promise<void> {
  fill(modules);
  const pages = modules.flatMap(module => module.pages);
  const link = location.pathname === '/link';
  if (!link) await lookUpSession();
  let expired = false;
  desk.subscribe(() => {
    const now = desk.get();
    if (now.phase !== 'in') return;
    // Signed in again above an open page: what failed meanwhile is read anew.
    if (expired && !now.expired) void queries.invalidateQueries();
    expired = now.expired;
  });
  createRoot(document.getElementById('app')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>{link ? <PasswordLinkPage /> : <Office pages={pages} />}</QueryClientProvider>
    </StrictMode>,
  );
}
