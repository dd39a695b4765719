// Why a number is what it is: the rule in words, the records counted, and those left out by reason. Nothing here is typed by anybody.

import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Select } from 'antd';
import { useState } from 'react';
import { read } from '#web/api.ts';
import { ErrorNote, Figure as FigureBox } from '#web/office/kit/words.tsx';
import { type FigureAnswer, figure, type Indicator } from '../../contract.ts';
import { type Asked, FigureCell, queryOf, StatusWord } from './cells.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { ByMonth, Details, MissingUnits, Suggestions } from './FigureParts.tsx';

export const clockOf = (instant: string): string =>
  new Date(instant).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });

/** A reason and its number; its records are read when it is opened. */
function LeftOut({ asked, reason, unit }: { asked: Asked; reason: FigureAnswer['reasons'][number]; unit: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="reason" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {reason.title}：{reason.rows} 条
      </summary>
      {open && <EvidenceList asked={asked} reason={reason.code} unit={unit} label={`未计入：${reason.title}`} />}
    </details>
  );
}

function Numbers({ answer }: { answer: FigureAnswer }) {
  const { figure: f, indicator } = answer;
  return (
    <>
      <p className="sentence">
        <StatusWord status={f.status} /> {f.say}
      </p>
      <div className="figures">
        <FigureBox label="完成" value={f.done} unit={f.unit} />
        {f.status !== 'no_demand' && (
          <>
            <FigureBox label="要求" value={f.needed} unit={f.unit} rule={answer.demand} />
            <FigureBox label="还差" value={f.missing} unit={f.unit} />
          </>
        )}
        {answer.records !== answer.rows && (
          <>
            <FigureBox label="实际次数" value={answer.records} unit={indicator.unit} />
            <FigureBox label="计入次数" value={answer.rows} unit={indicator.unit} />
          </>
        )}
        <FigureBox label="未计入" value={f.left_out} unit="条" />
      </div>
      <Details figure={f} today={answer.as_of} />
      <Suggestions answer={answer} />
      {f.say.includes('按目前进度') && <p className="hint">{answer.assumption}</p>}
    </>
  );
}

/** Which version of the rule: each can be asked what it comes to on the records of today. */
function Version({ answer, asked, onOpen }: { answer: FigureAnswer; asked: Asked; onOpen(asked: Asked): void }) {
  const { revision, newest } = answer.indicator;
  const { revision: _, ...now } = asked;
  if (newest === 1) return null;
  return (
    <>
      {revision < newest && (
        <Alert
          type="info"
          showIcon
          message={`这是按第 ${revision} 版规则计算的数字，现行的是第 ${newest} 版；记录是今天的。`}
          action={<Button onClick={() => onOpen(now)}>看现行的数字</Button>}
        />
      )}
      <p className="row-actions">
        <span id="rule-version">按哪一版规则计算</span>
        <Select
          aria-labelledby="rule-version"
          value={revision}
          style={{ width: 140 }}
          options={Array.from({ length: newest }, (_, i) => newest - i).map(value => ({
            value,
            label: `第 ${value} 版${value === newest ? '（现行）' : ''}`,
          }))}
          onChange={value => onOpen(value === newest ? now : { ...now, revision: value })}
        />
      </p>
    </>
  );
}

const RuleWords = ({ answer }: { answer: FigureAnswer }) => (
  <section aria-labelledby="rule">
    <h3 id="rule">怎么算的</h3>
    <ul className="plain-list">
      {answer.rule.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
      {answer.people.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
    <p className="hint">
      规则第 {answer.indicator.revision} 版；截至 {answer.as_of} {clockOf(answer.computed_at)}，查看了{' '}
      {answer.looked_at.toLocaleString('zh-CN')} 条记录。
    </p>
  </section>
);

/** The workers whose figures make up a station's. */
function Workers({ indicator, asked, onOpen }: { indicator: Indicator | undefined; asked: Asked; onOpen(asked: Asked): void }) {
  const workers = asked.worker ? [] : (indicator?.stations.find(s => s.station === asked.station)?.workers ?? []);
  if (!indicator || workers.length === 0) return null;
  return (
    <section aria-labelledby="workers">
      <h3 id="workers">每名社工</h3>
      <ul className="plain-list">
        {workers.map(w => (
          <li key={w.worker}>
            <b>{w.name}</b>{' '}
            <FigureCell
              figure={w}
              indicator={indicator}
              of={w.name}
              onOpen={() => onOpen({ figure: indicator.id, station: asked.station, worker: w.worker })}
            />{' '}
            {w.say}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Why({
  answer,
  asked,
  indicator,
  onOpen,
}: {
  answer: FigureAnswer;
  asked: Asked;
  indicator: Indicator | undefined;
  onOpen(asked: Asked): void;
}) {
  const { unit } = answer.indicator;
  return (
    <>
      <Version answer={answer} asked={asked} onOpen={onOpen} />
      <Numbers answer={answer} />
      <Workers indicator={indicator} asked={asked} onOpen={onOpen} />
      {answer.gathered_by && <MissingUnits asked={asked} what={answer.gathered_by} windows={answer.figure.windows} />}
      <ByMonth asked={asked} />
      <RuleWords answer={answer} />
      <section aria-labelledby="counted">
        <h3 id="counted">
          计入 {answer.rows} 条
          {answer.records === answer.rows ? '' : `（${answer.records} 次${answer.indicator.measure}，同行社工各计一条）`}
        </h3>
        <EvidenceList key={JSON.stringify(asked)} asked={asked} reason="counted" unit={unit} label="计入的记录" />
      </section>
      <section aria-labelledby="left-out">
        <h3 id="left-out">未计入 {answer.figure.left_out} 条</h3>
        {answer.reasons.length === 0 ? (
          <p>没有未计入的记录。</p>
        ) : (
          answer.reasons.map(r => <LeftOut key={`${r.code} ${JSON.stringify(asked)}`} asked={asked} reason={r} unit={unit} />)
        )}
      </section>
      {answer.whole && (
        <section aria-labelledby="whole">
          <h3 id="whole">
            对照的全部：{answer.whole.measure} {answer.whole.rows} 条
          </h3>
          <EvidenceList
            key={JSON.stringify(asked)}
            asked={asked}
            list="whole"
            reason="counted"
            unit={answer.whole.unit}
            label="对照的全部记录"
          />
        </section>
      )}
    </>
  );
}

export function FigureDrawer({
  asked,
  indicator,
  onOpen,
  onClose,
}: {
  asked: Asked;
  indicator: Indicator | undefined;
  onOpen(asked: Asked): void;
  onClose(): void;
}) {
  const query = queryOf(asked);
  const answer = useQuery({ queryKey: ['contract.figure', query], queryFn: ({ signal }) => read(figure, query, signal) });
  const title = answer.data
    ? `${answer.data.whose} · ${answer.data.indicator.clause} ${answer.data.indicator.title}`
    : '数字的由来';
  return (
    <Drawer
      title={title}
      open
      onClose={onClose}
      size="min(640px, 92vw)"
      loading={answer.isPending}
      closable={{ 'aria-label': '关闭' }}
    >
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && <Why answer={answer.data} asked={asked} indicator={indicator} onOpen={onOpen} />}
    </Drawer>
  );
}
