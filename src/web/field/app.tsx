// The field app's frame: four tabs, the unsent count, the screens the modules bring, and what must be said above them all.

import { Component, lazy, type ReactNode, StrictMode, Suspense, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { refresh } from '../cache.ts';
import { sweepFiles } from '../files.ts';
import { Icon, type IconName } from '../icons.tsx';
import { onDelivered, outboxState, startOutbox } from '../outbox.ts';
import { session, startSession } from '../session.ts';
import { useSignal } from '../signal.ts';
import { askToPersist, outdatedTab, StoreError } from '../store.ts';
import { OutboxBadge } from './badge.tsx';
import { Button, EmptyState, LinkButton, Note, TopBar } from './kit/basic.tsx';
import { Voices } from './kit/dialog.tsx';
import { collections, type FieldModule, type FieldScreen, fill, screenAt, type Tab } from './registry.ts';
import { hrefOf, usePath } from './router.ts';
import { applySettings } from './settings.ts';
import { SignIn } from './sign-in.tsx';
import { lookForUpdate, startWorker, updateNow, updateReady } from './update.ts';
import '../tokens.css';
import './field.css';
import './kit/kit.css';
import './kit/form.css';

const TABS: { tab: Tab; label: string; icon: IconName }[] = [
  { tab: 'today', label: '今天', icon: 'today' },
  { tab: 'people', label: '对象', icon: 'people' },
  { tab: 'records', label: '记录', icon: 'record' },
  { tab: 'mine', label: '我的', icon: 'me' },
];
const OWN: FieldModule = {
  screens: [
    { path: 'mine', tab: 'mine', title: '我的', screen: lazy(() => import('./mine.tsx')) },
    { path: 'mine/unsent', tab: 'mine', title: '未发送', screen: lazy(() => import('./unsent.tsx')) },
  ],
};

const TabBar = ({ now }: { now: Tab }) => (
  <nav className="tabs" aria-label="主导航">
    {TABS.map(({ tab, label, icon }) => (
      <a key={tab} href={hrefOf(tab)} aria-current={tab === now ? 'page' : undefined}>
        <Icon name={icon} size={1.5} />
        {label}
      </a>
    ))}
  </nav>
);

/** What concerns the whole app: a new version, a program too old for the server. */
function Banners() {
  const ready = useSignal(updateReady);
  const outdated = useSignal(outdatedTab);
  const { trouble } = useSignal(outboxState);
  useEffect(() => {
    if (trouble === 'upgrade') void lookForUpdate();
  }, [trouble]);
  if (ready || outdated)
    return (
      <button type="button" className="banner" onClick={updateNow}>
        有新版本，点此更新<small>填写中的内容已自动保存</small>
      </button>
    );
  return trouble === 'upgrade' ? (
    <button type="button" className="banner" onClick={() => location.reload()}>
      本机程序过旧，点此更新<small>未发送的记录仍保存在本机</small>
    </button>
  ) : null;
}

/** A broken screen is said, not shown blank; the outbox works on. */
class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <EmptyState icon="warn" title="这一页没有打开">
        <p>已填写的内容和未发送的记录都还在。请重新打开；如多次出现，请告诉站长。</p>
        <Button look="main" onClick={() => location.reload()}>
          重新打开
        </Button>
      </EmptyState>
    );
  }
}

/** How far each tab's own page was scrolled; a list is found again where it was left. */
const places = new Map<string, number>();

/** Another page begins at its top (a tab's page where it was left), with the reading focus on it. */
function usePlace(path: string, title: string, isRoot: boolean) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} · 邻站`;
    window.scrollTo(0, isRoot ? (places.get(path) ?? 0) : 0);
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    const note = () => places.set(path, window.scrollY);
    window.addEventListener('scrollend', note);
    return () => window.removeEventListener('scrollend', note);
  }, [path, title, isRoot]);
  return main;
}

function Here() {
  const path = usePath();
  const found = screenAt(path);
  const screen: Pick<FieldScreen, 'tab' | 'title' | 'up' | 'form'> = found?.screen ?? { tab: 'today', title: '没有这一页' };
  const isRoot = TABS.some(({ tab }) => tab === path);
  const main = usePlace(path, screen.title, isRoot);
  return (
    <>
      <TopBar
        title={screen.title}
        backTo={isRoot ? undefined : (screen.up?.(found?.params ?? {}) ?? screen.tab)}
        right={<OutboxBadge />}
      />
      <main className={`page${screen.form ? ' page-form' : ''}`} key={path} ref={main} tabIndex={-1}>
        <Guard>
          <Suspense
            fallback={
              <p className="loading" role="status">
                正在打开…
              </p>
            }
          >
            {found ? (
              <found.screen.screen params={found.params} />
            ) : (
              <EmptyState title="没有这一页">
                <LinkButton to="today">回到今天</LinkButton>
              </EmptyState>
            )}
          </Suspense>
        </Guard>
      </main>
      {!screen.form && <TabBar now={screen.tab} />}
    </>
  );
}

function App() {
  const state = useSignal(session);
  return (
    <>
      <Banners />
      {state.phase === 'in' && <Here />}
      {state.phase === 'out' && <SignIn ended={state.ended} />}
      <Voices />
    </>
  );
}

const refreshAll = (): void => {
  if (session.get().phase === 'in') for (const collection of collections()) void refresh(collection);
};

const PACE_MS = 2_000;
let resting = false;
let wanted = false;

/** At once, but for a row of records that arrive one after the other only every two seconds. */
function refreshSoon(): void {
  wanted = true;
  if (resting) return;
  wanted = false;
  resting = true;
  refreshAll();
  setTimeout(() => {
    resting = false;
    if (wanted) refreshSoon();
  }, PACE_MS);
}

/** Who reads, and whose people: when it changes, everything is read anew. */
const reader = (): string => {
  const state = session.get();
  return state.phase === 'in' ? `${state.actor.account} ${state.actor.stations.join()}` : '';
};

/** Opens the field app with the modules' screens. */
export async function startField(modules: readonly FieldModule[]): Promise<void> {
  fill([OWN, ...modules]);
  applySettings();
  const root = createRoot(document.getElementById('app')!);
  if (!isSecureContext)
    return root.render(
      <main className="page">
        <Note mood="harm">请使用 https:// 开头的地址打开邻站，否则手机不能安全保存记录。</Note>
      </main>,
    );
  try {
    await startSession();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return root.render(
      <main className="page">
        <Note mood="harm">{error.say}</Note>
      </main>,
    );
  }
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  startOutbox();
  let before = reader();
  session.subscribe(() => {
    if (reader() !== before) refreshAll();
    before = reader();
  });
  onDelivered(refreshSoon);
  window.addEventListener('online', refreshSoon);
  // A phone in a pocket wakes up with yesterday's lists.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refreshSoon());
  refreshAll();
  void startWorker();
  void askToPersist();
  void sweepFiles();
}
