// One visit beside the list, and as a page of its own (evidence opens it): everything written, its proof, its history, its review.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Image } from 'antd';
import { useState } from 'react';
import { dayOf, listDay } from '#kernel/dates.ts';
import { fileUrl } from '#web/account.ts';
import { ApiError, read } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { Loading } from '#web/office/frame.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import { get, KINDS, sheet, VERDICTS, type VisitFull } from '../../visits.ts';
import { ContentShown, DifferencesShown, Fact, HeadShown } from '../shared/visit-shown.tsx';
import { VisitStateTag } from './columns.tsx';
import { ReviewPanel } from './ReviewPanel.tsx';
import './visits.css';

/** `2026-11-23 14:05`, as it is where the stations are. */
const time = (instant: string): string =>
  `${dayOf(instant)} ${new Date(instant).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })}`;

const Head = ({ visit }: { visit: VisitFull }) => (
  <dl className="facts">
    <Fact label="服务对象">
      <Link to="/people/$id" params={{ id: visit.resident }}>
        {visit.resident_name}
      </Link>
    </Fact>
    <Fact label="主访">{visit.worker_name}</Fact>
    <Fact label="陪访">{visit.co_worker_names.join('、')}</Fact>
    <Fact label="同时见到">{visit.present_names.join('、')}</Fact>
  </dl>
);

/** Photos and signature; masked readers get none from the server. */
function Proof({ visit }: { visit: VisitFull }) {
  const { photos, signature } = visit.written;
  if (visit.masked || (photos.length === 0 && !signature)) return null;
  return (
    <section>
      <h3>照片与签名</h3>
      <div className="proof">
        <Image.PreviewGroup>
          {photos.map((hash, i) => (
            <Image key={hash} src={fileUrl(hash, 'thumb')} preview={{ src: fileUrl(hash) }} width={120} alt={`照片 ${i + 1}`} />
          ))}
        </Image.PreviewGroup>
        {signature && <img src={fileUrl(signature)} alt="服务对象签名" height={80} />}
      </div>
    </section>
  );
}

const History = ({ visit }: { visit: VisitFull }) => (
  <>
    {visit.reviews.length > 0 && (
      <section>
        <h3>审核意见</h3>
        <ul className="entries">
          {visit.reviews.map(review => (
            <li key={`${review.at}${review.verdict}`}>
              {time(review.at)} {review.by.name}：{VERDICTS[review.verdict]}
              {review.remark && `「${review.remark}」`}（第 {review.revision} 版）
            </li>
          ))}
        </ul>
      </section>
    )}
    {visit.revisions.map(revision => (
      <section key={revision.revision}>
        <h3>
          第 {revision.revision} 版，{revision.written_by.name} 写于 {time(revision.received_at)}
        </h3>
        <p>更正原因：{revision.reason ?? '未填'}</p>
        <DifferencesShown differences={revision.changes} />
      </section>
    ))}
  </>
);

/**
 * The visit in full, with what its reader may do.
 * @param page on a page of its own: whose visit and when stands on top, because no title above says it
 */
export function VisitRead({ id, page = false }: { id: string; page?: boolean }) {
  const client = useQueryClient();
  const answer = useQuery({ queryKey: ['visits.get', id], queryFn: ({ signal }) => read(get, { id }, signal) });
  const [problem, setProblem] = useState<ApiError | null>(null);
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const visit = answer.data;
  if (!visit) return <Loading />;
  const print = () =>
    download(sheet, { id }).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  return (
    <article className="visit">
      {page && (
        <h2>
          {visit.resident_name} · {listDay(visit.visited_on)} {KINDS[visit.kind]}
        </h2>
      )}
      <p className="row-actions">
        <VisitStateTag state={visit.state} /> {visit.late && <StatusTag mood="plain">补录</StatusTag>}{' '}
        {visit.unusual && <StatusTag mood="harm">有异常</StatusTag>}{' '}
        <Button icon={<Icon name="export" />} onClick={() => void print()}>
          下载记录表（PDF）
        </Button>
      </p>
      {problem && <ErrorNote error={problem} />}
      {visit.hints.map(hint => (
        <p key={hint} className="hint">
          <StatusTag mood="wait">提示</StatusTag> {hint}
        </p>
      ))}
      <ReviewPanel
        visit={visit}
        onDone={() => {
          void client.invalidateQueries({ queryKey: ['visits.get', id] });
          void client.invalidateQueries({ queryKey: ['visits.list'] });
          void client.invalidateQueries({ queryKey: ['visits.to_review'] });
          void client.invalidateQueries({ queryKey: ['contract.standing'] });
        }}
      />
      <Head visit={visit} />
      <HeadShown written={{ ...visit.written, co_workers: [], present: [] }} nameOf={() => null} />
      <p className="hint">
        {time(visit.recorded_at)} 在本机写成，{time(visit.received_at)} 收到{visit.late && '，补录'}
      </p>
      {visit.differences.length > 0 && visit.previous && (
        <section>
          <h3>与 {visit.previous.visited_on} 那次相比</h3>
          <DifferencesShown differences={visit.differences} />
        </section>
      )}
      <ContentShown written={visit.written} />
      <Proof visit={visit} />
      <History visit={visit} />
    </article>
  );
}
