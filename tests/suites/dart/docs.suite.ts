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

it('the examples in the comments of the packages compile', () => {
  const examples = ['dart/oche/lib', 'dart/oche_shelf/lib'].flatMap(examplesBelow)
  expect(examples.length).toBeGreaterThan(60)
  const all = mkdtempSync(join(folder, '.examples-'))
  const imports = examples.map((example, at) => {
    writeFileSync(join(all, `${at}.dart`), example)
    return `import '${at}.dart' as e${at};`
  })
  writeFileSync(join(all, 'all.dart'), `${imports.join('\n')}\nvoid main() {}\n`)
  using programs = new DartPrograms(dart!)
  expect(() => programs.compile(join(all, 'all.dart'))).not.toThrow()
})

it.each(['oche/lib/oche.dart', 'oche/lib/testing.dart', 'oche_shelf/lib/oche_shelf.dart'])(
  'every public name of %s is documented, with an example',
  (library) => {
    const names = publicNames(join(root, 'dart', library))
    expect(names.map(({ name }) => name)).toContain(SURE[library])
    const bare = names.filter(({ comment }) => !comment.includes('```dart'))
    expect(bare.map(({ name }) => name)).toEqual([])
  },
)

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

/** One name of each library: the others are found as it is. */
const SURE: Record<string, string> = {
  'oche/lib/oche.dart': 'LambdaHandler',
  'oche/lib/testing.dart': 'invoke',
  'oche_shelf/lib/oche_shelf.dart': 'LambdaRequest',
}

/** Kind and name, or type and name of a function, at the beginning of a line; the comment in front. */
const DECLARATION =
  /((?:^(?:\/\/\/|@).*\n)*)^(?:(?:(?:abstract|sealed|final|base) )*(?:class|mixin|enum|extension|typedef) (\w+)|(?!import|export|part|final|const|late)[A-Z][\w<>?]* (\w+)(?:<[\w ]+>)?\()/gm

/** What a library exports: what a file of it declares, or shows. */
function publicNames(library: string): { name: string; comment: string }[] {
  const exported = readFileSync(library, 'utf8').matchAll(
    /^export '(src\/[^']+)'(?: show ([^;]+))?;/gm,
  )
  return [...exported].flatMap(([, path, shown]) => {
    const file = join(dirname(library), path!)
    const source = readFileSync(file, 'utf8')
    const parts = [...source.matchAll(/^part '([^']+)';/gm)].map(([, part]) =>
      readFileSync(join(dirname(file), part!), 'utf8'),
    )
    return [source, ...parts]
      .flatMap((text) => [...text.matchAll(DECLARATION)])
      .map(([, comment, kind, result]) => ({ name: (kind ?? result)!, comment: comment! }))
      .filter(({ name }) => !name.startsWith('_'))
      .filter(({ name }) => shown === undefined || shown.split(/[\s,]+/).includes(name))
  })
}

/** What an example of a comment takes for granted. */
const GRANTED = `import 'dart:async';
import 'dart:convert' show utf8;
import 'dart:io';
import 'package:oche/oche.dart';
import 'package:oche/testing.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart';
import 'package:shelf/shelf.dart' as shelf;
import 'package:test/test.dart';

final class Order {
  Order.fromJson(JsonMap json) : total = json['total'] as int;
  final int total;
}

Future<void> save(Order order) async {}
HttpReply greet(HttpEvent event, LambdaContext context) => HttpReply(200);
Object? answer(Object? event, LambdaContext context) => null;
dynamic get metrics => null;
dynamic get router => null;
// Of packages that only pub.dev has, and of an application.
dynamic get Logger => null;
dynamic get Level => null;
dynamic get Orders => null;
`

/** Each as a library, in which it is the body of a function. */
function examplesBelow(at: string): string[] {
  return readdirSync(join(root, at), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.dart'))
    .flatMap((path) => {
      const source = readFileSync(join(root, at, path), 'utf8')
      const found = source.matchAll(/^ *\/\/\/ ```dart\n([^]*?)^ *\/\/\/ ```$/gm)
      return [...found].map(([, lines]) => {
        const code = lines!.replaceAll(/^ *\/\/\/ ?/gm, '').replaceAll(/^import .*$/gm, '')
        return `${GRANTED}
Future<void> example(HttpEvent event, SqsMessage message, LambdaContext context,
    LambdaHandler handler, Object error, StackTrace stackTrace) async {
${code}}
`
      })
    })
}

it('every link of the pages leads somewhere', () => {
  for (const page of readdirSync(join(root, 'docs/dart'))) {
    const text = readFileSync(join(root, 'docs/dart', page), 'utf8')
    for (const [, link] of text.matchAll(/\]\(([^)#:]+)(?:#[\w-]*)?\)/g)) {
      expect(existsSync(join(root, 'docs/dart', link!)), `${page}: ${link}`).toBe(true)
    }
  }
})
