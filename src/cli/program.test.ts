import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** `import` and `export … from` that are carried out; those of types alone are not. */
const STATIC =
  /^(?:import|export)\s(?!type\b)[^'"=]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm

/** All that is loaded with a file before its first line runs. */
function loadedWith(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen
  seen.add(file.href)
  for (const match of readFileSync(file, 'utf8').matchAll(STATIC)) {
    const specifier = (match[1] ?? match[2])!
    if (specifier.startsWith('.')) loadedWith(new URL(specifier, file), seen)
    else seen.add(specifier)
  }
  return seen
}

it('help and mistakes on the command line are answered without any package or command', () => {
  const loaded = [...loadedWith(new URL('program.ts', import.meta.url))]
  expect(loaded.filter((one) => !/^(file|node):/.test(one))).toEqual([])
  const files = loaded.filter((one) => one.startsWith('file:')).map((one) => fileURLToPath(one))
  expect(files.length).toBeGreaterThan(10)
  expect(
    files.filter((file) => /[/\\](local|deploy|build)[/\\](index|build)\.ts$/.test(file)),
  ).toEqual([])
  expect(files.filter((file) => /commands[/\\]\w+[/\\]index\.ts$/.test(file))).toEqual([])
})
