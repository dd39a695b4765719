// Which room may import which. Checked by arch/imports.test.ts on the source and, with every rule broken once, on arch/canaries.

const TIERS = ['org', 'clients', 'assessments', '(visits|cases|groups|activities|care|children|volunteers)', '(inspections|hints)', '(contract|reports)', 'acceptance'];
const lookDown = TIERS.slice(0, -1).map((tier, i) => ({
  name: `tier-${i}-looks-down`,
  severity: 'error',
  from: { path: `^src/domain/${tier}/` },
  to: { path: `^src/domain/(${TIERS.slice(i + 1).join('|')})/` },
}));
const SERVER_FILES = '\\.(service|routes|measures|documents|jobs|demo)\\.ts$';
const TESTS = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { pathNot: TESTS }, to: { circular: true } },
    { name: 'kernel-imports-nothing', severity: 'error', from: { path: '^src/kernel/' }, to: { path: '^src/', pathNot: '^src/kernel/' } },
    { name: 'platform-knows-no-domain', severity: 'error', from: { path: '^src/(server|web)/', pathNot: TESTS }, to: { path: '^src/(domain|modules)' } },
    { name: 'web-knows-no-server', severity: 'error', from: { path: '^src/web/', pathNot: TESTS }, to: { path: '^src/server/' } },
    {
      name: 'other-module-by-its-door',
      severity: 'error',
      from: { path: '^src/domain/([^/]+)/', pathNot: `${TESTS}|\\.demo\\.ts$|/testing\\.ts$` },
      to: {
        path: '^src/domain/([^/]+)/',
        pathNot: ['^src/domain/$1/', '^src/domain/[^/]+/[^/]+\\.service\\.ts$', '^src/domain/[^/]+/screens/shared/', '^src/domain/([a-z-]+)/\\1(\\.policy)?\\.ts$', '^src/domain/clients/(categories|forms)\\.ts$', '\\.demo\\.ts$'],
      },
    },
    {
      name: 'same-tier-strangers',
      severity: 'error',
      from: { path: '^src/domain/(visits|cases|groups|activities|care|children|volunteers)/', pathNot: TESTS },
      to: { path: '^src/domain/(visits|cases|groups|activities|care|children|volunteers)/', pathNot: '^src/domain/$1/' },
    },
    {
      name: 'phone-carries-no-server',
      severity: 'error',
      from: { path: '(^src/main\\.(office|field)|/screens/|^src/web/)', pathNot: `${TESTS}|^src/web/build/` },
      to: { path: `(^src/server/|^node_modules/(kysely|pg|fastify|exceljs|sharp)/|${SERVER_FILES})`, reachable: true },
    },
    {
      name: 'field-carries-no-office',
      severity: 'error',
      from: { path: '^src/main\\.field\\.tsx$' },
      to: { path: '(^node_modules/(antd|@tanstack|pinyin-pro)/|/screens/office/|^src/web/office/)', reachable: true },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '^src/domain/([a-z-]+)/\\1(\\.policy)?\\.ts$' },
      to: { path: `(^src/(server|web)/|^node_modules/(kysely|pg|fastify|react)/|${SERVER_FILES})`, reachable: true },
    },
    { name: 'routes-hold-no-sql', severity: 'error', from: { path: '\\.routes\\.ts$' }, to: { path: '(^node_modules/(kysely|pg)/|^src/server/database/tables\\.ts$)' } },
    { name: 'sql-only-in-services', severity: 'error', from: { path: '^src/domain/', pathNot: `(\\.(service|measures|demo)\\.ts$|/testing\\.ts$|${TESTS})` }, to: { path: '^src/server/database/tables\\.ts$' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '(\\.d\\.ts$|/sw\\.ts$|/web/build/|\\.test\\.)' }, to: {} },
    ...lookDown,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|html|json)$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
