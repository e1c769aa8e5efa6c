import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { isSource, ownPath } from '../../../core/own-package.ts'

/** Modules of `runtime/bun/` that bring Bun closer to Node before anything else is loaded. */
export type Corrections = readonly ('text-responses' | 'imitated-sockets')[]

/** The folder that holds `runtime` and `contract`: `dist`, or `src` in this package's own tests. */
const own = ownPath(isSource ? 'src' : 'dist')

const extension = isSource ? '.ts' : '.js'

/**
 * The text of the module that joins the user's source to the runtime. The source is imported
 * dynamically so that a failure of its top level is reported as an error of the initialisation.
 *
 * @param source path of the user's source, relative to the entry's folder
 * @param runtime path of the runtime's folder, relative to the entry's folder
 * @param corrections in the order in which they are loaded
 * @param waits whether the entry has a top-level await, which Bun's bytecode needs
 */
export function entryText(
  source: string,
  runtime: string,
  corrections: Corrections,
  waits: boolean,
): string {
  const part = (...path: string[]) => specifier(join(runtime, ...path) + extension)
  return [
    ...corrections.map((name) => `import ${part('bun', name)}`),
    `import { run } from ${part('index')}`,
    `import { makeFetch } from ${part('listener', 'index')}`,
    `${waits ? 'await ' : ''}run(() => import(${specifier(source)}), makeFetch)\n`,
  ].join('\n')
}

function specifier(path: string): string {
  const posix = path.split(sep).join('/')
  return JSON.stringify(posix.startsWith('.') ? posix : `./${posix}`)
}

/**
 * Writes the entry and a copy of the runtime beside it. With all paths inside the project a binary
 * is the same wherever the project and this package lie.
 *
 * @returns the entry's path
 */
export function writeEntry(
  folder: string,
  source: string,
  corrections: Corrections,
  waits: boolean,
): string {
  for (const file of runtimeFiles()) {
    writeIfNew(join(folder, relative(own, file)), readFileSync(file, 'utf8'))
  }
  const entry = join(folder, 'entry.ts')
  writeIfNew(entry, entryText(relative(folder, source), 'runtime', corrections, waits))
  return entry
}

/** The code that goes into every binary, sorted. */
export function runtimeFiles(): string[] {
  return ['runtime', 'contract'].flatMap((part) =>
    readdirSync(join(own, part), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(extension) && !/\.(test|d)\.ts$/.test(path))
      .toSorted()
      .map((path) => join(own, part, path)),
  )
}

/** Whole or not at all: two architectures are built side by side from the same entry. */
function writeIfNew(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}.new`
  writeFileSync(unfinished, text)
  renameSync(unfinished, file)
}
