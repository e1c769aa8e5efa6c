import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { oche, ocheDev, workspace } from '../../support/cli.ts'
import { StandInSdk } from '../../support/dart-sdk.ts'
import { dart } from '../../support/dart.ts'

/**
 * A new user's hour in Dart, as far as a virtual machine alone goes: it compiles no executable, so nothing is
 * built or deployed. Tests of new projects run in unit.suite.ts, whose `package:test` is a stand-in: pub.dev is
 * not asked.
 */
it.skipIf(dart?.compiles)('a new project is served, edited, served anew and invoked', async () => {
  using folder = workspace({}, false)
  const lib = {
    packageUri: 'lib/',
    languageVersion: dart!.version.split('.').slice(0, 2).join('.'),
  }
  const packages = [
    { name: 'greeter', rootUri: '../', ...lib },
    { name: 'oche', rootUri: '../packages/oche', ...lib },
  ]
  using sdk = new StandInSdk({
    vm: dart!.command,
    resident: false,
    packages: { configVersion: 2, packages },
  })
  const { env } = sdk
  const made = await oche(['new', 'greeter', '--lang', 'dart'], { cwd: folder.path, env })
  expect(made.status, made.stderr).toBe(0)
  expect(made.stderr).toContain('Next:\n  cd greeter\n  oche dev\n')

  const cwd = join(folder.path, 'greeter')
  const dev = await ocheDev([], { cwd, env })
  const message = async () =>
    ((await (await fetch(`${dev.url}/?name=Ada`)).json()) as { message: string }).message
  expect(await message()).toBe('Hello, Ada!')
  const source = join(cwd, 'lib/greet.dart')
  writeFileSync(source, readFileSync(source, 'utf8').replace('Hello', 'Moin'))
  await dev.event(({ type }) => type === 'rebuilt')
  expect(await message()).toBe('Moin, Ada!')
  expect(await dev.stop()).toBe(130)

  const invoked = await oche(['invoke', '--local', '--event', 'function-url'], { cwd, env })
  expect(invoked.status, invoked.stderr).toBe(0)
  expect(JSON.parse(invoked.stdout)).toMatchObject({ statusCode: 200 })
})
