// What is said of a roster, in sentences. Pure. Serves K2, E1.

import type { Batch, Finding, RosterCounts, Verdict } from '../../clients.ts';

const n = (count: number): string => count.toLocaleString('zh-CN');

/** Rows that confirming would write: all but those without a change and those left out. */
export const writtenRows = (c: RosterCounts): number => c.total - c.same - c.left_out;

export const skippedRows = (findings: readonly Finding[]): number =>
  findings.reduce((sum, sheet) => sum + sheet.skipped.reduce((rows, s) => rows + s.rows, 0), 0);

/**
 * `读到 1,287 行:新增 1,102,有变化 40,存疑 12,有错误 9,无变化 124。` Where one person stands on several rows: `读到 41 行,合并同一人后 36 人:…`
 * @param read rows with people in the file
 */
export function readSentence(c: RosterCounts, read = c.total): string {
  if (c.total === 0) return '没有读到人员。';
  const parts = [
    `新增 ${n(c.new)}`,
    `有变化 ${n(c.changed)}`,
    `存疑 ${n(c.doubtful)}`,
    `有错误 ${n(c.wrong)}`,
    `无变化 ${n(c.same)}`,
  ];
  const people = read > c.total ? `读到 ${n(read)} 行，合并同一人后 ${n(c.total)} 人` : `读到 ${n(c.total)} 行`;
  return `${people}：${parts.join('，')}。`;
}

/** What is left to do, or what confirming will do. */
export function confirmSentence(c: RosterCounts): string {
  if (c.undecided > 0) return `还有 ${n(c.undecided)} 行存疑或有错误没有处理：请逐行改正、判断，或选择不导入，处理完才能确认。`;
  const written = writtenRows(c);
  const rest = [c.same > 0 && `${n(c.same)} 行无变化`, c.left_out > 0 && `${n(c.left_out)} 行不导入`].filter(Boolean).join('，');
  if (written === 0) return `没有要写入的内容${rest && `（${rest}）`}，可以放弃这份名册。`;
  return `确认后写入 ${n(written)} 行（新增或更新）${rest && `，${rest}`}；要么全部成功，要么全部不变。`;
}

/** A roster that was taken over, dropped, or could not be read. */
export function endSentence(b: Pick<Batch, 'state' | 'counts' | 'problem' | 'station_name'>): string {
  if (b.state === 'confirmed')
    return `已导入${b.station_name}：写入 ${n(writtenRows(b.counts))} 行，${n(b.counts.same)} 行无变化，${n(b.counts.left_out)} 行不导入。`;
  if (b.state === 'dropped') return '这份名册已放弃，没有导入任何人员。';
  return b.problem ?? '这份名册没有读完，没有导入任何人员。';
}

/** While the work goes on: which part of it, how far, of how many (null: not known yet). */
export function progressOf(b: Pick<Batch, 'state' | 'rows_read' | 'rows_done' | 'counts'>): {
  label: string;
  done: number;
  total: number | null;
} {
  if (b.state === 'confirming') return { label: '正在写入名单：', done: b.rows_done, total: b.counts.total };
  if (b.rows_done > 0) return { label: '正在与已登记的人员比对：', done: b.rows_done, total: b.rows_read };
  return { label: `正在读取名册：已读 ${n(b.rows_read)} 行`, done: b.rows_read, total: null };
}

export const TABS: readonly { verdict: Verdict; label: string }[] = [
  { verdict: 'new', label: '新增' },
  { verdict: 'changed', label: '有变化' },
  { verdict: 'doubtful', label: '存疑' },
  { verdict: 'wrong', label: '有错误' },
  { verdict: 'same', label: '无变化' },
];

/** Where a reader begins: at what needs a decision, else at what will be written. */
export const firstTab = (c: RosterCounts): Verdict =>
  c.undecided > 0 ? (c.wrong > 0 ? 'wrong' : 'doubtful') : c.new > 0 ? 'new' : c.changed > 0 ? 'changed' : 'same';

/** Why a file cannot be a roster, before it is sent; null when it may be one. */
export function fileRefusal(file: { name: string; size: number }): string | null {
  if (/\.xls$/i.test(file.name)) return '这是旧版 .xls 文件，请用表格软件另存为 .xlsx 后再上传。';
  if (!/\.(xlsx|csv)$/i.test(file.name)) return '请选择 .xlsx 或 .csv 文件。';
  if (file.size === 0) return '这个文件是空的，请重新选择。';
  return file.size > 30 * 1024 * 1024 ? '文件超过 30 MB，请删去图片和无关的工作表，或分成几份。' : null;
}
