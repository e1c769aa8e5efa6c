import { expect, it } from 'vitest'
import { workspace } from '../../../../tests/support/cli.ts'
import { readDartPackages } from './package.ts'

const NAMES = ['app', 'http', 'sqlite', 'test', 'tool', 'other']

/** A project whose every package has a build hook. */
function project(graph?: object) {
  const packages = NAMES.map((name) => ({
    name,
    rootUri: name === 'app' ? '../' : `../pub/${name}`,
  }))
  return workspace({
    'pubspec.yaml': 'name: app\n',
    '.dart_tool/package_config.json': JSON.stringify({ configVersion: 2, packages }),
    ...(graph && { '.dart_tool/package_graph.json': JSON.stringify(graph) }),
    ...Object.fromEntries(NAMES.slice(1).map((name) => [`pub/${name}/hook/build.dart`, ''])),
  })
}

it('hooks of what only tests and tools of the project need do not count', () => {
  using folder = project({
    configVersion: 1,
    roots: ['app', 'other'],
    packages: [
      { name: 'app', dependencies: ['http'], devDependencies: ['test'] },
      // A circle, and what a dependency's own tests need.
      { name: 'http', dependencies: ['sqlite', 'app'], devDependencies: ['tool'] },
      { name: 'sqlite', dependencies: [] },
      { name: 'test', dependencies: ['tool'] },
      { name: 'other', dependencies: ['tool'] },
    ],
  })
  expect(readDartPackages(folder.path).withHooks).toEqual(['http', 'sqlite'])
})

it('an SDK that writes no graph has every package’s hooks count', () => {
  using folder = project()
  expect(readDartPackages(folder.path).withHooks).toEqual(NAMES.slice(1))
})

it('a graph that cannot be read is told of', () => {
  using folder = project()
  folder.write('.dart_tool/package_graph.json', '{')
  expect(() => readDartPackages(folder.path)).toThrow(
    expect.objectContaining({ code: 'DART_PACKAGES_DAMAGED' }),
  )
})
