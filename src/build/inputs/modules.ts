import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A module that a bundler says went in. */
export interface Module {
  /** Absolute path, links resolved. */
  file: string
  /** What it imports, as it is written there; also what was left out of the bundle. */
  specifiers: readonly string[]
  /** What of it is in the bundle. @default unknown */
  bytes?: number
}

interface Metafile {
  inputs: Record<string, { imports?: { path: string; original?: string }[] }>
  outputs: Record<string, { inputs?: Record<string, { bytesInOutput: number }> }>
}

/** Reads what Bun and esbuild write of their graph, alike. Paths in it are relative to the root. */
export function readModules(root: string, metafile: string): Module[] {
  const { inputs, outputs } = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile
  const written = Object.values(outputs).flatMap((one) => Object.entries(one.inputs ?? {}))
  const bytes = new Map<string, number>()
  for (const [path, { bytesInOutput }] of written) {
    bytes.set(path, (bytes.get(path) ?? 0) + bytesInOutput)
  }
  return Object.entries(inputs).map(([path, { imports = [] }]) => ({
    file: resolve(root, path),
    specifiers: [...new Set(imports.map((one) => one.original ?? one.path))],
    bytes: bytes.get(path) ?? 0,
  }))
}

/** Endings of modules, in the order in which bundlers try them. */
const ENDINGS = ['.tsx', '.jsx', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json']

/** A file that may be a module. */
export const MODULE = /\.([cm]?[jt]sx?|json)$/

/** Where a relative specifier may lead to, whatever of it is there. */
export function candidates(base: string): string[] {
  const stem = base.replace(/\.[cm]?jsx?$/, '')
  const written = stem === base ? [] : ENDINGS.map((ending) => stem + ending)
  const added = [base, join(base, 'index')].flatMap((path) => ENDINGS.map((end) => path + end))
  return [...new Set([base, ...written, ...added])]
}

/** `import`, `export … from` and `require` with a text, in comments too: rather one too many. */
const IMPORTS =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*)(["'`])([^"'`\n]+)\1/g

/** What a source imports. */
export function specifiersIn(text: string): string[] {
  return [...new Set([...text.matchAll(IMPORTS)].map(([, , specifier]) => specifier!))]
}

/** `@scope/name` or `name`, without what stands behind. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** True of what leads to a file from where it stands. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}(\/|$)/.test(specifier)
}

/** Files that a package.json names, whatever for. */
export function entriesIn(folder: string, manifest: string): string[] {
  const named = [...manifest.matchAll(/"(\.{0,2}[\w@./-]+\.[cm]?[jt]sx?)"/g)]
  return [...named.map(([, path]) => join(folder, path!)), ...candidates(join(folder, 'index'))]
}
