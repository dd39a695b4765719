// One record the server has, as its author reads it: where its review stands, what was said about it, what was written; correct or
// withdraw. Serves K1, E6.

import { useState } from 'react';
import { useOwnPeople } from '#domain/clients/screens/shared/own-people.ts';
import { Button, Card, EmptyState, LinkButton, Note } from '#web/field/kit/basic.tsx';
import { Sheet } from '#web/field/kit/dialog.tsx';
import { TextInput } from '#web/field/kit/form.tsx';
import { KeptPicture } from '#web/field/kit/photos.tsx';
import { momentOf } from '#web/field/kit/time.ts';
import type { Params } from '#web/field/registry.ts';
import { add } from '#web/outbox.ts';
import { type FieldVisit, KINDS, withdraw } from '../../visits.ts';
import { ContentShown, HeadShown } from '../shared/visit-shown.tsx';
import { type OwnVisits, useOwnVisits } from './cached.ts';
import { formPath } from './overview.ts';
import { saved } from './saving.ts';
import { useUnsentVisits } from './unsent-visits.ts';
import { StateTag } from './visit-words.tsx';
import './visits.css';

/** Names the phone knows: colleagues, own people and those who live with them. */
export function useNames(own: OwnVisits): (id: string) => string | null {
  const { people } = useOwnPeople();
  const known = [...own.shared.colleagues, ...people, ...people.flatMap(p => p.household.members)];
  return id => known.find(k => k.id === id)?.name ?? null;
}

export const Pictures = ({ photos, signature }: { photos: readonly string[]; signature?: string | undefined }) =>
  photos.length > 0 || signature ? (
    <Card title="照片与签名">
      <ul className="photos">
        {photos.map((file, i) => (
          <li key={file}>
            <KeptPicture file={file} alt={`照片 ${i + 1}`} />
          </li>
        ))}
      </ul>
      {signature && (
        <div className="signed">
          <KeptPicture file={signature} alt="签名" />
        </div>
      )}
    </Card>
  ) : null;

function Withdraw({ visit, onClose }: { visit: FieldVisit; onClose(): void }) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const withdrawNow = async () => {
    if (reason.trim() === '') return setError('请填写撤回原因');
    const input = { id: visit.id, revision: visit.revision, reason };
    const title = `撤回${KINDS[visit.kind]} ${visit.resident_name}`;
    if (await saved(() => add(withdraw, input, { title, about: [visit.id] }).then(() => undefined))) onClose();
  };
  return (
    <Sheet title="撤回这条记录？" onClose={onClose}>
      <form
        className="sheet-body"
        onSubmit={event => {
          event.preventDefault();
          void withdrawNow();
        }}
      >
        <p>撤回后不再计数，内容和原因仍可查阅；不能恢复，如需计入请重新登记。</p>
        <TextInput label="撤回原因" required error={error} value={reason} onChange={setReason} />
        <Button wide look="harm" submit>
          撤回
        </Button>
        <Button wide onClick={onClose}>
          保留
        </Button>
      </form>
    </Sheet>
  );
}

/** What can still be done: until it is approved or withdrawn, its author corrects it. */
function Actions({ visit, waiting }: { visit: FieldVisit; waiting: string | null }) {
  const [leaving, setLeaving] = useState(false);
  if (visit.state === 'approved' || visit.state === 'withdrawn') return null;
  if (waiting)
    return (
      <LinkButton wide to={waiting}>
        查看尚未发送的更正
      </LinkButton>
    );
  return (
    <div className="actions">
      <LinkButton
        wide
        look={visit.state === 'returned' ? 'main' : 'plain'}
        icon="pen"
        to={formPath({ of: 'correct', visit: visit.id })}
      >
        更正
      </LinkButton>
      <Button wide look="quiet" onClick={() => setLeaving(true)}>
        撤回
      </Button>
      {leaving && <Withdraw visit={visit} onClose={() => setLeaving(false)} />}
    </div>
  );
}

const Head = ({ visit, nameOf }: { visit: FieldVisit; nameOf(id: string): string | null }) => (
  <Card>
    <div>
      <h2 className="name">{visit.resident_name}</h2>
      <p>
        {KINDS[visit.kind]} <StateTag state={visit.state} />
      </p>
    </div>
    <HeadShown written={visit.written} nameOf={nameOf} />
    <p className="row-detail">
      {momentOf(visit.recorded_at)} 填写，{momentOf(visit.received_at)} 送达{visit.late && ' · 补录'}
      {visit.corrected_at && `，${momentOf(visit.corrected_at)} 更正`}
    </p>
  </Card>
);

export default function RecordPage({ params }: { params: Params }) {
  const own = useOwnVisits();
  const unsent = useUnsentVisits();
  const nameOf = useNames(own);
  if (!own.ready || !unsent) return null;
  const visit = own.visits.find(v => v.id === params.id);
  if (!visit)
    return (
      <EmptyState title="本机没有这条记录">
        <p>手机只保存最近的记录；更早的请在电脑端查看。</p>
        <LinkButton to="records">回到记录</LinkButton>
      </EmptyState>
    );
  const waiting = unsent.find(u => u.input.id === visit.id);
  return (
    <>
      {visit.state === 'returned' && !waiting && <Note mood="warn">退回意见：{visit.remark}</Note>}
      {visit.state === 'withdrawn' && visit.remark && <Note>撤回原因：{visit.remark}</Note>}
      <Head visit={visit} nameOf={nameOf} />
      <Actions
        visit={visit}
        waiting={
          waiting ? (waiting.does === 'withdraw' ? 'mine/unsent' : formPath({ of: 'unsent', item: waiting.item.id })) : null
        }
      />
      <Card title="记录内容">
        <ContentShown written={visit.written} />
      </Card>
      <Pictures photos={visit.written.photos} signature={visit.written.signature} />
    </>
  );
}
