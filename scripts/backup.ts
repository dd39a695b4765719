// `npm run backup -- <new folder>`: a whole copy of the data folder, while the server runs or while it is stopped. Without keys.json,
// which is to be kept somewhere else: the copy alone opens no sealed value. How to restore: docs/deploy.md.

import { resolve } from 'node:path';
import { settingsFromEnvironment } from '../src/main.server.ts';
import { backUp } from '../src/server/postgres/backup.ts';
import { requireNode } from './node-version.ts';
import { giveUp, sentenceOf } from './sentences.ts';

requireNode();
const [to] = process.argv.slice(2);
const { dataDir, databaseUrl } = settingsFromEnvironment();
if (!to) giveUp('用法：npm run backup -- 新文件夹    例：npm run backup -- /backup/linzhan-2026-11-23');
if (databaseUrl) giveUp('数据库在 DATABASE_URL 指明的服务器上：请用它自己的备份（如 pg_dump），再复制数据文件夹中的 files。');
try {
  const begun = performance.now();
  const { files, bytes, running } = await backUp(dataDir, resolve(to));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `已备份到 ${resolve(to)}：${files} 个文件，${Math.ceil(bytes / 1024 / 1024)} MB，用时 ${seconds} 秒（${running ? '系统运行中' : '系统已停止'}）。`,
  );
  console.log(`备份不含密钥 ${dataDir}/keys.json：请另行保管。没有它，备份中加密的内容无法解开。`);
} catch (error) {
  giveUp(sentenceOf(error));
}
