// Two files that may be one person: looked at side by side, then told apart or made one. The system only hints. Serves K2.

import { useQueries } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { ApiError, read, send } from '#web/api.ts';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { distinguish, get, merge, type Resident } from '../../clients.ts';
import { categoryWords, sexWord, villageWords } from '../shared/person-words.ts';
import { useMay } from './choices.ts';
import { ageWord } from './columns.tsx';
import './sheets.css';

const FACTS: readonly [string, (p: Resident) => string][] = [
  ['性别', p => sexWord(p.sex)],
  ['出生日期', p => `${p.born_on ?? '未填'}（${ageWord(p.age)}）`],
  ['证件号', p => p.identity ?? '无'],
  ['村（居）', villageWords],
  ['对象类别', p => categoryWords(p.categories)],
  ['电话', p => p.phone ?? '未登记'],
  ['联系人', p => p.contact?.name ?? '未登记'],
  ['户内人数', p => `${p.household.members.length} 人`],
  ['服务档案', p => p.file.no ?? '未建档'],
  ['责任社工', p => p.worker?.name ?? '未分派'],
];

function SideBySide({ people }: { people: readonly Resident[] }) {
  return (
    <ScrollX label="两份档案对照">
      <table className="side-by-side">
        <thead>
          <tr>
            <th scope="col">项目</th>
            {people.map(p => (
              <th scope="col" key={p.id}>
                {p.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FACTS.map(([title, of]) => {
            const values = people.map(of);
            const differ = new Set(values).size > 1;
            return (
              <tr key={title}>
                <th scope="row">
                  {title}
                  {differ && <small>（不同）</small>}
                </th>
                {values.map((value, i) => (
                  <td key={people[i]!.id}>{differ ? <b>{value}</b> : value}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollX>
  );
}

/** A file that has been opened stays; of two alike the first. */
const better = (people: readonly Resident[]): Resident => people.find(p => p.file.no !== null) ?? people[0]!;

/** Decides about two people. `onDone` is given the one who stays, or null when they were told apart. */
function Decide({ people, onDone }: { people: readonly [Resident, Resident]; onDone(kept: string | null): void }) {
  const may = useMay();
  const [kept, setKept] = useState(better(people).id);
  const [doing, setDoing] = useState<'merge' | 'distinguish' | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const wish = useRef(newId());
  const stays = people.find(p => p.id === kept)!;
  const goes = people.find(p => p.id !== kept)!;
  const station = people[0].station;
  const run = async (what: 'merge' | 'distinguish') => {
    setDoing(what);
    setError(null);
    try {
      if (what === 'merge')
        await send(
          merge,
          { id: stays.id, revision: stays.revision, other: goes.id, other_revision: goes.revision },
          { id: wish.current },
        );
      else await send(distinguish, { id: stays.id, others: [goes.id] }, { id: wish.current });
      onDone(what === 'merge' ? stays.id : null);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (problem.status !== 0) wish.current = newId();
      setError(problem);
    } finally {
      setDoing(null);
    }
  };
  return (
    <>
      <SideBySide people={people} />
      {error && <ErrorNote error={error} onRetry={() => setError(null)} />}
      {may('clients.merge', station) && (
        <fieldset className="form-group">
          <legend>是同一人时，保留哪一份</legend>
          <Radio.Group
            className="column-choice"
            value={kept}
            onChange={event => setKept(event.target.value)}
            options={people.map((p, i) => ({
              value: p.id,
              label: `第 ${i + 1} 份（${p.file.no ?? '未建档'}，证件 ${p.identity ?? '无'}）`,
            }))}
          />
          <p className="hint">保留一方的内容为准，缺的从另一份补齐；另一份的记录今后在保留的档案里查看。</p>
        </fieldset>
      )}
      <p className="row-actions">
        {may('clients.merge', station) && (
          <Button type="primary" loading={doing === 'merge'} onClick={() => void run('merge')}>
            是同一人，合并
          </Button>
        )}
        {may('clients.distinguish', station) && (
          <Button loading={doing === 'distinguish'} onClick={() => void run('distinguish')}>
            不是同一人
          </Button>
        )}
      </p>
    </>
  );
}

/** The two files read anew, so that what is decided about is what is there. */
export function MergePanel({ ids, onDone }: { ids: readonly [string, string]; onDone(kept: string | null): void }) {
  const answers = useQueries({
    queries: ids.map(id => ({
      queryKey: ['clients.get', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(get, { id }, signal),
    })),
  });
  const failed = answers.find(a => a.isError);
  if (failed) return <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />;
  const [first, second] = answers.map(a => a.data);
  if (!first || !second) return <p role="status">正在读取…</p>;
  return <Decide people={[first, second]} onDone={onDone} />;
}
