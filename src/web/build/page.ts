// Puts each program's page where the browser asks for it: office.html → /, field.html → /m/.

import type { Plugin } from 'vite';

const PAGES: Record<string, string> = { 'src/web/office.html': 'index.html', 'src/web/field.html': 'm/index.html' };

export function page(): Plugin {
  return {
    name: 'linzhan-page',
    enforce: 'post',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const wanted = request.headers.accept?.includes('text/html') && !request.url?.startsWith('/api');
        if (wanted) request.url = request.url?.startsWith('/m') ? '/src/web/field.html' : '/src/web/office.html';
        next();
      });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          const place = PAGES[file.fileName];
          if (place && file.type === 'asset') {
            delete bundle[file.fileName];
            this.emitFile({ type: 'asset', fileName: place, source: file.source });
          }
        }
      },
    },
  };
}
