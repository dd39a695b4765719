// One roster from its reading to its end: progress, what was found, the rows that need a decision, confirming. The work goes on when
// the page is left; coming back shows how far it is. Serves K2, E1.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useEffect } from 'react';
import { read } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ErrorNote, PageSentence, Progress } from '#web/office/kit/words.tsx';
import { type Batch, type Finding, roster, type Verdict } from '../../clients.ts';
import { useMay } from './choices.ts';
import { RosterConfirm } from './RosterConfirm.tsx';
import { RosterRows } from './RosterRows.tsx';
import { RosterSkipped } from './RosterSkipped.tsx';
import { BatchTag, instantWords } from './Rosters.tsx';
import { RosterTroubles } from './RosterTroubles.tsx';
import { endSentence, firstTab, progressOf, readSentence, skippedRows, TABS } from './roster-words.ts';
import './people.css';
import './rosters.css';

type Whole = Batch & { findings: Finding[] };
const working = (state: Batch['state'] | undefined): boolean => state === 'reading' || state === 'confirming';

const Head = ({ batch }: { batch: Whole }) => (
  <p className="hint">
    {batch.file_name} · {batch.station_name} · {batch.made_by} {instantWords(batch.made_at)} 上传 <BatchTag state={batch.state} />{' '}
    <Link to="/people/rosters">全部名册</Link>
  </p>
);

function Preview({ batch }: { batch: Whole }) {
  const { search, change } = useAddress();
  const { counts, findings } = batch;
  const tab = one(search.tab) ?? firstTab(counts);
  const skipped = skippedRows(findings);
  const items = [
    ...TABS.map(({ verdict, label }) => ({
      key: verdict as string,
      label: `${label} ${counts[verdict].toLocaleString('zh-CN')}`,
    })),
    { key: 'skipped', label: `跳过 ${skipped.toLocaleString('zh-CN')}` },
  ];
  const verdict = TABS.find(t => t.verdict === tab)?.verdict as Verdict | undefined;
  return (
    <>
      <PageSentence>{readSentence(counts, batch.rows_read)}</PageSentence>
      {batch.problem && (
        <p role="alert" className="note note-warn">
          {batch.problem}
        </p>
      )}
      <RosterConfirm batch={batch} />
      <Tabs
        tabBarStyle={{ marginBottom: 0 }}
        items={items}
        activeKey={tab}
        onChange={key => change({ tab: key, cursor: undefined, undecided: undefined })}
      />
      {verdict === undefined ? (
        <RosterSkipped findings={findings} />
      ) : verdict === 'doubtful' || verdict === 'wrong' ? (
        <RosterTroubles key={verdict} batch={batch} verdict={verdict} />
      ) : (
        <RosterRows key={verdict} batch={batch} verdict={verdict} />
      )}
    </>
  );
}

function Ended({ batch }: { batch: Whole }) {
  const may = useMay();
  return (
    <>
      <PageSentence>{endSentence(batch)}</PageSentence>
      <RosterConfirm batch={batch}>
        {batch.state === 'confirmed' ? (
          <Link className="button main" to="/people" search={{ station: String(batch.station) }}>
            查看名单
          </Link>
        ) : (
          <Link className="button main" to="/people/rosters">
            重新上传
          </Link>
        )}
        {batch.state === 'confirmed' && may('clients.assign', batch.station) && (
          <Link className="button" to="/people/assign">
            去分派
          </Link>
        )}
      </RosterConfirm>
      {batch.state === 'failed' && batch.findings.length > 0 && <RosterSkipped findings={batch.findings} />}
    </>
  );
}

export default function Roster() {
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const answer = useQuery({
    queryKey: ['clients.roster', id],
    queryFn: ({ signal }) => read(roster, { id }, signal),
    refetchInterval: query => (working(query.state.data?.state) ? 1_000 : false),
  });
  const state = answer.data?.state;
  useEffect(() => {
    if (state === 'confirmed')
      for (const key of ['clients.list', 'clients.numbers', 'clients.get', 'clients.twins'])
        void client.invalidateQueries({ queryKey: [key] });
    void client.invalidateQueries({ queryKey: ['clients.rosters'] });
  }, [state, client]);
  if (answer.isError && !answer.data) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading />;
  const batch = answer.data;
  return (
    <>
      <Head batch={batch} />
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {working(batch.state) ? (
        <Progress {...progressOf(batch)} />
      ) : batch.state === 'ready' ? (
        <Preview batch={batch} />
      ) : (
        <Ended batch={batch} />
      )}
    </>
  );
}
