import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

export interface Import {
  /** Below the folder that was read, with `/`. */
  file: string
  /** As it is written. */
  specifier: string
  /** A file like `file`; absent where a package or a module of Node's is imported. */
  target: string | undefined
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
const IMPORT =
  /^(?:import|export)\s[^'"=]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** Examples in docstrings import nothing. */
const COMMENT = /^\s*(?:\/?\*|\/\/).*$/gm

/** The sources below a folder, tests aside: relative paths with `/`. */
export function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replaceAll(sep, '/'))
    .toSorted()
}

/** What the sources below a folder import, types included. */
export function importsOf(folder: string): Import[] {
  return sourcesOf(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').replace(COMMENT, '').matchAll(IMPORT)].map(
      (match) => {
        const specifier = (match[1] ?? match[2] ?? match[3])!
        const path = resolve(folder, dirname(file), specifier)
        const target = specifier.startsWith('.')
          ? relative(folder, path).replaceAll(sep, '/')
          : undefined
        return { file, specifier, target }
      },
    ),
  )
}

/** Groups of files that reach each other, and themselves, by what they import. */
export function circlesOf(imports: readonly Import[]): string[][] {
  const files = [...new Set(imports.map(({ file }) => file))]
  const targets = new Map(files.map((file) => [file, new Set<string>()]))
  for (const { file, target } of imports) if (target !== undefined) targets.get(file)!.add(target)
  const reached = new Map(files.map((file) => [file, reachedFrom(file, targets)]))
  const groups = files
    .filter((file) => reached.get(file)!.has(file))
    .map((file) =>
      files.filter((other) => reached.get(file)!.has(other) && reached.get(other)!.has(file)),
    )
  return [...new Map(groups.map((group) => [group[0], group])).values()]
}

function reachedFrom(file: string, targets: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>()
  const open = [file]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of targets.get(next) ?? []) {
      if (reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}
