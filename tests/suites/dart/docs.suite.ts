import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { root } from '../../support/cli.ts'
import { dart, DartPrograms } from '../../support/dart.ts'

if (!dart) throw new Error('OCHE_DART has to name what runs Dart')

const folder = mkdtempSync(join(tmpdir(), 'oche-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Packages that no machine without pub.dev has, and the pages that show a program with one. */
const ABSENT = /package:(aws_client|dart_frog|http|logging)\//

interface Block {
  name: string
  source: string
  /** A file of a package that the page itself writes: its name and the path in `lib`. */
  file: { package: string; path: string } | undefined
}

it('the programs in the documentation compile', () => {
  const pages = readdirSync(join(root, 'docs/dart')).map((page) => `docs/dart/${page}`)
  const blocks = [...pages, 'dart/oche/README.md', 'dart/oche_shelf/README.md'].flatMap(blocksOf)
  const packages = Object.fromEntries(
    blocks.flatMap(({ file }) => (file ? [[file.package, join(folder, file.package)]] : [])),
  )
  const files = blocks.map(({ name, source, file }) => {
    const path = file ? join(folder, file.package, 'lib', file.path) : join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source)
    return path
  })
  expect(files.length).toBeGreaterThan(12)
  const all = join(folder, 'all.dart')
  const imports = files.map((file, at) => `import '${pathToFileURL(file).href}' as p${at};`)
  writeFileSync(all, `${imports.join('\n')}\nvoid main() {}\n`)
  using programs = new DartPrograms(dart!, packages)
  expect(() => programs.compile(all)).not.toThrow()
})

/** Whole programs and libraries: a part of one has no import, and declares nothing. */
function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8')
  const found = [...text.matchAll(/(?:^`([\w/.]+\.dart)`[^`]*)?^```dart\n([^]*?)^```/gm)]
  return found
    .map(([, path, source], at): Block => {
      const inLibrary = /^(\w+)\/lib\/(.+)$/.exec(path ?? '')
      const file = inLibrary ? { package: inLibrary[1]!, path: inLibrary[2]! } : undefined
      return { name: `${page.replaceAll(/\W/g, '_')}_${at}.dart`, source: source!, file }
    })
    .filter(({ source, file }) => file !== undefined || /^import /m.test(source))
    .filter(({ source }) => !ABSENT.test(source))
}

it('every link of the pages leads somewhere', () => {
  for (const page of readdirSync(join(root, 'docs/dart'))) {
    const text = readFileSync(join(root, 'docs/dart', page), 'utf8')
    for (const [, link] of text.matchAll(/\]\(([^)#:]+)(?:#[\w-]*)?\)/g)) {
      expect(existsSync(join(root, 'docs/dart', link!)), `${page}: ${link}`).toBe(true)
    }
  }
})
