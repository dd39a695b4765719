// Somebody else changed the record while this correction waited: both versions side by side, and the author chooses, part by part.
// Nothing of either is lost before the choice is made. Serves E6.

import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { Button, Card, Note } from '#web/field/kit/basic.tsx';
import { ActionBar } from '#web/field/kit/fold.tsx';
import { corrections, type Difference, STATES, type VisitState, Written } from '../../visits.ts';

/** What the server says stands there now (`current` of a refusal); null when it said nothing the phone understands. */
const Standing = z.object({
  revision: z.int(),
  state: z.enum(Object.keys(STATES) as [VisitState, ...VisitState[]]),
  written: Written,
});
export type Standing = z.output<typeof Standing>;
export const standingOf = (current: unknown): Standing | null => Standing.safeParse(current).data ?? null;

type Side = 'theirs' | 'mine';
const SIDES: readonly { side: Side; title: string; of: 'before' | 'after' }[] = [
  { side: 'theirs', title: '对方的内容', of: 'before' },
  { side: 'mine', title: '我写的内容', of: 'after' },
];

function Part({ part, chosen, onChoose }: { part: Difference; chosen: Side | undefined; onChoose(side: Side): void }) {
  return (
    <fieldset className="stale-part">
      <legend>{part.label}</legend>
      {SIDES.map(({ side, title, of }) => (
        <label key={side} className="chip stale-side">
          <input type="radio" name={part.path} checked={chosen === side} onChange={() => onChoose(side)} />
          <span>
            <small>{title}</small>
            {part[of] || '未填'}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** `onChosen` gets the paths to be taken from the other version. */
export function Stale({
  mine,
  standing,
  onChosen,
}: {
  mine: Written;
  standing: Standing;
  onChosen(theirs: ReadonlySet<string>): void;
}) {
  const parts = corrections(standing.written, mine);
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const [asked, setAsked] = useState(false);
  const open = parts.filter(part => !chosen[part.path]);
  const all = (side: Side) => setChosen(Object.fromEntries(parts.map(part => [part.path, side])));
  const go = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (open.length === 0) onChosen(new Set(parts.filter(part => chosen[part.path] === 'theirs').map(part => part.path)));
  };
  return (
    <form className="visit-form" onSubmit={go}>
      <Note mood="warn">
        这条记录在您更正期间已被他人修改。请逐项选择保留哪一方的内容；两份内容都还在，选定并保存前不会丢失。
      </Note>
      {parts.length === 0 ? (
        <p>两份内容已经一致。</p>
      ) : (
        <Card title={`有 ${parts.length} 处不同`}>
          <div className="actions-two">
            <Button onClick={() => all('theirs')}>全部用对方的</Button>
            <Button onClick={() => all('mine')}>全部用我的</Button>
          </div>
          {parts.map(part => (
            <Part
              key={part.path}
              part={part}
              chosen={chosen[part.path]}
              onChoose={side => setChosen(now => ({ ...now, [part.path]: side }))}
            />
          ))}
        </Card>
      )}
      {asked && open.length > 0 && (
        <p className="field-error" role="alert">
          还有 {open.length} 处没有选择：{open.map(part => part.label).join('、')}
        </p>
      )}
      <ActionBar said="两份内容都还在本机">
        <Button wide look="main" submit>
          按选择合并，再看一遍
        </Button>
      </ActionBar>
    </form>
  );
}
