import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The page of `oche dev`: built into dist/console/page, from where src/console/page-files.ts serves it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../dist/console/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    // What is inlined would need another Content-Security-Policy.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
  },
  logLevel: 'warn',
})
