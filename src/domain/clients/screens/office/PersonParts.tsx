// The parts of a person's file: service file and what it lacks, categories, household, who is responsible. K1, K2, E1.

import { Button } from 'antd';
import type { ReactNode } from 'react';
import { codeName } from '#kernel/codes.ts';
import { StatusTag } from '#web/status.tsx';
import { FILE_GAPS, RESIDENT_STATES } from '../../clients.ts';
import { categoryName, sexWord } from '../shared/person-words.ts';
import { ageWord, FileTag } from './columns.tsx';
import { DoButton } from './do-button.tsx';
import { type CategoryOf, GAP_DOINGS, type PartOf } from './doings.ts';

/** A titled part; `action` stands beside the title. */
export const Part = ({ id, title, action, children }: { id: string; title: string; action?: ReactNode; children: ReactNode }) => (
  <section className="person-part" aria-labelledby={id}>
    <div className="part-title">
      <h3 id={id}>{title}</h3>
      <span className="no-print">{action}</span>
    </div>
    {children}
  </section>
);

function Missing(of: PartOf) {
  const { missing, state } = of.person.file;
  if (state === 'closed') return null;
  if (missing.length === 0) return <p className="hint">{state === 'none' ? '材料齐全，可以建立服务档案。' : '材料齐全。'}</p>;
  return (
    <>
      <p>
        {state === 'none' ? '建档还需要' : '还缺'} {missing.length} 项{state !== 'none' && '，补齐后自动成为已建档'}:
      </p>
      <ul className="gaps">
        {missing.map(gap => (
          <li key={gap}>
            {FILE_GAPS[gap]}
            <DoButton of={of} doing={{ what: GAP_DOINGS[gap] }} label={`去补：${FILE_GAPS[gap]}`}>
              去补
            </DoButton>
          </li>
        ))}
      </ul>
    </>
  );
}

export function ServiceFile(of: PartOf) {
  const { file, state } = of.person;
  const closable = file.state === 'open' || file.state === 'complete';
  return (
    <Part
      id="person-file"
      title="服务档案"
      action={
        closable ? (
          <DoButton of={of} doing={{ what: 'close_file' }}>
            结束档案
          </DoButton>
        ) : (
          state === 'active' && (
            <DoButton of={of} doing={{ what: 'open_file' }} main>
              {file.state === 'closed' ? '重新建档' : '建立服务档案'}
            </DoButton>
          )
        )
      }
    >
      <p>
        <FileTag state={file.state} />{' '}
        {[file.no, file.filed_on && `${file.filed_on} 建档`, file.closed_on && `${file.closed_on} 结档`, file.closed_reason]
          .filter(Boolean)
          .join('，')}
      </p>
      <Missing {...of} />
    </Part>
  );
}

const span = (from: string | null, to: string | null): string =>
  [from ? `${from} 起` : '起始日期未填', to && `至 ${to}`].filter(Boolean).join('，');

function Category({ entry, ...of }: PartOf & { entry: CategoryOf }) {
  const basis = [entry.basis ?? '认定依据未填', entry.document_no].filter(Boolean).join(' ');
  return (
    <li>
      <div>
        <b>{categoryName(entry.category)}</b>
        {!entry.current && <StatusTag mood="plain">已结束</StatusTag>}
        <p className="hint">
          {basis} · {span(entry.from_on, entry.to_on)}
          {entry.ended_reason && ` · ${entry.ended_reason}`}
          {entry.current && entry.ends_by_age_on && ` · ${entry.ends_by_age_on} 到龄`}
        </p>
      </div>
      {entry.current && (
        <DoButton of={of} doing={{ what: 'end_category', entry }} label={`结束类别：${categoryName(entry.category)}`}>
          结束
        </DoButton>
      )}
    </li>
  );
}

export function Categories(of: PartOf) {
  const entries = of.person.category_history;
  return (
    <Part
      id="person-categories"
      title="对象类别与认定依据"
      action={
        <DoButton of={of} doing={{ what: 'categorise' }}>
          登记类别
        </DoButton>
      }
    >
      {entries.length === 0 ? (
        <p className="hint">还没有对象类别。没有类别的人不会列入优先探访。</p>
      ) : (
        <ul className="entries">
          {[...entries]
            .sort((a, b) => Number(b.current) - Number(a.current))
            .map(entry => (
              <Category key={entry.id} {...of} entry={entry} />
            ))}
        </ul>
      )}
    </Part>
  );
}

export function Household({ person, onOpen }: PartOf & { onOpen(id: string): void }) {
  const { number, size, members } = person.household;
  return (
    <Part id="person-household" title="家庭">
      <p className="hint">
        {[number && `户编号 ${number}`, size && `家庭人口 ${size} 人`, `在本站登记 ${members.length} 人`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ul className="entries">
        {members.map(m => (
          <li key={m.id}>
            <div>
              {m.id === person.id ? (
                <b>{m.name}（本人）</b>
              ) : (
                <Button type="link" className="link-button" onClick={() => onOpen(m.id)}>
                  {m.name}
                </Button>
              )}
              <span className="hint">
                {' '}
                {[
                  codeName('relation', m.relation),
                  sexWord(m.sex),
                  ageWord(m.age),
                  m.state !== 'active' && RESIDENT_STATES[m.state],
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function Assignments(of: PartOf) {
  const { assignments, worker, state } = of.person;
  return (
    <Part
      id="person-assignments"
      title="责任社工"
      action={
        state === 'active' && (
          <DoButton of={of} doing={{ what: 'assign' }}>
            {worker ? '改派' : '分派'}
          </DoButton>
        )
      }
    >
      {!worker && <StatusTag mood="warn">未分派</StatusTag>}
      <ul className="entries">
        {assignments.map(a => (
          <li key={a.id}>
            <div>
              {a.to_on ? a.worker.name : <b>{a.worker.name}</b>} <span className="hint">{span(a.from_on, a.to_on)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}
