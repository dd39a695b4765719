// What an uploaded spreadsheet may cost us. Everything a stranger's file can make grow has a number here, and every number has
// a sentence that says what to do next.
import { AppError } from '#kernel/errors.ts';

export type Limits = {
  /** The file as uploaded, bytes. */
  fileBytes: number;
  /** Parts inside the .xlsx, and what they unpack to (declared in the directory, and enforced while unpacking). */
  entries: number;
  expandedBytes: number;
  /** Unpacked size over packed size of one part, where the part is large enough to matter. */
  ratio: number;
  /** Rows with content, over all sheets. */
  rows: number;
  columns: number;
  cellChars: number;
  sharedStrings: number;
  sharedStringBytes: number;
  merges: number;
  /** V8 heap of the reading thread, MB. */
  heapMb: number;
  /** Seconds of reading; time during which the caller works is not counted. */
  seconds: number;
};

export const LIMITS: Limits = {
  fileBytes: 50 * 2 ** 20,
  entries: 10_000,
  expandedBytes: 600 * 2 ** 20,
  ratio: 200,
  rows: 200_000,
  columns: 200,
  cellChars: 32_767,
  sharedStrings: 4_000_000,
  sharedStringBytes: 128 * 2 ** 20,
  merges: 100_000,
  heapMb: 192,
  seconds: 60,
};

/** Parts below this size are never refused for their ratio: a small sheet of equal rows packs very well. */
export const RATIO_FROM_BYTES = 16 * 2 ** 20;

export const tooLarge = (say: string): AppError => new AppError('too_large', { say });
export const unsupported = (say: string): AppError => new AppError('unsupported_file', { say });

export const say = {
  xls: '这是旧版 Excel(.xls)文件，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。',
  format: '只能读取 .xlsx 和 .csv 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。',
  encrypted: '这个文件设置了打开密码，请在 Excel 或 WPS 中取消密码、重新保存后再上传。',
  damaged: '文件已损坏或不是真正的 Excel 文件，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。',
  binary: '这是二进制工作簿（.xlsb），请在 Excel 中另存为 .xlsx 后再上传。',
  encoding: '无法识别这个文件的文字编码，请在 Excel 或 WPS 中另存为 .xlsx 后再上传。',
  unpacked: '文件解压后过大，可能不是正常的 Excel 文件。请只保留需要的工作表，另存后再上传。',
  memory: '文件内容过多，系统无法一次读完。请拆分成几个文件，或只保留需要的工作表后再上传。',
  slow: '读取文件用时过长，已停止。请拆分成几个文件，或另存为 .csv 后再上传。',
} as const;
