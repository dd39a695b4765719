// A record that is still on this phone, to be read by its author: also by one who is signed out, so nothing but the record is asked.
// Serves K1, E1.

import type { Unsent } from '#web/outbox.ts';
import { ContentShown, HeadShown } from '../shared/visit-shown.tsx';
import { asVisit, writtenIn } from './waiting.ts';

/** What was written, in words; colleagues and others present by number, for their names may have left the phone. */
export default function UnsentShown({ item }: { item: Unsent }) {
  const u = asVisit(item);
  if (!u || u.does === 'withdraw') return <p>这条记录由更新的版本写下，请更新后查看。</p>;
  const written = writtenIn(u);
  const others = [
    written.co_workers.length > 0 && `陪访 ${written.co_workers.length} 人`,
    written.present.length > 0 && `同时见到 ${written.present.length} 人`,
    written.photos.length > 0 && `照片 ${written.photos.length} 张`,
  ].filter(Boolean);
  return (
    <>
      <HeadShown written={{ ...written, co_workers: [], present: [] }} nameOf={() => null} />
      {others.length > 0 && <p className="row-detail">{others.join(' · ')}</p>}
      <ContentShown written={written} />
    </>
  );
}
