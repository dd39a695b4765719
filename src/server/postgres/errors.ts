// What the launcher refuses. It runs before there is any HTTP, so these are plain errors whose message is the sentence to print.

/** PostgreSQL cannot be started; `message` is a Chinese sentence that says what to do next. */
export class PostgresStartError extends Error {
  override readonly name: string = 'PostgresStartError';
}

/** Another living program owns the data folder. */
export class DataFolderInUse extends PostgresStartError {
  override readonly name = 'DataFolderInUse';
  readonly pid: number;
  constructor(dataDir: string, pid: number) {
    super(`另一个邻站程序正在使用数据文件夹 ${dataDir}（进程 ${pid}）。请先停止它，或用 LINZHAN_DATA 指定另一个文件夹。`);
    this.pid = pid;
  }
}
