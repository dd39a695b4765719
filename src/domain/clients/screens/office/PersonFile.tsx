// One person's file at the desk: who it is, what the file lacks, categories, household, consent, who is responsible; and what may be
// done, by the same rules the server asks. Beside the list and as a page. Serves K1, K2, E1; PRI-04.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Suspense, useState } from 'react';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { slot } from '#web/office/registry.ts';
import { useActor } from '#web/office/session.ts';
import { get, type Resident } from '../../clients.ts';
import { ConsentForm, WithdrawForm } from './ConsentForm.tsx';
import { useMay } from './choices.ts';
import { DOINGS, type Doing } from './doings.ts';
import { AssignForm, CategoryForm, CloseFileForm, CorrectForm, EndCategoryForm, MarkForm, OpenFileForm } from './forms.tsx';
import { MergePanel } from './Merge.tsx';
import { MoveForm } from './MoveForm.tsx';
import { OtherPerson } from './OtherPerson.tsx';
import { Consents } from './PersonConsents.tsx';
import { PersonFacts } from './PersonFacts.tsx';
import { PersonHead } from './PersonHead.tsx';
import { Assignments, Categories, Household, ServiceFile } from './PersonParts.tsx';
import './people.css';

/** The form of what is being done. */
function Form({
  doing,
  person,
  onDone,
  onMerged,
}: {
  doing: Doing;
  person: Resident;
  onDone(): void;
  onMerged(kept: string | null): void;
}) {
  const of = { person, onDone };
  switch (doing.what) {
    case 'correct':
      return <CorrectForm {...of} />;
    case 'move':
      return <MoveForm {...of} />;
    case 'mark':
      return <MarkForm {...of} />;
    case 'categorise':
      return <CategoryForm {...of} />;
    case 'end_category':
      return <EndCategoryForm {...of} entry={doing.entry} />;
    case 'consent':
      return <ConsentForm {...of} />;
    case 'withdraw_consent':
      return <WithdrawForm {...of} entry={doing.entry} />;
    case 'open_file':
      return <OpenFileForm {...of} />;
    case 'close_file':
      return <CloseFileForm {...of} />;
    case 'assign':
      return <AssignForm {...of} />;
    case 'merge':
      return doing.other ? (
        <MergePanel ids={[person.id, doing.other]} onDone={onMerged} />
      ) : (
        <OtherPerson person={person} onDone={onMerged} />
      );
  }
}

/**
 * @param page on a page of its own, not beside a list
 * @param named the name stands on top, because no title above says it
 * @param onOpen shows another person in this one's place
 */
export function PersonFile({
  id,
  page = false,
  named = page,
  onOpen,
}: {
  id: string;
  page?: boolean;
  named?: boolean;
  onOpen(id: string): void;
}) {
  const client = useQueryClient();
  const may = useMay();
  const actor = useActor();
  const [doing, setDoing] = useState<Doing | null>(null);
  const answer = useQuery({ queryKey: ['clients.get', id], queryFn: ({ signal }) => read(get, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <Loading />;
  const person = answer.data;
  const mayDo = (what: Doing['what'] | 'distinguish') => person.state !== 'merged' && may(`clients.${what}`, person.station);
  const done = (kept: string | null = null) => {
    setDoing(null);
    for (const key of ['clients.get', 'clients.list', 'clients.twins', 'clients.numbers'])
      void client.invalidateQueries({ queryKey: [key] });
    if (kept !== null && kept !== id) onOpen(kept);
  };
  const parts = { person, mayDo, onDo: setDoing };
  return (
    <article className="person" aria-label={`${person.name}的档案`}>
      <PersonHead {...parts} page={page} named={named} onOpen={onOpen} />
      <ServiceFile {...parts} />
      <PersonFacts person={person} />
      <Categories {...parts} />
      <Household {...parts} onOpen={onOpen} />
      <Consents {...parts} />
      <Assignments {...parts} />
      {slot('personRecords', actor).map((Records, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the modules' order never changes
        <Suspense key={i}>
          <Records person={id} />
        </Suspense>
      ))}
      <Drawer
        title={doing ? `${DOINGS[doing.what]}：${person.name}` : ''}
        size="min(600px, 94vw)"
        open={doing !== null}
        onClose={() => setDoing(null)}
        closable={{ 'aria-label': '关闭' }}
        destroyOnHidden
      >
        {doing && <Form doing={doing} person={person} onDone={() => done()} onMerged={done} />}
      </Drawer>
    </article>
  );
}
