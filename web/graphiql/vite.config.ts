import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: {
    outDir: '../../app/http/graphiql/dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    license: { fileName: 'third-party-licenses.md' },
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // "use client" addresses React's server bundlers; in a browser bundle it says nothing.
      onwarn: (warning, show) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || show(warning),
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/graphql': { target: 'http://127.0.0.1:8000', ws: true } },
  },
});
