import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { stackFrame } from './stack-frame.ts'

it.each([
  'file://another.host/a.js',
  'file:///a%2Fb.js',
  'file://[',
  'file:///%zz.js',
  'file:///a%00.js',
])('a place that is no file of this machine has no path: %s', (place) => {
  expect(stackFrame(`    at run (${place}:1:2)`, '/shop')).toMatchObject({
    path: undefined,
    line: 1,
  })
})

it('a frame of what Dart has generated is one without a place', () => {
  const getter = stackFrame('#0      table (file:///app/bin/api.dart)', '/app')
  expect(getter).toMatchObject({ path: undefined })
  const own = stackFrame('#1      table (file:///app/bin/api.dart:7)', '/app')
  expect(own).toMatchObject({ name: 'table', path: 'bin/api.dart', line: 7, column: undefined })
})

it('a frame of Dart names a file by its package: those of the project have their place', () => {
  const root = mkdtempSync(join(tmpdir(), 'oche-frames-'))
  try {
    const packages = [
      { name: 'api', rootUri: '../', packageUri: 'lib/' },
      {
        name: 'models',
        rootUri: pathToFileURL(join(root, 'shared/models')).href,
        packageUri: 'lib/',
      },
      { name: 'oche', rootUri: '../packages/oche', packageUri: 'lib/' },
      { name: 'http', rootUri: 'file:///home/me/.pub-cache/http-1.0.0', packageUri: 'lib/' },
    ]
    mkdirSync(join(root, '.dart_tool'))
    writeFileSync(join(root, '.dart_tool/package_config.json'), JSON.stringify({ packages }))
    const pathIn = (place: string) => stackFrame(`#0      new X (${place}:7:17)`, root)?.path
    expect(pathIn('package:api/src/greet.dart')).toBe('lib/src/greet.dart')
    expect(pathIn('package:models/item.dart')).toBe('shared/models/lib/item.dart')
    expect(pathIn('package:oche/src/loop.dart')).toBeUndefined()
    expect(pathIn('package:http/http.dart')).toBeUndefined()
    writeFileSync(join(root, '.dart_tool/package_config.json'), '{')
    expect(pathIn('package:absent/http.dart')).toBeUndefined()
    rmSync(join(root, '.dart_tool'), { recursive: true })
    writeFileSync(
      join(root, 'pubspec.yaml'),
      'publish_to: none\nname: api\nresolution: workspace\n',
    )
    expect(pathIn('package:api/greet.dart')).toBe('lib/greet.dart')
    expect(pathIn('package:models/item.dart')).toBeUndefined()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
