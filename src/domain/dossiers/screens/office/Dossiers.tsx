// 卷宗: the files of one kind, how complete each is, what is missing with the way there; one or several to take along.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { mayEver } from '#kernel/policy.ts';
import { ApiError, read, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { dossiersPolicy as may } from '../../dossiers.policy.ts';
import { batch, get, kinds, list, MOST_AT_ONCE, pdf, type Row, setRetention, word } from '../../dossiers.ts';

type Kind = { name: string; title: string; opens: string; retention: string };

/** A file taken along: which, and the refusal if there was one. */
function useTaking() {
  const [problem, setProblem] = useState<ApiError | null>(null);
  const take = (taking: Promise<void>) => {
    setProblem(null);
    taking.catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  };
  return { problem, take };
}

/** What one file holds and misses. */
function Content({ kind, id }: { kind: Kind; id: string }) {
  const answer = useQuery({
    queryKey: ['dossiers.get', kind.name, id],
    queryFn: ({ signal }) => read(get, { kind: kind.name, id }, signal),
  });
  const { problem, take } = useTaking();
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading />;
  const { number, subject, papers, missing } = answer.data;
  return (
    <article>
      <p>
        <Link to={kind.opens.replace(':id', id)}>
          {subject} · {number}
        </Link>
      </p>
      <p className="row-actions">
        <Button type="primary" icon={<Icon name="export" />} onClick={() => take(download(pdf, { kind: kind.name, id }))}>
          下载 PDF
        </Button>{' '}
        <Button onClick={() => take(download(word, { kind: kind.name, id }))}>下载 Word</Button>
      </p>
      {problem && <ErrorNote error={problem} />}
      <section>
        <h3>缺件</h3>
        {missing.length === 0 ? (
          <p>材料齐全，可以归档。</p>
        ) : (
          <ul>
            {missing.map(m => (
              <li key={m.what}>
                <Link to={m.opens}>{m.what}</Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h3>卷内目录（{papers.length} 件）</h3>
        <ol>
          {papers.map(p => (
            <li key={p.id}>
              {p.title} · {p.on} · {p.by}
              {p.note && `（${p.note}）`}
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}

function Retention({ kind, onDone }: { kind: Kind; onDone(): void }) {
  return (
    <CommandForm<{ retention: string; reason: string }>
      action="保存"
      onDone={onDone}
      submit={(values, id) => send(setRetention, { kind: kind.name, ...values }, { id })}
    >
      <Form.Item name="retention" label="保管期限" rules={[{ required: true, message: '请填写保管期限' }]}>
        <Input maxLength={20} placeholder="如：永久、30 年" />
      </Form.Item>
      <Form.Item name="reason" label="依据" rules={[{ required: true, message: '请填写依据' }]}>
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}

function Files({ kind }: { kind: Kind }) {
  const stations = useStations();
  const { problem, take } = useTaking();
  return (
    <>
      {problem && <ErrorNote error={problem} />}
      <LedgerTable<Row>
        key={kind.name}
        name={`dossiers.list.${kind.name}`}
        label={kind.title}
        fixed={{ kind: kind.name }}
        rowKey={row => row.id}
        rowName={row => `${row.number} ${row.subject}`}
        filters={[
          {
            key: 'station',
            label: '社工站',
            kind: 'select',
            options: stations.rows.map(s => ({ value: String(s.id), label: s.name })),
          },
        ]}
        columns={[
          { key: 'number', title: '编号', render: row => row.number, fixed: 'left' },
          { key: 'subject', title: '题名', render: row => row.subject, fixed: 'left' },
          { key: 'station', title: '社工站', render: row => stations.name(row.station) },
          { key: 'worker', title: '主责社工', render: row => row.worker_name },
          { key: 'opened', title: '开始', render: row => row.opened_on },
          { key: 'closed', title: '结束', render: row => row.closed_on ?? '' },
          {
            key: 'missing',
            title: '材料',
            render: row =>
              row.missing === null ? (
                '打开查看'
              ) : row.missing === 0 ? (
                <StatusTag mood="good">齐全</StatusTag>
              ) : (
                <StatusTag mood="warn">{`缺 ${row.missing} 项`}</StatusTag>
              ),
          },
        ]}
        load={({ sort, ...query }, stop) => read(list, query as never, stop)}
        drawer={(_, id) => <Content kind={kind} id={id} />}
        chosenActions={rows => (
          <Button
            disabled={rows.length > MOST_AT_ONCE}
            onClick={() => take(download(batch, { kind: kind.name, ids: rows.map(r => r.id) }))}
          >
            {rows.length > MOST_AT_ONCE ? `一次最多 ${MOST_AT_ONCE} 卷` : `下载所选 ${rows.length} 卷`}
          </Button>
        )}
        empty={{ title: `还没有${kind.title}`, next: <p>有了业务记录，卷宗由系统生成，不用另外整理。</p> }}
      />
    </>
  );
}

export default function Dossiers() {
  const { search, change } = useAddress();
  const client = useQueryClient();
  const actor = useActor();
  const [setting, setSetting] = useState(false);
  const answer = useQuery({ queryKey: ['dossiers.kinds'], queryFn: ({ signal }) => read(kinds, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSentence>正在读取…</PageSentence>;
  const kind = answer.data.rows.find(k => k.name === one(search.kind)) ?? answer.data.rows[0];
  if (!kind) return <EmptyState icon="record" title="没有您可以查看的卷宗" />;
  return (
    <>
      <PageSentence>
        卷宗由业务记录生成：封面、目录、各件材料和备考表，缺什么逐项列出。{kind.title}的保管期限：{kind.retention}。
      </PageSentence>
      <p className="row-actions">
        <Segmented
          aria-label="卷宗种类"
          value={kind.name}
          options={answer.data.rows.map(k => ({ value: k.name, label: k.title }))}
          onChange={name => change({ kind: name, station: undefined, cursor: undefined, open: undefined })}
        />{' '}
        {mayEver(may['dossiers.set_retention'], actor) && <Button onClick={() => setSetting(true)}>设定保管期限</Button>}
      </p>
      <Modal title={`${kind.title}的保管期限`} open={setting} footer={null} destroyOnHidden onCancel={() => setSetting(false)}>
        <Retention
          kind={kind}
          onDone={() => {
            setSetting(false);
            void client.invalidateQueries({ queryKey: ['dossiers.kinds'] });
          }}
        />
      </Modal>
      <Files kind={kind} />
    </>
  );
}
