// 接案: the intake of one person, from her file. Serves K3.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { get as getPerson } from '#domain/clients/clients.ts';
import { newId } from '#kernel/ids.ts';
import { read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { open } from '../../cases.ts';
import { CaseForm } from './CaseForm.tsx';
import { today } from './parts.tsx';
import './cases.css';

export default function NewCase() {
  const { search } = useAddress();
  const actor = useActor();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [ids] = useState(() => ({ id: newId(), intake: newId() }));
  const resident = one(search.resident) ?? '';
  const reopens = one(search.reopens);
  const person = useQuery({
    queryKey: ['clients.get', resident],
    queryFn: ({ signal }) => read(getPerson, { id: resident }, signal),
    enabled: resident !== '',
  });
  if (!resident)
    return (
      <EmptyState title="先选服务对象">
        <Link to="/people">到服务对象档案中接案</Link>
      </EmptyState>
    );
  if (person.isError) return <ErrorNote error={person.error} onRetry={() => void person.refetch()} />;
  if (!person.data) return <p role="status">正在读取…</p>;
  return (
    <>
      <PageSentence>为{person.data.name}接案。接案记录提交后由站长审核；不接案也请登记，写明理由和后续安排。</PageSentence>
      <CaseForm
        kind="intake"
        keptAs={`case intake ${actor.account} ${resident}`}
        names={new Map()}
        initial={() => ({ occurred_on: today(), content: {} })}
        submit={(made, command) =>
          send(open, { id: ids.id, resident, ...(reopens && { reopens }), intake: { id: ids.intake, ...made } }, { id: command })
        }
        onDone={() => {
          void client.invalidateQueries({ queryKey: ['cases.list'] });
          void navigate({ to: '/cases/$id', params: { id: ids.id } });
        }}
      />
    </>
  );
}
