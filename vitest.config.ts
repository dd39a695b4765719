import { defineConfig } from 'vitest/config';

// Unit, HTTP and architecture tests. Each worker has its own databases (see src/server/testing.ts); two workers, because
// the machine they must pass on has two cores. Browser tests live in e2e/ and are a project of their own.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'arch/**/*.test.ts'],
          exclude: ['src/**/*.demo.test.ts'],
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
