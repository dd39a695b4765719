// 我的: who is signed in, what this phone still has to send, how it keeps and shows things, and the way out.

import { useEffect, useState } from 'react';
import { ROLES } from '#kernel/roles.ts';
import { outboxState } from '../outbox.ts';
import { session, signOut } from '../session.ts';
import { useSignal } from '../signal.ts';
import { askToPersist, type Storage } from '../store.ts';
import { OthersNote, unsentWords, whyUnsent } from './badge.tsx';
import { Button, Card, List, Note, Row } from './kit/basic.tsx';
import { ask } from './kit/dialog.tsx';
import { Switch } from './kit/form.tsx';
import { applySettings, settings } from './settings.ts';
import { lookForUpdate, updateNow, updateReady } from './update.ts';

const megabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;

async function leave(unsent: number): Promise<void> {
  const body =
    unsent > 0 ? (
      <p>还有 {unsent} 条记录没有发送。退出后它们仍保存在这部手机上，只有您本人能查看；重新登录后自动发送。</p>
    ) : (
      <p>退出后，这部手机上保存的服务对象资料会被清除；再次登录后重新下载。</p>
    );
  if (await ask({ title: '退出登录？', body, yes: '退出登录', harm: unsent > 0 })) await signOut();
}

function StorageState() {
  const [storage, setStorage] = useState<Storage | null>(null);
  useEffect(() => {
    void askToPersist().then(setStorage);
  }, []);
  if (!storage) return null;
  return storage.persisted ? (
    <Row title="本机存储" detail={`浏览器承诺不自动清除 · 已用 ${megabytes(storage.usedBytes)}`} />
  ) : (
    <li>
      <Note mood="warn">
        浏览器没有承诺长期保存，空间不足时可能自动清除本机数据。请尽快发送未发送的记录；把邻站“添加到主屏幕”后通常会得到允许。
      </Note>
    </li>
  );
}

export default function Mine() {
  const state = useSignal(session);
  const box = useSignal(outboxState);
  const looks = useSignal(settings);
  const ready = useSignal(updateReady);
  if (state.phase !== 'in') return null;
  const { actor } = state;
  return (
    <>
      <Card title="账号">
        <p className="row-title">{actor.name}</p>
        <p className="row-detail">
          {[
            ...new Set(
              actor.grants.map(
                grant => `${grant.station ? `${actor.stationNames?.[grant.station] ?? ''} ` : ''}${ROLES[grant.role]}`,
              ),
            ),
          ].join('、')}
        </p>
      </Card>
      <OthersNote />
      <Card title="本机">
        <List>
          <Row to="mine/unsent" title={unsentWords(box)} detail={whyUnsent(box)} />
          <StorageState />
        </List>
      </Card>
      <Card title="显示">
        <Switch
          label="大字"
          hint="文字和按钮放大四分之一"
          checked={looks.large}
          onChange={large => applySettings({ ...looks, large })}
        />
        <Switch
          label="强光下使用"
          hint="黑字白底，对比更强"
          checked={looks.contrast}
          onChange={contrast => applySettings({ ...looks, contrast })}
        />
      </Card>
      <Card title="程序">
        <List>
          <Row
            title={`版本 ${__VERSION__}`}
            detail={ready ? '有新版本可以更新' : '已是本机最新'}
            right={
              ready ? (
                <Button look="main" onClick={updateNow}>
                  更新
                </Button>
              ) : (
                <Button onClick={() => void lookForUpdate()}>检查更新</Button>
              )
            }
          />
        </List>
      </Card>
      <Button wide icon="out" onClick={() => void leave(box.mine)}>
        退出登录
      </Button>
    </>
  );
}
