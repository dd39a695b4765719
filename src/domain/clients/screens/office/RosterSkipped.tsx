// What of the file was not taken for people, and columns nobody reads: nothing disappears in silence.

import type { Finding } from '../../clients.ts';

const Sheet = ({ finding }: { finding: Finding }) => (
  <section className="panel" aria-label={finding.sheet ? `工作表 ${finding.sheet}` : '文件'}>
    <h2>
      {finding.sheet || '文件'} <small className="hint">读到 {finding.rows} 行人员</small>
    </h2>
    {finding.stops.map(stop => (
      <p key={stop} className="note note-warn">
        {stop}
      </p>
    ))}
    {finding.skipped.length > 0 && (
      <ul className="plain">
        {finding.skipped.map(s => (
          <li key={s.why}>
            {s.why}：{s.rows} 行
          </li>
        ))}
      </ul>
    )}
    {finding.unread.length > 0 && (
      <>
        <p>没有读取的列：</p>
        <ul className="plain">
          {finding.unread.map(u => (
            <li key={u.column}>
              {u.column} 列「{u.header}」：{u.why}
            </li>
          ))}
        </ul>
      </>
    )}
    {finding.skipped.length + finding.unread.length + finding.stops.length === 0 && (
      <p className="hint">没有跳过的行，也没有不认识的列。</p>
    )}
  </section>
);

export const RosterSkipped = ({ findings }: { findings: readonly Finding[] }) => (
  <>
    <p className="hint">
      标题、合计、空白和隐藏的行不是人员，没有读取；列名不认识的列也没有读取。如有应读的内容，请改好列名后重新上传。
    </p>
    {findings.map(finding => (
      <Sheet key={finding.sheet} finding={finding} />
    ))}
  </>
);
