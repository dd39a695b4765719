// `npm run gen`: writes what is generated from the source of truth. `npm run gen -- --check` only compares and fails on a difference.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { instrumentSchemaText } from '../src/domain/assessments/instrument-schema.ts';
import { contractSchemaText } from '../src/domain/contract/contract-schema.ts';
import { schemaText, typesText } from '../src/server/database/introspect.ts';
import { prepareDatabase } from '../src/server/database/migrate.ts';
import { deleteDataFolder } from '../src/server/postgres/delete-data.ts';
import { startPostgres } from '../src/server/postgres/launch.ts';
import { clausesText } from './clauses.ts';

const root = join(import.meta.dirname, '..');

/** The generated files and their texts, from a fresh database. */
export async function generated(): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'linzhan-gen-'));
  const postgres = await startPostgres({ dataDir });
  try {
    const { ownerUrl } = await prepareDatabase(postgres.url, 'linzhan_gen', { owner: 'gen', runtime: 'gen' });
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    const files = {
      'db/types.ts': await typesText(client),
      'db/schema.sql': await schemaText(client),
      'docs/clauses.md': clausesText(),
      'docs/contract.schema.json': contractSchemaText(),
      'docs/instrument.schema.json': instrumentSchemaText(),
    };
    await client.end();
    return files;
  } finally {
    await postgres.stop();
    await deleteDataFolder(dataDir);
  }
}

const check = process.argv.includes('--check');
for (const [path, text] of Object.entries(await generated())) {
  const now = await readFile(join(root, path), 'utf8').catch(() => '');
  if (now === text) continue;
  if (check) {
    console.error(`${path} is not fresh: run \`npm run gen\` and commit the result`);
    process.exitCode = 1;
  } else {
    await writeFile(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
