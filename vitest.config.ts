import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, so that both workers are busy to the end. The others follow as they come. */
const LONGEST = [
  'arch/attacks.test.ts',
  'arch/matrix.test.ts',
  'src/server/durability.test.ts',
  'src/server/postgres/launch.test.ts',
  'src/server/postgres/accounts.test.ts',
  'src/server/spreadsheets/hostile.test.ts',
  'src/domain/clients/roster.test.ts',
  'src/server/spreadsheets/csv.test.ts',
  'src/server/spreadsheets/read.test.ts',
  'arch/attacks.files.test.ts',
  'arch/attacks.database.test.ts',
  'arch/attacks.sessions.test.ts',
  'src/server/files/pictures.test.ts',
  'src/domain/acceptance/',
  'src/domain/contract/',
  'e2e/journey.test.ts',
  'e2e/chaos.random.test.ts',
  'e2e/acceptance.test.ts',
  'e2e/chaos.test.ts',
  'e2e/chaos.person.test.ts',
  'e2e/contract.test.ts',
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex(path => moduleId.includes(`/${path}`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/**
 * Tests to which it is all the same which PostgreSQL the run is on: rules, and what chooses its own. They have no database: one that
 * asked for it here would fail, so nothing can stand in this list by mistake.
 */
const ANY_DATABASE = [
  'src/kernel/**/*.test.ts',
  'src/web/**/*.test.ts',
  'src/**/*.rules.test.ts',
  'src/server/{documents,files,postgres,secrets,spreadsheets}/**/*.test.ts',
  'src/server/database/shapes.test.ts',
  'arch/{endpoints,imports,library}.test.ts',
];

/** Requests that are refused before they reach a table: sent once where a run is on both databases. */
const HOSTILE = ['arch/attacks*.test.ts'];

// Rules (pure), HTTP and architecture tests on a real database (unit), journeys in a browser (e2e). Each file has databases of its own (see
// src/server/testing.ts); two workers, because the machine they must pass on has two cores.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: ANY_DATABASE } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'arch/**/*.test.ts'],
          exclude: [...ANY_DATABASE, 'src/**/*.demo.test.ts', ...(process.env.LINZHAN_TEST_TURN === 'second' ? HOSTILE : [])],
          globalSetup: ['src/server/testing.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          // With them the tests that look at the demo county, which is founded only once.
          include: ['e2e/**/*.test.ts', 'src/**/*.demo.test.ts'],
          globalSetup: ['src/server/testing.setup.ts', 'e2e/setup.ts'],
          setupFiles: ['e2e/failed.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
