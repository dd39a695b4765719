// The head of a person's file: who it is in a line, categories, what a reader should look at, and what can be done. K1, K2.

import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Icon } from '#web/icons.tsx';
import { StatusTag } from '#web/status.tsx';
import { RESIDENT_STATES } from '../../clients.ts';
import { sexWord, villageWords } from '../shared/person-words.ts';
import { ageWord, CategoryTags } from './columns.tsx';
import { DoButton } from './do-button.tsx';
import type { PartOf } from './doings.ts';

function State({ person, onOpen }: Pick<PartOf, 'person'> & { onOpen(id: string): void }) {
  if (person.state === 'active') return null;
  return (
    <p className="note">
      <StatusTag mood="plain">{RESIDENT_STATES[person.state]}</StatusTag>
      {person.state_on && ` ${person.state_on}`}
      {person.state_reason && `，${person.state_reason}`}
      {person.merged_into && (
        <Button type="link" onClick={() => onOpen(person.merged_into!)}>
          打开合并后的档案
        </Button>
      )}
    </p>
  );
}

export function PersonHead({ page, named, onOpen, ...of }: PartOf & { page: boolean; named: boolean; onOpen(id: string): void }) {
  const { person, mayDo, onDo } = of;
  return (
    <section className="person-head" aria-label="基本情况">
      <h2 className={named ? undefined : 'visually-hidden'}>{person.name}</h2>
      <p className="hint">
        {[sexWord(person.sex), ageWord(person.age), person.station_name, villageWords(person)].filter(Boolean).join(' · ')}
      </p>
      {person.categories.length > 0 && <CategoryTags codes={person.categories} />}
      {person.comes_first && (
        <StatusTag mood="wait" icon="people">
          优先探访对象
        </StatusTag>
      )}
      <State person={person} onOpen={onOpen} />
      {person.doubts.map(doubt => (
        <p key={doubt} className="note note-warn">
          <Icon name="warn" /> {doubt}
        </p>
      ))}
      {person.twins.map(other => (
        <p key={other} className="note note-warn">
          <Icon name="people" /> 本村有姓名同音、出生日期相同的人，可能重复登记。
          {mayDo('merge') || mayDo('distinguish') ? (
            <Button type="link" onClick={() => onDo({ what: 'merge', other })}>
              对照查看
            </Button>
          ) : (
            <Button type="link" onClick={() => onOpen(other)}>
              打开另一份
            </Button>
          )}
        </p>
      ))}
      <p className="row-actions no-print">
        <DoButton of={of} doing={{ what: 'correct' }}>
          更正信息
        </DoButton>
        <DoButton of={of} doing={{ what: 'move' }}>
          变更村（居）或家庭
        </DoButton>
        <DoButton of={of} doing={{ what: 'mark' }}>
          {person.state === 'active' ? '登记迁出、死亡或结束' : '恢复在册'}
        </DoButton>
        <DoButton of={of} doing={{ what: 'merge' }}>
          合并重复
        </DoButton>
        {!page && (
          <Link className="button-small" to="/people/$id" params={{ id: person.id }}>
            整页打开、打印
          </Link>
        )}
      </p>
    </section>
  );
}
