import { describe, expect, it } from 'vitest'
import { containerfileText } from './container.ts'
import { buildCliArguments, compileArguments, dartRoute, type DartSituation } from './route.ts'
import { parseDartVersion } from './sdk.ts'

const route = (situation: Partial<DartSituation>) =>
  dartRoute({ sdk: '3.9.0', hooks: [], forced: false, native: false, ...situation })

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
})

describe('the commands', () => {
  it('always name both the system and the architecture, or neither', () => {
    expect(compileArguments('bin/api.dart', 'out', 'x86_64').join(' ')).toBe(
      'compile exe bin/api.dart --target-os=linux --target-arch=x64 -o out',
    )
    expect(compileArguments('bin/api.dart', 'out', undefined).join(' ')).toBe(
      'compile exe bin/api.dart -o out',
    )
    expect(buildCliArguments('bin/api.dart', 'out', 'arm64').join(' ')).toBe(
      'build cli --target=bin/api.dart --target-os=linux --target-arch=arm64 -o out',
    )
  })

  it('run in the container on its own architecture, without an emulator', () => {
    const text = containerfileText('bin/my api.dart', 'arm64', 'x86_64', false)
    expect(text).toContain('FROM --platform=linux/amd64 docker.io/library/dart:stable AS build')
    expect(text).toContain('--mount=type=cache,target=/root/.pub-cache')
    expect(text).toContain(
      "dart compile exe 'bin/my api.dart' --target-os=linux --target-arch=arm64",
    )
    expect(text).toMatch(/FROM scratch\nCOPY --from=build \/out\/ \/\n$/)
    expect(containerfileText('bin/a.dart', 'arm64', 'x86_64', true)).toContain(
      'FROM --platform=linux/arm64',
    )
  })
})

it('reads the version of every SDK', () => {
  const text = 'Dart SDK version: 3.12.0-5.0.dev (dev) (Mon Nov 3 2026) on "linux_x64"'
  expect(parseDartVersion(text)).toBe('3.12.0')
  expect(parseDartVersion('bash: dart: not found')).toBeUndefined()
})
