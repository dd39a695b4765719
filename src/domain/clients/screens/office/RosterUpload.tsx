// Sending a roster: station, file, then it is read in the background. Nothing is written to the register here. Serves K2, E1.

import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { ApiError, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { Progress } from '#web/office/kit/words.tsx';
import { upload } from '#web/office/upload.ts';
import { readRoster, rosterTemplate } from '../../clients.ts';
import { useMay, useStations } from './choices.ts';
import { fileRefusal } from './roster-words.ts';

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Choosing or dropping a file. */
function FileChoice({ file, onChoose }: { file: File | null; onChoose(file: File): void }) {
  const [over, setOver] = useState(false);
  return (
    <label
      className={over ? 'dropzone over' : 'dropzone'}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onChoose(dropped);
      }}
    >
      <Icon name="record" size={1.5} />
      <span>{file ? `${file.name}（${sizeWords(file.size)}）` : '选择名册文件，或把文件拖到这里'}</span>
      <span className="hint">.xlsx 或 .csv，可以是乡镇自己的表：标题行、合并单元格、多个工作表都能读</span>
      <input
        type="file"
        className="visually-hidden"
        aria-label="名册文件"
        accept=".xlsx,.csv"
        onChange={event => event.target.files?.[0] && onChoose(event.target.files[0])}
      />
    </label>
  );
}

/** Sends the file, then asks to read it; answers the roster's id. The id is kept while the same file is tried again. */
function useSending() {
  const navigate = useNavigate();
  const [sent, setSent] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useRef(newId());
  const start = async (file: File, station: number, include_hidden: boolean) => {
    setProblem(null);
    setSent({ done: 0, total: file.size });
    try {
      const file_hash = await upload(file, { use: 'roster', station }, (done, total) => setSent({ done, total }));
      await send(
        readRoster,
        { id: id.current, station, file_hash, file_name: file.name.slice(0, 200), include_hidden },
        { id: id.current },
      );
      await navigate({ to: '/people/rosters/$id', params: { id: id.current } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 0) id.current = newId();
      setProblem([error.say, ...error.issues.map(issue => issue.message)].join(' '));
      setSent(null);
    }
  };
  return { start, sent, problem, setProblem };
}

export function RosterUpload() {
  const may = useMay();
  const stations = useStations().filter(s => may('clients.read_roster', s.value));
  const [station, setStation] = useState(stations.length === 1 ? stations[0]!.value : undefined);
  const [file, setFile] = useState<File | null>(null);
  const [hidden, setHidden] = useState(false);
  const { start, sent, problem, setProblem } = useSending();
  const begin = () => {
    if (station === undefined) return setProblem('请先选择这份名册是哪个社工站的。');
    if (!file) return setProblem('请先选择名册文件。');
    const refusal = fileRefusal(file);
    return refusal ? setProblem(refusal) : void start(file, station, hidden);
  };
  return (
    <section className="panel roster-upload" aria-labelledby="roster-new">
      <div className="part-title">
        <h2 id="roster-new">导入一份名册</h2>
        <Button
          icon={<Icon name="export" />}
          onClick={() => void download(rosterTemplate, {}).catch((error: ApiError) => setProblem(error.say))}
        >
          下载模板
        </Button>
      </div>
      {stations.length > 1 && (
        <div className="file-field">
          <label htmlFor="roster-station">社工站</label>
          <Select
            id="roster-station"
            placeholder="选择社工站"
            options={stations}
            value={station}
            onChange={setStation}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 240 }}
          />
        </div>
      )}
      <FileChoice
        file={file}
        onChoose={chosen => {
          setFile(chosen);
          setProblem(fileRefusal(chosen));
        }}
      />
      <Checkbox checked={hidden} onChange={event => setHidden(event.target.checked)}>
        也读取隐藏的工作表和行
      </Checkbox>
      {problem && (
        <p role="alert" className="harm">
          {problem}
        </p>
      )}
      {sent && (
        <Progress
          label="正在上传："
          done={Math.round(sent.done / 1024)}
          total={Math.round(sent.total / 1024)}
          note="单位 KB。上传完成前请不要关闭此页；之后的读取可以离开。"
        />
      )}
      <p>
        <Button type="primary" loading={sent !== null} onClick={begin}>
          读取名册
        </Button>
      </p>
    </section>
  );
}
