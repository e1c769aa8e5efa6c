import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { writeDartPackages } from '../../../src/cli/commands/new/dart-package.ts'
import { writeTemplate } from '../../../src/cli/commands/new/template.ts'
import { root, workspace } from '../../support/cli.ts'
import { dart, DartPrograms } from '../../support/dart.ts'

if (!dart) throw new Error('OCHE_DART has to name what runs Dart')

const programs = new DartPrograms(dart)
afterAll(() => programs[Symbol.dispose]())

/** Compiled once for all test files: that is what takes the time. */
it.each([
  'dart/oche',
  'dart/oche_shelf',
  'examples/dart-hello',
  'examples/dart-shelf',
  'examples/shop',
])('the tests of %s pass', (folder) => {
  const tests = join(root, folder, 'test')
  const files = readdirSync(tests).filter((file) => file.endsWith('_test.dart'))
  const { ok, output } = programs.runSource(allOf(tests, files), folder)
  expect(ok, output).toBe(true)
  expect(output).toMatch(/[1-9]\d* passed, 0 failed/)
})

function allOf(folder: string, files: string[]): string {
  const imports = files.map(
    (file, at) => `import '${pathToFileURL(join(folder, file)).href}' as t${at};`,
  )
  const groups = files.map((file, at) => `  group('${file}', t${at}.main);`)
  return `import 'package:test/test.dart';
${imports.join('\n')}
void main() {
${groups.join('\n')}
}
`
}

describe('the examples', () => {
  it.each([
    'dart/oche/example/oche_example.dart',
    'dart/oche_shelf/example/oche_shelf_example.dart',
  ])('%s compiles', (script) => {
    expect(() => programs.compile(script)).not.toThrow()
  })
})

const SHELF = `import 'package:oche/oche.dart';
import 'package:oche_shelf/oche_shelf.dart';
import 'package:shelf/shelf.dart';
Future<void> main() => serve(onShelf((request) => Response.ok('')));
`

it('a new project’s test passes, its program and a shelf application compile', () => {
  const project = workspace()
  writeTemplate(join(root, 'templates/dart'), project.path, 'hello-dart')
  writeDartPackages(project.path)
  project.write('bin/shelf.dart', SHELF)
  const packages = {
    hello_dart: project.path,
    oche: join(project.path, 'packages', 'oche'),
    oche_shelf: join(project.path, 'packages', 'oche_shelf'),
  }
  using own = new DartPrograms(dart!, packages)
  const { ok, output } = own.run(join(project.path, 'test/greet_test.dart'), project.path)
  own.compile(join(project.path, 'bin/api.dart'))
  own.compile(join(project.path, 'bin/shelf.dart'))
  project.remove()
  expect(ok, output).toBe(true)
})
