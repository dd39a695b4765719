// 对象: a worker's own people, found by name, sound or digits, narrowed by category, grouped by village. Works without signal.
// Serves K1, K2.

import { useDeferredValue, useMemo, useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { Button, EmptyState, Note, Row } from '#web/field/kit/basic.tsx';
import { TextInput } from '#web/field/kit/form.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { slot } from '#web/field/registry.ts';
import { signal, useSignal } from '#web/signal.ts';
import type { CategoryCode, FieldPerson } from '../../clients.ts';
import { useOwnPeople } from '../shared/own-people.ts';
import { ageWords, categoryName, categoryWords, sexWord } from '../shared/person-words.ts';
import { byVillage, categoryCounts, isMeant } from './find.ts';

/** Survives leaving the list for a person and coming back. */
const sought = signal<{ typed: string; category: CategoryCode | null }>({ typed: '', category: null });
/** So many categories are shown before 更多. */
const FEW = 4;

function CategoryChips({ people }: { people: readonly FieldPerson[] }) {
  const now = useSignal(sought);
  const [all, setAll] = useState(false);
  const counts = useMemo(() => categoryCounts(people), [people]);
  const shown = all ? counts : counts.filter(({ code }, i) => i < FEW || code === now.category);
  return (
    <fieldset className="chips">
      <legend className="visually-hidden">按类别筛选</legend>
      {shown.map(({ code, count }) => (
        <button
          key={code}
          type="button"
          className="chip"
          aria-pressed={now.category === code}
          onClick={() => sought.set({ ...now, category: now.category === code ? null : code })}
        >
          {categoryName(code)} {count}
        </button>
      ))}
      {counts.length > shown.length && (
        <Button look="quiet" aria-expanded={false} onClick={() => setAll(true)}>
          更多类别
        </Button>
      )}
    </fieldset>
  );
}

export const PersonRow = ({ person, today }: { person: FieldPerson; today: string }) => (
  <Row
    to={`people/${person.id}`}
    title={
      <>
        {person.name}{' '}
        <span className="row-beside">
          {sexWord(person.sex)} {ageWords(person.born_on, today)}
        </span>
      </>
    }
    detail={[person.village_group, categoryWords(person.categories)].filter(Boolean).join(' · ')}
    state={slot('personState').map((State, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the modules' order never changes
      <State key={i} person={person.id} />
    ))}
  />
);

function Found({ people, today }: { people: readonly FieldPerson[]; today: string }) {
  return byVillage(people).map(village => (
    <section key={village.code} className="group">
      <h2>
        {village.name} <small>{village.people.length} 人</small>
      </h2>
      <ul className="list">
        {village.people.map(person => (
          <PersonRow key={person.id} person={person} today={today} />
        ))}
      </ul>
    </section>
  ));
}

const None = ({ trouble }: { trouble: string | null }) => (
  <EmptyState icon="people" title="还没有服务对象">
    <p>{trouble ?? '请站长在电脑端分派服务对象；分派后到有信号的地方打开一次，名单会自动下载。'}</p>
  </EmptyState>
);

export default function People() {
  const { people, asOf, ready, trouble } = useOwnPeople();
  const now = useSignal(sought);
  const typed = useDeferredValue(now.typed);
  const today = dayOf(new Date());
  const found = useMemo(
    () => people.filter(p => isMeant(p, typed) && (now.category === null || p.categories.includes(now.category))),
    [people, typed, now.category],
  );
  if (!ready) return null;
  if (people.length === 0) return <None trouble={trouble} />;
  return (
    <>
      <search className="stack">
        <TextInput
          label="查找"
          placeholder="姓名、拼音首字母、证件或电话末位"
          type="search"
          autoComplete="off"
          enterKeyHint="search"
          value={now.typed}
          onChange={text => sought.set({ ...now, typed: text })}
        />
        <CategoryChips people={people} />
      </search>
      <p className="row-detail" role="status">
        {found.length === people.length ? `共 ${people.length} 人` : `找到 ${found.length} 人，共 ${people.length} 人`}
        {asOf && ` · 数据截至 ${asOfWords(asOf, today)}`}
      </p>
      {found.length === 0 ? (
        <Note>没有找到。请换个写法，或清除类别筛选；不在您名下的对象请联系站长。</Note>
      ) : (
        <Found people={found} today={today} />
      )}
    </>
  );
}
