// What waits for the worker: visits sent back, forms begun, records that are not sent yet. Shown on 今天 and 记录. Serves K1, E1, E6.

import type { ReactNode } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { dayOf } from '#kernel/dates.ts';
import { Row } from '#web/field/kit/basic.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { type FieldVisit, KINDS } from '../../visits.ts';
import { useOwnVisits } from './cached.ts';
import { type OpenDraft, useOpenDrafts } from './drafts.ts';
import { formPath } from './overview.ts';
import { useUnsentVisits } from './unsent-visits.ts';
import { StateTag, visitWords } from './visit-words.tsx';
import type { UnsentVisit } from './waiting.ts';

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="group">
    <h2>{title}</h2>
    <ul className="list">{children}</ul>
  </section>
);

/** Sent back by the reviewer and not corrected yet. */
export const returnedOf = (visits: readonly FieldVisit[], unsent: readonly UnsentVisit[]): FieldVisit[] =>
  visits.filter(v => v.state === 'returned' && !unsent.some(u => u.input.id === v.id));

export function Returned() {
  const { visits } = useOwnVisits();
  const returned = returnedOf(visits, useUnsentVisits() ?? []);
  if (returned.length === 0) return null;
  return (
    <Group title={`退回 ${returned.length} 条，请更正`}>
      {returned.map(v => (
        <Row
          key={v.id}
          to={`records/${v.id}`}
          title={v.resident_name}
          detail={
            <>
              {visitWords(v)}
              <br />
              退回意见：{v.remark}
            </>
          }
          state={<StateTag state="returned" />}
        />
      ))}
    </Group>
  );
}

function DraftRow({ draft, savedAt }: OpenDraft) {
  const { people } = useOwnPeople();
  const { visits } = useOwnVisits();
  const unsent = useUnsentVisits() ?? [];
  const nameOf = (id: string | undefined): string => people.find(p => p.id === id)?.name ?? '';
  const words = (): string => {
    if (draft.of === 'new') return `${KINDS[draft.kind]} ${nameOf(draft.person)}`;
    if (draft.of === 'unsent') return unsent.find(u => u.item.id === draft.item)?.item.title ?? '更正中的记录';
    const visit = visits.find(v => v.id === draft.visit);
    return visit ? `更正 ${visit.resident_name} ${visitWords(visit)}` : '更正中的记录';
  };
  return <Row to={formPath(draft)} title={words()} detail={`${asOfWords(savedAt, dayOf(new Date()))} 自动保存`} />;
}

export function Drafts() {
  const drafts = useOpenDrafts();
  if (drafts.length === 0) return null;
  return (
    <Group title={`草稿 ${drafts.length} 份`}>
      {drafts.map(d => (
        <DraftRow key={formPath(d.draft)} {...d} />
      ))}
    </Group>
  );
}

function whatHolds({ item }: UnsentVisit): string {
  if (item.state === 'parked') return item.refusal?.say ?? '系统没有接收，请打开处理。';
  return item.held ? '等待前一条送达' : '已存本机，有信号后自动发送';
}

export function Waiting() {
  const unsent = useUnsentVisits() ?? [];
  if (unsent.length === 0) return null;
  return (
    <Group title={`未发送 ${unsent.length} 条`}>
      {unsent.map(u => (
        <Row
          key={u.item.id}
          to={u.does === 'withdraw' ? 'mine/unsent' : `unsent/${u.item.id}`}
          title={u.item.title}
          detail={whatHolds(u)}
          state={<StateTag state={u.item.state === 'parked' ? 'parked' : 'unsent'} />}
        />
      ))}
    </Group>
  );
}
