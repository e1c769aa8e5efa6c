import { describe, expect, it } from 'vitest'
import type { Architecture } from '../../../core/config/schema.ts'
import type { DartOptions } from '../../../core/project.ts'
import { lowerBound } from './pubspec.ts'
import { containerfileText } from './container.ts'
import { buildCliArguments, compileArguments, dartRoute, type DartSituation } from './route.ts'
import { dartFailure } from './run.ts'
import { parseDartVersion } from './sdk.ts'

const route = (situation: Partial<DartSituation>) =>
  dartRoute({
    sdk: '3.9.0',
    oldest: undefined,
    hooks: [],
    forced: false,
    native: false,
    ...situation,
  })

describe('dartRoute', () => {
  it('compiles directly with 3.8.2 and newer, naming the target', () => {
    expect(route({ sdk: '3.8.2' })).toMatchObject({ kind: 'compile', cross: true })
    expect(route({ sdk: '3.13.1', native: true })).toMatchObject({ kind: 'compile', cross: true })
  })

  it('goes into a container for the other architecture with an older SDK, and says so', () => {
    expect(route({ sdk: '3.8.1' })).toMatchObject({
      kind: 'container',
      why: 'Dart 3.8.1 is older than 3.8.2',
    })
    expect(route({ sdk: '3.8.1', native: true })).toMatchObject({ kind: 'compile', cross: false })
  })

  it('goes into a container without an SDK, or when it is told to', () => {
    expect(route({ sdk: undefined }).why).toBe('there is no Dart SDK on PATH')
    expect(route({ forced: true }).why).toBe('asked for by --container')
  })

  it('builds a bundle for packages with build hooks, where the SDK can', () => {
    const hooks = ['sqlite3', 'image']
    expect(route({ sdk: '3.13.0', hooks })).toMatchObject({
      kind: 'build-cli',
      cross: true,
      why: 'sqlite3, image have build hooks',
    })
    expect(route({ sdk: '3.10.0', hooks })).toMatchObject({ kind: 'container' })
    expect(route({ sdk: '3.10.0', hooks, native: true })).toMatchObject({
      kind: 'build-cli',
      cross: false,
    })
    expect(route({ sdk: '3.9.4', hooks, native: true }).why).toContain('older than 3.10.0')
  })

  it('goes the same way on every machine, and says where pubspec.yaml admits another', () => {
    const hooks = ['sqlite3']
    expect(route({ sdk: '3.13.0', oldest: '3.13.0', hooks })).not.toHaveProperty('warning')
    for (const oldest of ['3.10.0', undefined]) {
      expect(route({ sdk: '3.14.0', oldest, hooks, native: true })).toMatchObject({
        kind: 'build-cli',
        warning: expect.stringContaining('write "sdk: ^3.13.0" there'),
      })
      expect(route({ sdk: '3.14.0', oldest })).toEqual(route({ sdk: '3.14.0' }))
    }
  })
})

it.each([
  ['^3.10.0', '3.10.0'],
  ['>=3.8.2 <4.0.0', '3.8.2'],
  ['> 3.1.0', '3.1.0'],
  ['3.9.1', '3.9.1'],
  ['<4.0.0', undefined],
  ['any', undefined],
  ['', undefined],
])('the oldest SDK that %s admits is %s', (constraint, oldest) => {
  expect(lowerBound(constraint)).toBe(oldest)
})

const NONE = { define: {}, extraGenSnapshotOptions: [], obfuscate: false, symbols: false }

describe('the commands', () => {
  const source = 'bin/api.dart'
  const compile = (arch: Architecture | undefined, options: Partial<DartOptions> = {}) =>
    compileArguments({ source, output: '/tmp/out', arch }, { ...NONE, ...options }).join(' ')

  it('always name both the system and the architecture, or neither', () => {
    expect(compile('x86_64')).toBe(
      'compile exe bin/api.dart --target-os=linux --target-arch=x64 -o /tmp/out',
    )
    expect(compile(undefined)).toBe('compile exe bin/api.dart -o /tmp/out')
    expect(buildCliArguments({ source, output: 'out', arch: 'arm64' }).join(' ')).toBe(
      'build cli --target=bin/api.dart --target-os=linux --target-arch=arm64 -o out',
    )
  })

  it('say what oche.yaml has under dart:', () => {
    const options = {
      define: { FLAVOR: 'prod', EMPTY: '' },
      extraGenSnapshotOptions: ['--no-code-comments'],
      obfuscate: true,
      symbols: true,
    }
    expect(compile(undefined, options)).toBe(
      'compile exe bin/api.dart --define=FLAVOR=prod --define=EMPTY= ' +
        '--extra-gen-snapshot-options=--obfuscate --extra-gen-snapshot-options=--no-code-comments ' +
        '--save-debugging-info=/tmp/bootstrap.symbols -o /tmp/out',
    )
    const text = containerfileText({ source, arch: 'arm64', options }, 'arm64', false)
    expect(text).toContain('--save-debugging-info=/out/bootstrap.symbols')
  })

  it('run in the container on its own architecture, without an emulator', () => {
    const mine = { source: 'bin/my api.dart', arch: 'arm64', options: NONE } as const
    const text = containerfileText(mine, 'x86_64', false)
    expect(text).toContain('FROM --platform=linux/amd64 docker.io/library/dart:stable AS build')
    expect(text).toContain('--mount=type=cache,target=/root/.pub-cache')
    expect(text).toContain(
      "dart compile exe 'bin/my api.dart' --target-os=linux --target-arch=arm64",
    )
    expect(text).toMatch(/FROM scratch\nCOPY --from=build \/out\/ \/\n$/)
    expect(containerfileText(mine, 'x86_64', true)).toContain('FROM --platform=linux/arm64')
  })
})

const failed = (args: string[], output: string) =>
  dartFailure(args, '/app', { output, failure: 'status 1' })

describe('what could not be fetched', () => {
  const cross = ['compile', 'exe', 'bin/api.dart', '--target-os=linux', '--define=KEY=secret']

  it('is told with the reason, and what to do', () => {
    const words =
      "Unhandled exception:\nClientException with SocketException: Failed host lookup: 'storage.googleapis.com'\n#0 x"
    expect(failed(cross, words)).toMatchObject({
      code: 'DART_DOWNLOAD_FAILED',
      message: expect.stringContaining("Failed host lookup: 'storage.googleapis.com'"),
      remedy: expect.stringMatching(/HTTPS_PROXY.*--container/),
    })
    const pub = 'Got socket error trying to find package lints at https://pub.dev.'
    expect(failed(['pub', 'get'], pub)).toMatchObject({
      code: 'DART_DOWNLOAD_FAILED',
      remedy: expect.stringContaining('PUB_HOSTED_URL'),
    })
  })

  it('is no reason for what needs no network, nor for a mistake in the source', () => {
    const error = 'bin/api.dart:1:1: Error: Expected an identifier.'
    expect(failed(cross, error)).toMatchObject({ code: 'COMPILE_FAILED', detail: error })
    expect(failed(['compile', 'exe', 'bin/api.dart'], 'SocketException').code).toBe(
      'COMPILE_FAILED',
    )
  })

  it('is told without what stands for a name', () => {
    expect(failed(cross, '').remedy).toMatch(/--define=KEY=…$/)
  })
})

it('reads the version of every SDK', () => {
  const text = 'Dart SDK version: 3.12.0-5.0.dev (dev) (Mon Nov 3 2026) on "linux_x64"'
  expect(parseDartVersion(text)).toBe('3.12.0')
  expect(parseDartVersion('bash: dart: not found')).toBeUndefined()
})
