import { defineConfig } from 'vite';

/** Builds the page into the package: no request to another host, and paths relative to wherever the page is reached. */
export default defineConfig({
  root: 'src/page',
  base: './',
  build: { outDir: '../../dist/page', emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  logLevel: 'warn',
});
