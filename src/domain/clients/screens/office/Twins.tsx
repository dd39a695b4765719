// Groups of people who may be one: same sound, birth date and village. A person looks and decides; the system changes nothing. K2.

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Select } from 'antd';
import { useState } from 'react';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { type ResidentRow, twins } from '../../clients.ts';
import { villageWords } from '../shared/person-words.ts';
import { useStations } from './choices.ts';
import { ageWord } from './columns.tsx';
import { MergePanel } from './Merge.tsx';
import './people.css';
import './sheets.css';

type Pair = readonly [string, string];

/** A group of three is looked at pair by pair. */
function TwinGroup({ people, onLook }: { people: readonly ResidentRow[]; onLook(pair: Pair): void }) {
  const pairs = people.flatMap((a, i) => people.slice(i + 1).map(b => [a, b] as const));
  return (
    <li className="twins">
      <ul>
        {people.map(p => (
          <li key={p.id}>
            <b>{p.name}</b> {ageWord(p.age)}，{villageWords(p)}，证件 {p.identity ?? '无'}
          </li>
        ))}
      </ul>
      <p className="row-actions">
        {pairs.map(([a, b]) => (
          <Button key={a.id + b.id} onClick={() => onLook([a.id, b.id])} aria-label={`对照查看 ${a.name} 与 ${b.name}`}>
            {pairs.length > 1 ? `对照 ${a.name} 与 ${b.name}` : '对照查看'}
          </Button>
        ))}
      </p>
    </li>
  );
}

export default function Twins() {
  const client = useQueryClient();
  const { search, change } = useAddress();
  const stations = useStations();
  const station = Number(one(search.station)) || undefined;
  const [pair, setPair] = useState<Pair | null>(null);
  const answer = useInfiniteQuery({
    queryKey: ['clients.twins', station],
    queryFn: ({ pageParam, signal }) => read(twins, { station, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <Loading />;
  const groups = answer.data.pages.flatMap(page => page.rows);
  const done = () => {
    setPair(null);
    for (const key of ['clients.twins', 'clients.list', 'clients.get']) void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <PageSentence>
        {groups.length === 0
          ? '没有疑似重复的服务对象。'
          : `有 ${groups.length}${answer.hasNextPage ? ' 组以上' : ' 组'}疑似重复，请对照证件逐组判断。`}
      </PageSentence>
      {stations.length > 1 && (
        <p>
          <Select
            aria-label="社工站"
            placeholder="全部社工站"
            allowClear
            style={{ width: 180 }}
            options={stations.map(s => ({ value: String(s.value), label: s.label }))}
            value={one(search.station)}
            onChange={value => change({ station: value })}
          />
        </p>
      )}
      {groups.length === 0 && (
        <EmptyState icon="people" title="不用处理">
          <p>姓名同音、出生日期相同、同在一村而没有判断过的人，会列在这里。</p>
        </EmptyState>
      )}
      <ul className="twin-list">
        {groups.map(group => (
          <TwinGroup key={group.people[0]?.id} people={group.people} onLook={setPair} />
        ))}
      </ul>
      {answer.hasNextPage && (
        <p>
          <Button loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            继续查看
          </Button>
        </p>
      )}
      <Drawer
        title="对照查看"
        size="min(600px, 94vw)"
        open={pair !== null}
        onClose={() => setPair(null)}
        closable={{ 'aria-label': '关闭' }}
        destroyOnHidden
      >
        {pair && <MergePanel ids={pair} onDone={done} />}
      </Drawer>
    </>
  );
}
