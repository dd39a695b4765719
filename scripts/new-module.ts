// `npm run new <module>`: the files of a module, ready to fill. A file is made when it has something to say; these are the fewest.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const name = process.argv[2];
if (!name || !/^[a-z]{3,20}$/.test(name)) {
  console.error('usage: npm run new <plural noun of the station’s work, lower case>');
  process.exit(1);
}
const folder = join(import.meta.dirname, '../src/domain', name);
if (existsSync(folder)) {
  console.error(`src/domain/${name} exists`);
  process.exit(1);
}

const files: Record<string, string> = {
  'README.md': `# ${name}\n\nWhat it is, the clauses it serves, decisions taken.\n`,
  [`${name}.ts`]: `// The thing itself: schemas, code tables, endpoints, pure rules. Both sides.

import { z } from 'zod';
import { defineRead, pageOf, paging } from '#kernel/endpoints.ts';

export const list = defineRead({
  name: '${name}.list',
  title: '列表',
  clauses: [],
  query: z.strictObject({ ...paging }),
  answer: pageOf(z.object({ id: z.uuid() })),
});
`,
  [`${name}.policy.ts`]: `// Who may use which verb. Silence means no.

import type { Rule } from '#kernel/policy.ts';

export const ${name}Policy = {
  '${name}.list': { roles: ['resident_worker', 'station_lead'] },
} as const satisfies Record<string, Rule>;
`,
  [`${name}.routes.ts`]: `// The commands and reads.

import { bindRead } from '#server/module.ts';
import { list } from './${name}.ts';
import { ${name}Policy as may } from './${name}.policy.ts';
import { listPage } from './${name}.service.ts';

export const reads = [bindRead(list, may['${name}.list'], ({ tx }, query) => listPage(tx, query))];
`,
  [`${name}.service.ts`]: `// All SQL of this module. Every statement states its county.

import type { z } from 'zod';
import type { Tx } from '#server/database/tx.ts';
import type { list } from './${name}.ts';

export async function listPage(_tx: Tx, _query: z.output<typeof list.query>): Promise<z.input<typeof list.answer>> {
  return { rows: [], next: null };
}
`,
  'index.ts': `// The server's door of module ${name}.

import { defineModule } from '#server/module.ts';
import { reads } from './${name}.routes.ts';

export const ${name} = defineModule({ name: '${name}', reads });
`,
  [`${name}.test.ts`]: `// refuses / works / counts, through HTTP, on a real database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, foundDemoCounty } from '#domain/org/people.demo.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import { list } from './${name}.ts';
import { ${name} } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer([${name}], ({ house }) => foundDemoCounty(house, '2026-03-01'));
});
afterAll(() => server?.stop());

describe('refuses', () => {
  it('an administrator', async () => {
    expect((await (await server.as(demoId('469030/xitong'))).read(list)).body.code).toBe('forbidden');
  });
});
`,
};

mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
console.log(
  `made src/domain/${name}. Next: a migration db/migrations/NNNN_${name}.sql, \`npm run gen\`, and one line in src/modules.ts.`,
);
