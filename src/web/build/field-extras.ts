// What makes the field program installable: icons drawn from one mark, the manifest, and the service worker with the list of files
// it keeps. Runs in the field build only.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type Plugin, transformWithOxc } from 'vite';

const ACCENT = '#0f6b5c';

/** Two adjoining roofs over one wall, with a door: neighbours under one roof line. `inset` keeps it inside a maskable circle. */
const mark = (inset: number, round: boolean): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">
<rect width="96" height="96" rx="${round ? 20 : 0}" fill="${ACCENT}"/>
<g transform="translate(48 48) scale(${1 - inset}) translate(-48 -48)" fill="none" stroke="#fff" stroke-width="7" stroke-linejoin="round" stroke-linecap="round">
<path d="M14 48 34 28 48 42 62 28 82 48"/><path d="M22 44v28h52V44"/><path d="M41 72V57h14v15"/></g></svg>`;

const manifest = {
  id: '/m/',
  name: '邻站 外勤',
  short_name: '邻站',
  description: '乡镇社工站的走访与服务记录，没有信号也能用',
  lang: 'zh-CN',
  start_url: '/m/',
  scope: '/m/',
  display: 'standalone',
  orientation: 'portrait',
  background_color: '#f5f6f5',
  theme_color: ACCENT,
  icons: [
    { src: '/m/icons/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: '/m/icons/icon-192.png', type: 'image/png', sizes: '192x192' },
    { src: '/m/icons/icon-512.png', type: 'image/png', sizes: '512x512' },
    { src: '/m/icons/maskable-512.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
};

const png = (svg: string, size: number): Promise<Buffer> =>
  sharp(Buffer.from(svg), { density: 400 }).resize(size, size).png({ palette: true }).toBuffer();

export function fieldExtras(version: string): Plugin {
  return {
    name: 'linzhan-field-extras',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) => [
        {
          tag: 'link',
          attrs: {
            rel: 'icon',
            href: context.filename.endsWith('field.html') ? '/m/icons/icon.svg' : '/icon.svg',
            type: 'image/svg+xml',
          },
        },
        ...(context.filename.endsWith('field.html')
          ? [
              { tag: 'link', attrs: { rel: 'manifest', href: '/m/manifest.webmanifest' } },
              { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/m/icons/icon-180.png' } },
            ]
          : []),
      ],
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const emit = (fileName: string, source: string | Buffer): string => this.emitFile({ type: 'asset', fileName, source });
        if (this.environment.name !== 'field') {
          emit('icon.svg', mark(0, true));
          return;
        }
        emit('m/icons/icon.svg', mark(0, true));
        emit('m/icons/icon-180.png', await png(mark(0.1, false), 180));
        emit('m/icons/icon-192.png', await png(mark(0, true), 192));
        emit('m/icons/icon-512.png', await png(mark(0, true), 512));
        emit('m/icons/maskable-512.png', await png(mark(0.25, false), 512));
        emit('m/manifest.webmanifest', JSON.stringify(manifest));
        const shell = Object.values(bundle).find(file => file.fileName === 'm/index.html');
        if (shell?.type !== 'asset') throw new Error('the field page is missing from its build');
        const files = [
          '/m/',
          ...Object.keys(bundle)
            .filter(name => name.startsWith('m/assets/'))
            .map(name => `/${name}`),
          '/m/manifest.webmanifest',
          '/m/icons/icon.svg',
          '/m/icons/icon-192.png',
        ];
        const build = createHash('sha256').update(version).update(shell.source).update(files.join()).digest('hex').slice(0, 12);
        const source = await readFile('src/web/sw.ts', 'utf8');
        const { code } = await transformWithOxc(
          source.replace('__FILES__', JSON.stringify(files)).replace('__BUILD__', build),
          'sw.ts',
        );
        emit('m/sw.js', code.replace(/^export \{\s*\};?$/m, ''));
      },
    },
  };
}
