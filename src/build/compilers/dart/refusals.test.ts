import { expect, it } from 'vitest'
import { workspace } from '../../../../tests/support/cli.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { bundledProgram } from './bundle.ts'
import { dartContainer } from './container.ts'
import { readDartPackages } from './package.ts'

const withCode = (code: string) => expect.objectContaining({ code, remedy: expect.any(String) })

it('what dart pub get has left is damaged', () => {
  using folder = workspace({ 'pubspec.yaml': 'name: api\n', '.dart_tool/package_config.json': '{' })
  expect(() => readDartPackages(folder.path)).toThrow(withCode('DART_PACKAGES_DAMAGED'))
})

it('a bundle has other programs than the one that is looked for', () => {
  using folder = workspace({ 'bin/one': '', 'bin/two': '' })
  expect(() => bundledProgram(folder.path, 'bin/api.dart')).toThrow(withCode('BUNDLE_UNKNOWN'))
})

it('a container does not see a package beside the project', () => {
  using folder = workspace({ 'app/pubspec.yaml': 'name: app\n' })
  const root = `${folder.path}/app`
  const packages = { resolved: true, localFolders: [root, `${folder.path}/shared`], withHooks: [] }
  const fn = { name: 'app' } as FunctionConfig
  expect(() =>
    dartContainer({ root, fn, source: 'bin/app.dart', packages, why: 'there is no SDK' }),
  ).toThrow(withCode('CONTAINER_OUTSIDE'))
})
