// Parts of a case's page: the way it goes, goals with how they went, the client's version. Serves K3, K3b.

import { Button } from 'antd';
import { documentDay } from '#kernel/dates.ts';
import { download } from '#web/office/download.ts';
import { agreementOf } from '../../agreement.ts';
import { type CaseFull, clientSheet, REACHED, STAGES, WAY } from '../../cases.ts';
import { useTry } from './parts.tsx';

/** The stages in a line, the present one marked. */
export function Way({ stage }: { stage: CaseFull['stage'] }) {
  const at = WAY.indexOf(stage);
  return (
    <ol className="case-way" aria-label="阶段">
      {WAY.map((one, i) => (
        <li key={one} aria-current={i === at ? 'step' : undefined} className={i < at ? 'past' : undefined}>
          {i < at && <span aria-hidden="true">✓ </span>}
          {STAGES[one]}
        </li>
      ))}
    </ol>
  );
}

/** Goals from where they began to where they are, with what was said each time. */
export function Goals({ of: c }: { of: CaseFull }) {
  if (c.goals.length === 0) return <p className="hint">还没有目标。预估里的需求会成为计划的目标。</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="case-scroll" tabIndex={0} aria-label="目标进展">
      <table className="case-goals">
        <thead>
          <tr>
            <th scope="col">目标</th>
            <th scope="col">开始</th>
            <th scope="col">现在</th>
            <th scope="col">希望</th>
            <th scope="col">进展</th>
            <th scope="col">每次</th>
          </tr>
        </thead>
        <tbody>
          {c.goals.map(g => (
            <tr key={g.id}>
              <th scope="row">
                {g.goal}
                <small>{g.indicator}</small>
              </th>
              <td>{g.baseline}</td>
              <td>{g.now ?? '—'}</td>
              <td>{g.target}</td>
              <td>{g.reached ? REACHED[g.reached] : '未评'}</td>
              <td>{g.steps.map(s => `${s.on.slice(5)} ${s.scale ?? '—'} 分`).join('，') || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the client sees and signs, in plain words; printed as it stands. */
export function ClientVersion({ of: c }: { of: CaseFull }) {
  const attempt = useTry();
  const { on, sections } = agreementOf(c);
  if (sections.length === 0) return <p className="hint">写好同意书和计划书后，这里是给服务对象看的内容。</p>;
  return (
    <div className="case-client">
      <p className="bar no-print">
        <Button onClick={() => void attempt(() => download(clientSheet, { id: c.id }))}>打印服务对象版（PDF）</Button>
        {on && <span>{documentDay(on)} 的约定</span>}
      </p>
      {sections.map(s => (
        <section key={s.title} aria-label={s.title}>
          <h3>{s.title}</h3>
          {s.lines.map(line => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
    </div>
  );
}
