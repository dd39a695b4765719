// The instruments a county may use: the platform's and its own, with their versions. Serves K3, E1.

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { mayEver } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { Loading } from '#web/office/frame.tsx';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { assessmentsPolicy as may } from '../../assessments.policy.ts';
import { INSTRUMENT_STATES, Instrument, type InstrumentRow, instrumentProblems, instruments } from '../../assessments.ts';
import { handOver } from './editing.ts';
import './office.css';

const Row = ({ i }: { i: InstrumentRow }) => (
  <tr>
    <th scope="row">
      <Link to="/instruments/$code" params={{ code: i.code }} search={{ version: String(i.version) } as never}>
        {i.title}
      </Link>
    </th>
    <td>{i.code}</td>
    <td>{i.version}</td>
    <td>{INSTRUMENT_STATES[i.state]}</td>
    <td>{i.items}</td>
    <td>{i.used}</td>
    <td>{i.retired_on ?? i.published_on ?? ''}</td>
  </tr>
);

/** Reads a file and opens it in the editor; says what is wrong with it otherwise. */
function Import() {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<string[]>([]);
  const take = async (file: File) => {
    const json = await file
      .text()
      .then(
        text => JSON.parse(text) as unknown,
        () => null,
      )
      .catch(() => null);
    const read = Instrument.safeParse(json);
    const issues = read.success
      ? instrumentProblems(read.data).map(i => i.message)
      : read.error.issues.slice(0, 20).map(i => `${i.path.join('.') || '文件'}：${i.message}`);
    setWrong(json === null ? ['这不是 JSON 文件，请选择从量表页面导出的文件。'] : issues);
    if (!read.success || issues.length > 0) return;
    handOver(read.data);
    await navigate({ to: '/instruments/edit', search: { from: 'import' } as never });
  };
  return (
    <>
      <Button icon={<Icon name="export" />} onClick={() => input.current?.click()}>
        导入 JSON
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="量表文件"
        onChange={event => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void take(file);
        }}
      />
      {wrong.length > 0 && (
        <Alert
          type="error"
          role="alert"
          showIcon
          message="没有导入"
          description={
            <ul>
              {wrong.map(w => (
                <li key={w}>{w}</li>
              ))}
            </ul>
          }
        />
      )}
    </>
  );
}

export default function Instruments() {
  const actor = useActor();
  const answer = useQuery({ queryKey: ['assessments.instruments'], queryFn: ({ signal }) => read(instruments, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading />;
  const makes = mayEver(may['assessments.draft_instrument'], actor);
  const { rows } = answer.data;
  const part = (title: string, list: readonly InstrumentRow[]) => (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ScrollX label={title}>
        <table className="plain-table">
          <thead>
            <tr>
              {['量表', '编号', '版本', '状态', '题数', '已用（次）', '日期'].map(h => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map(i => (
              <Row key={`${i.code} ${i.version}`} i={i} />
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
  const own = rows.filter(i => i.state !== 'builtin');
  return (
    <>
      <PageSentence>
        平台自带的量表不能更改，可以复制成本县的再改。发布过的版本不再变动，每条评估都记着用的是哪一版。
      </PageSentence>
      {makes && (
        <div className="row-actions">
          <Link className="ant-btn ant-btn-primary" to="/instruments/edit">
            新建量表
          </Link>
          <Import />
        </div>
      )}
      {own.length > 0 ? part('本县量表', own) : <p className="hint">本县还没有自己的量表。</p>}
      {part(
        '平台自带的量表',
        rows.filter(i => i.state === 'builtin'),
      )}
    </>
  );
}
