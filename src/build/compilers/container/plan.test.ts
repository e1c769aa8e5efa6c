import { describe, expect, it } from 'vitest'
import { ENGINES } from './engine.ts'
import { containerFailure } from './failure.ts'
import { buildArguments, LABEL } from './plan.ts'

const build = {
  arch: 'arm64',
  file: '/p/Containerfile',
  ignoreFile: '/p/Containerfile.dockerignore',
  context: '/p',
  output: '/p/out',
  tag: 'oche-build/x:1',
} as const

describe('buildArguments', () => {
  it.each(ENGINES)('writes files for a platform instead of creating a container: %s', (engine) => {
    const args = buildArguments({ engine, ...build })
    expect(args.slice(0, 7)).toEqual(
      'build --platform linux/arm64 --file /p/Containerfile --output type=local,dest=/p/out'.split(
        ' ',
      ),
    )
    expect(args.at(-1)).toBe('/p')
    expect(args).not.toContain('run')
  })

  it('names the image where one stays, so that it can be pruned', () => {
    expect(buildArguments({ engine: 'podman', ...build })).toEqual(
      expect.arrayContaining(['--tag', build.tag, '--label', `${LABEL}=result`, '--ignorefile']),
    )
    expect(buildArguments({ engine: 'docker', ...build })).not.toContain('--tag')
  })
})

describe('containerFailure', () => {
  const engine = { name: 'docker', command: '/usr/bin/docker' } as const
  const failure = (output: string, instead?: string) =>
    containerFailure({ engine, arch: 'arm64', command: 'docker build', output, instead })
  const code = (output: string) => failure(output).code

  it('tells a missing emulator, an engine that is not running and a failed build apart', () => {
    expect(code('exec /bin/sh: exec format error')).toBe('EMULATOR_MISSING')
    expect(code('ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock')).toBe(
      'CONTAINER_ENGINE_DOWN',
    )
    expect(code('main.c:1:1: error: connection refused')).toBe('CONTAINER_BUILD_FAILED')
  })

  it('names what makes a container needless where its image cannot be fetched', () => {
    const podman =
      'Error: creating build container: initializing source docker://dart:stable: no such host'
    const docker = 'ERROR: dart:stable: failed to resolve source metadata for dart:stable'
    for (const output of [podman, docker]) {
      expect(failure(output, 'Install the Dart SDK')).toMatchObject({
        code: 'CONTAINER_BUILD_FAILED',
        message: 'docker could not fetch an image',
        remedy: expect.stringMatching(
          /^Install the Dart SDK\. Or let docker reach .* docker build$/,
        ),
      })
    }
    expect(failure('main.c:1:1: error', 'Install the Dart SDK').remedy).toBe(
      'What was run: docker build',
    )
  })
})
