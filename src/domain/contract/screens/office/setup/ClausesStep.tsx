// Step 3: clauses in their order, each with its indicators; the grades of the contract below (P1, K1–K6c).

import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { EmptyState } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import type { Countables } from '../../../rule-check.ts';
import { demandWords } from '../../../rule-words.ts';
import type { Setup } from '../../../setup.ts';
import { ClauseForm } from './ClauseForm.tsx';
import { GradesForm } from './GradesForm.tsx';
import { IndicatorForm } from './IndicatorForm.tsx';
import { MoveClause } from './MoveClause.tsx';
import { Takeout } from './Takeout.tsx';

type Clause = Setup['clauses'][number];
type Indicator = Clause['indicators'][number];
type Open =
  | { what: 'clause'; clause: Clause | null }
  | { what: 'indicator'; clause: Clause; indicator: Indicator | null }
  | { what: 'remove'; clause: Clause; indicator: Indicator | null };
type Opening = { onOpen(open: Open): void };

function IndicatorLine({
  clause,
  indicator,
  measures,
  changes,
  onOpen,
}: Opening & { clause: Clause; indicator: Indicator; measures: Countables; changes: boolean }) {
  const measure = indicator.rule && measures.get(indicator.rule.measure);
  return (
    <li className="indicator-line">
      <div>
        {indicator.title} {!measure && <StatusTag mood="plain">尚未接入</StatusTag>}
        <p className="hint">
          {indicator.rule && measure ? `${measure.title}，${demandWords(indicator.rule, indicator.unit)}` : '没有可用的计数规则'}
          {indicator.score && `；满分 ${indicator.score.points} 分${indicator.score.veto ? '，一票否决' : ''}`}
        </p>
      </div>
      {changes && (
        <div className="row-actions">
          <Button
            size="small"
            aria-label={`编辑指标：${indicator.title}`}
            onClick={() => onOpen({ what: 'indicator', clause, indicator })}
          >
            编辑
          </Button>
          <Button
            size="small"
            aria-label={`删去指标：${indicator.title}`}
            onClick={() => onOpen({ what: 'remove', clause, indicator })}
          >
            删去
          </Button>
        </div>
      )}
    </li>
  );
}

function ClauseCard({
  contract,
  clause,
  place,
  measures,
  changes,
  onOpen,
}: Opening & { contract: Setup; clause: Clause; place: number; measures: Countables; changes: boolean }) {
  return (
    <li className="clause-card">
      <div className="clause-head">
        <h3>
          {clause.code} {clause.title}
        </h3>
        {changes && (
          <div className="row-actions">
            <MoveClause contract={contract} place={place} />
            <Button size="small" aria-label={`修改条款 ${clause.code}`} onClick={() => onOpen({ what: 'clause', clause })}>
              修改
            </Button>
            <Button
              size="small"
              aria-label={`删去条款 ${clause.code}`}
              onClick={() => onOpen({ what: 'remove', clause, indicator: null })}
            >
              删去
            </Button>
          </div>
        )}
      </div>
      <p className="hint">
        {clause.block} · {clause.body}
      </p>
      <ul className="plain-list">
        {clause.indicators.map(i => (
          <IndicatorLine key={i.id} clause={clause} indicator={i} measures={measures} changes={changes} onOpen={onOpen} />
        ))}
      </ul>
      {changes && (
        <Button
          size="small"
          aria-label={`给条款 ${clause.code} 添加指标`}
          onClick={() => onOpen({ what: 'indicator', clause, indicator: null })}
        >
          添加指标
        </Button>
      )}
    </li>
  );
}

const TITLES = { clause: '条款', indicator: '指标', remove: '删去' } as const;

function Inside({ open, contract, measures, onDone }: { open: Open; contract: Setup; measures: Countables; onDone(): void }) {
  if (open.what === 'clause') return <ClauseForm contract={contract} clause={open.clause} onDone={onDone} />;
  if (open.what === 'remove')
    return <Takeout contract={contract} clause={open.clause} indicator={open.indicator} onDone={onDone} />;
  return (
    <IndicatorForm
      key={open.indicator?.id ?? 'new'}
      setup={contract}
      clause={open.clause.code}
      indicator={open.indicator}
      measures={measures}
      onDone={onDone}
    />
  );
}

export function ClausesStep({ contract, measures, changes }: { contract: Setup; measures: Countables; changes: boolean }) {
  const [open, setOpen] = useState<Open | null>(null);
  const done = () => setOpen(null);
  const add = changes && (
    <Button type="primary" onClick={() => setOpen({ what: 'clause', clause: null })}>
      添加条款
    </Button>
  );
  return (
    <>
      {contract.clauses.length === 0 ? (
        <EmptyState icon="contract" title="还没有条款">
          <p>把合同的条款一条一条写进来，每一条可以有一个或几个指标。</p>
          {add}
        </EmptyState>
      ) : (
        <>
          <div className="row-actions">{add}</div>
          <ol className="plain-list cards">
            {contract.clauses.map((clause, i) => (
              <ClauseCard
                key={clause.code}
                contract={contract}
                clause={clause}
                place={i}
                measures={measures}
                changes={changes}
                onOpen={setOpen}
              />
            ))}
          </ol>
        </>
      )}
      <GradesForm key={contract.revision} contract={contract} changes={changes} />
      <Drawer
        title={open ? `${TITLES[open.what]}${open.clause ? `（${open.clause.code} ${open.clause.title}）` : ''}` : ''}
        open={open !== null}
        onClose={done}
        size={open?.what === 'indicator' ? 'min(1180px, 98vw)' : 'min(560px, 96vw)'}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {open && <Inside open={open} contract={contract} measures={measures} onDone={done} />}
      </Drawer>
    </>
  );
}
