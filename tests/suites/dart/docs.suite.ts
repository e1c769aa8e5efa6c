import { spawnSync } from 'node:child_process'
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

const pages = ['docs', 'docs/dart', 'dart/oche', 'dart/oche_shelf'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((page) => page.endsWith('.md'))
    .map((page) => `${folder}/${page}`),
)
const blocks = ['README.md', ...pages].flatMap(blocksOf)
/** Those that the pages write themselves, and their folders. */
const packages = Object.fromEntries(
  blocks.flatMap(({ file }) => (file ? [[file.package, join(folder, file.package)]] : [])),
)

it('the programs in the documentation compile', () => {
  const files = blocks.filter(({ source }) => !ABSENT.test(source)).map(write)
  expect(files.length).toBeGreaterThan(12)
  // Beside what is analysed: nothing is used of what it imports.
  const all = join(mkdtempSync(join(folder, '.all-')), 'all.dart')
  const imports = files.map((file, at) => `import '${pathToFileURL(file).href}' as p${at};`)
  writeFileSync(all, `${imports.join('\n')}\nvoid main() {}\n`)
  using programs = new DartPrograms(dart!, packages)
  expect(() => programs.compile(all)).not.toThrow()
})

it.runIf(dart.compiles)('the analyzer finds nothing in the programs of the documentation', () => {
  for (const block of blocks) write(block)
  const own = Object.entries(packages)
  for (const [name, at] of own) writeFileSync(join(at, 'pubspec.yaml'), pubspec(name))
  const local = [...own, ...['oche', 'oche_shelf'].map((name) => [name, join(root, 'dart', name)])]
  const lines = [
    ...local.map(([name, path]) => `  ${name}: { path: ${JSON.stringify(path)} }`),
    ...['aws_client', 'dart_frog', 'http', 'lints', 'logging', 'shelf', 'test'].map(
      (name) => `  ${name}: any`,
    ),
    'dependency_overrides:',
    `  oche: { path: ${JSON.stringify(join(root, 'dart/oche'))} }`,
  ]
  writeFileSync(
    join(folder, 'pubspec.yaml'),
    `${pubspec('pages')}dependencies:\n${lines.join('\n')}\n`,
  )
  writeFileSync(join(folder, 'analysis_options.yaml'), 'include: package:lints/recommended.yaml\n')
  for (const args of [
    ['pub', 'get'],
    ['analyze', '--fatal-infos'],
  ]) {
    const { status, stdout, stderr } = spawnSync(dart!.command, args, {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
  }
})

function pubspec(name: string): string {
  return `name: ${name}\npublish_to: none\nenvironment:\n  sdk: ^3.10.0\n`
}

/** @returns its path */
function write({ name, source, file }: Block): string {
  const path = file ? join(folder, file.package, 'lib', file.path) : join(folder, 'bin', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, source)
  return path
}

/** Whole programs and libraries: a part of one has no import, and says that it is one. */
function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8')
  const found = [...text.matchAll(/(?:^`([\w/.]+\.dart)`[^`]*)?^```dart\n([^]*?)^```/gm)]
  return found
    .map(([, path, source], at): Block => {
      const inLibrary = /^(\w+)\/lib\/(.+)$/.exec(path ?? '')
      const file = inLibrary ? { package: inLibrary[1]!, path: inLibrary[2]! } : undefined
      // As Dart names files.
      const name = `${page.toLowerCase().replaceAll(/\W/g, '_')}_${at}.dart`
      return { name, source: source!, file }
    })
    .filter(({ source, file }) => file !== undefined || /^import /m.test(source))
}

it('every link of the pages leads somewhere', () => {
  for (const page of readdirSync(join(root, 'docs/dart'))) {
    const text = readFileSync(join(root, 'docs/dart', page), 'utf8')
    for (const [, link] of text.matchAll(/\]\(([^)#:]+)(?:#[\w-]*)?\)/g)) {
      expect(existsSync(join(root, 'docs/dart', link!)), `${page}: ${link}`).toBe(true)
    }
  }
})
