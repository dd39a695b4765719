// A scoring table as a file: saved as JSON, and read from one; what does not fit is said before anything is sent.

import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { Layout } from '../../layout.ts';

const MAX_BYTES = 500_000;

export function LayoutFile({ layout, onLayout }: { layout: Layout; onLayout?(layout: Layout): void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const save = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(layout, null, 2)], { type: 'application/json' }));
    Object.assign(document.createElement('a'), { href: url, download: `${layout.title}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const open = async (file: File) => {
    const text = file.size > MAX_BYTES ? '' : await file.text();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return setProblem('这不是评分表文件，请选择从本系统导出的 JSON 文件。');
    }
    const read = Layout.safeParse(value);
    setProblem(read.success ? null : read.error.issues.map(i => `${i.path.join('.')}：${i.message}`).join('；'));
    if (read.success) onLayout?.(read.data);
  };
  return (
    <div className="layout-file">
      <div className="doings">
        <Button onClick={save}>导出评分表</Button>
        {onLayout && <Button onClick={() => picker.current?.click()}>从文件读入</Button>}
      </div>
      {onLayout && (
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          style={{ display: 'none' }}
          aria-label="评分表文件"
          onChange={event => {
            const file = event.target.files?.[0];
            if (file) void open(file);
            event.target.value = '';
          }}
        />
      )}
      {problem && <Alert type="error" role="alert" showIcon message={problem} />}
    </div>
  );
}
