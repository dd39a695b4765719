// Builds the two web programs into dist/: the office at `/` and the field app at `/m/`. Two separate builds, so that nothing the
// office needs ends in what a phone must load.

import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fieldExtras } from './src/web/build/field-extras.ts';
import { firstLoad } from './src/web/build/first-load.ts';
import { page } from './src/web/build/page.ts';
import { precompress } from './src/web/build/precompress.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const output = { codeSplitting: { groups: [{ debugName: 'first load', name: firstLoad }] } };

export default defineConfig({
  plugins: [react(), page(), fieldExtras(version), precompress()],
  define: { __VERSION__: JSON.stringify(version) },
  publicDir: false,
  build: { outDir: 'dist', target: 'es2022', modulePreload: { polyfill: false }, reportCompressedSize: false },
  environments: {
    client: { build: { assetsDir: 'assets', emptyOutDir: true, rollupOptions: { input: 'src/web/office.html', output } } },
    field: {
      consumer: 'client',
      build: { assetsDir: 'm/assets', emptyOutDir: false, rollupOptions: { input: 'src/web/field.html', output } },
    },
  },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments.client!);
      await builder.build(builder.environments.field!);
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/q': 'http://127.0.0.1:8080' } },
});
