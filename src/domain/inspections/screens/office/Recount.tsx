// Drawing again in the reader's own browser: from seed and frame, by the published method, without trusting the server's word.

import { Button } from 'antd';
import { useState } from 'react';
import { ApiError, read } from '#web/api.ts';
import { StatusTag } from '#web/status.tsx';
import { type DrawFull, drawnOrder, frame, hashOfFrame, METHOD, SEED_SOURCES } from '../../inspections.ts';

type Found = { station: number; frameSame: boolean; drawSame: boolean };

async function recount(draw: DrawFull, station: number, hash: string): Promise<Found> {
  const { ids } = await read(frame, { id: draw.id, station: String(station) });
  const order = await drawnOrder(draw.seed, station, ids);
  const shown = draw.items.filter(i => i.station === station).sort((a, b) => a.place - b.place);
  return {
    station,
    frameSame: (await hashOfFrame(station, ids)) === hash,
    drawSame: shown.every((item, i) => item.place === i + 1 && item.visit === order[i]),
  };
}

export function Recount({ draw }: { draw: DrawFull }) {
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setFound(await Promise.all(draw.frames.map(f => recount(draw, f.station, f.hash))));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.say);
    } finally {
      setBusy(false);
    }
  };
  const bad = found?.filter(f => !f.frameSame || !f.drawSame) ?? [];
  return (
    <section className="sheet-section" aria-labelledby="method">
      <h2 id="method">抽取办法与核对</h2>
      <ol className="method">
        {METHOD.map(m => (
          <li key={m}>{m}</li>
        ))}
      </ol>
      <p>
        种子（{SEED_SOURCES[draw.seed_source]}）：<span className="mono">{draw.seed}</span>
      </p>
      <details>
        <summary>各站抽样范围及校验值</summary>
        <ul>
          {draw.frames.map(f => (
            <li key={f.station}>
              {f.name}（编号 {f.station}）：{f.frame} 条，应抽 {f.size}；<span className="mono">{f.hash}</span>
            </li>
          ))}
        </ul>
      </details>
      <p className="bar">
        <Button loading={busy} onClick={() => void run()}>
          在本机重算核对
        </Button>
        <span role="status">
          {found &&
            (bad.length === 0 ? (
              <StatusTag mood="good">{`${found.length} 个站的范围和抽取结果均与重算一致`}</StatusTag>
            ) : (
              <StatusTag mood="harm">{`不一致：${bad.map(f => draw.frames.find(x => x.station === f.station)?.name).join('、')}`}</StatusTag>
            ))}
        </span>
        {problem && <span role="alert">{problem}</span>}
      </p>
    </section>
  );
}
