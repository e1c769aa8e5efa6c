import type { Area } from './area.ts'

export const typescript = {
  title: 'TypeScript',
  codes: {
    COMPILE_FAILED: {
      cause: 'the source does not compile (Dart too)',
      remedy: 'correct it at the place that is shown',
    },
    NO_HANDLER: {
      cause: 'the source exports nothing that could be called',
      remedy: 'export a handler, or name one of the exports by `handler:`',
    },
    MACHINE_PATH: {
      cause: 'the bundle holds a path of this machine, which Lambda does not have',
      remedy:
        'pack the file by `include:` and find it by `import.meta.dirname`; see [build](build.md)',
    },
    IMPORT_TYPE_UNSUPPORTED: {
      cause: 'an import has a `type` that this engine does not know',
      remedy: 'import it in the way that is named, or use the other engine',
    },
    BUN_NOT_FOUND: {
      cause: 'Bun is not installed',
      remedy: 'install it with the command that is named',
    },
    ESBUILD_NOT_FOUND: {
      cause: 'esbuild, which `engine: node` and `engine: quickjs` bundle with, is not installed',
      remedy: 'install it with the command that is named',
    },
    ENGINE_LACKS: {
      cause: 'the function uses what `engine: quickjs` has not; the file and the thing are named',
      remedy: 'use `engine: bun`, or leave out what needs it; see [engines](engines.md)',
    },
    ENGINE_NOT_FOUND: {
      cause: 'the package with the engine of `engine: quickjs` is not installed',
      remedy: 'install it with the command that is named',
    },
    ENGINE_NOT_BUILT: {
      cause: 'in a clone of Oche, building the engine failed',
      remedy: '`npm run engine`, and correct what it says',
    },
    NODE_TOO_OLD: {
      cause: "the project's package `node` is older than a single executable needs",
      remedy: '`npm install --save-dev node@24`',
    },
    NODE_NOT_FETCHED: {
      cause: 'npm could not fetch the Node.js that goes into the executable',
      remedy: 'check the connection to the registry',
    },
    NODE_EXECUTABLE_FAILED: {
      cause: "a step of making Node's executable failed",
      remedy: "read the tool's own words, shown with the error",
    },
  },
} as const satisfies Area
