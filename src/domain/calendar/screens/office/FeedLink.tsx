// The private link for the calendar of one's own phone: shown once, replaced or ended here.

import { Alert, Button } from 'antd';
import { useState } from 'react';
import { ApiError, send } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { closeFeed, openFeed } from '../../calendar.ts';

export function FeedLink({ open, onDone }: { open: boolean; onDone(): void }) {
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const doing = (work: Promise<void>) =>
    void work.catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  return (
    <>
      <p>把链接加到手机自带的日历里，就能看到自己的日程。链接里没有服务对象的姓名；一年内有效，改密码或岗位结束后失效。</p>
      {problem && <ErrorNote error={problem} />}
      {link && (
        <Alert
          type="success"
          role="status"
          title="请复制到手机日历的“添加订阅”，链接只显示这一次，不要发给别人。"
          description={
            <>
              <code className="account-link">{link}</code>
              <Button onClick={() => void navigator.clipboard.writeText(link)}>复制链接</Button>
            </>
          }
        />
      )}
      <p className="row-actions">
        <Button type="primary" onClick={() => doing(send(openFeed, {}).then(({ path }) => setLink(`${location.origin}${path}`)))}>
          {open ? '重新生成链接（旧链接失效）' : '生成链接'}
        </Button>{' '}
        {open && <Button onClick={() => doing(send(closeFeed, {}).then(onDone))}>停用链接</Button>}
      </p>
    </>
  );
}
