// PostgreSQL writes its log straight into a file of the data folder, so it never waits for us and goes on when we are killed. The file
// is kept short from outside: when it has grown, its content moves to postgres.log.1 and it is emptied.

import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 5 * 1024 * 1024; // bytes; with the previous one at most twice that, and what comes in one interval
const INTERVAL = 60_000;

export type LogFile = { path: string; fd: number; mark: () => number; since: (mark: number) => string; close: () => void };

/** Opens `<dataDir>/postgres.log` for appending and keeps it below its limit until `close`. */
export function openLogFile(dataDir: string): LogFile {
  const path = join(dataDir, 'postgres.log');
  const fd = openSync(path, 'a+', 0o600);
  const shorten = () => {
    if (fstatSync(fd).size < LIMIT) return;
    copyFileSync(path, `${path}.1`);
    ftruncateSync(fd); // the server appends, so its next line goes to the new end
  };
  shorten();
  const timer = setInterval(shorten, INTERVAL).unref();
  return {
    path,
    fd,
    mark: () => fstatSync(fd).size,
    /** The last 2,000 bytes written after `mark`. */
    since: mark => {
      const size = fstatSync(fd).size;
      const buffer = Buffer.alloc(Math.min(2_000, Math.max(0, size - mark)));
      readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trim();
    },
    close: () => {
      clearInterval(timer);
      closeSync(fd);
    },
  };
}
