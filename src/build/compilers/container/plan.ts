import type { Architecture } from '../../../core/config/schema.ts'
import type { EngineName } from './engine.ts'

export interface ContainerBuild {
  engine: EngineName
  arch: Architecture
  /** Absolute path of the Containerfile. */
  file: string
  /** Absolute path of a file that says what of the context is left out, if it is ours. */
  ignoreFile?: string | undefined
  /** Absolute path of the context. */
  context: string
  /** Absolute path of the folder to write the last stage's files to. */
  output: string
  /** Name of the image, where the engine keeps one. */
  tag: string
}

/** On every image that a build leaves, so that `oche clean` finds them. */
export const LABEL = 'dev.oche.build'

/** The platforms' names for architectures. */
export const PLATFORMS: Record<Architecture, string> = {
  arm64: 'linux/arm64',
  x86_64: 'linux/amd64',
}

/**
 * True for engines that build by themselves, without a daemon, and keep an image even where its
 * files are what was asked for.
 */
export function keepsImage(engine: EngineName): boolean {
  return engine === 'podman' || engine === 'buildah'
}

/**
 * The arguments of a build that writes files instead of an image: no container is ever created, so
 * none can be left behind.
 */
export function buildArguments(build: ContainerBuild): string[] {
  const keeps = keepsImage(build.engine)
  return [
    'build',
    '--platform',
    PLATFORMS[build.arch],
    '--file',
    build.file,
    '--output',
    `type=local,dest=${build.output}`,
    ...(keeps ? ['--layers', '--tag', build.tag, '--label', `${LABEL}=result`] : []),
    ...(keeps && build.ignoreFile !== undefined ? ['--ignorefile', build.ignoreFile] : []),
    build.context,
  ]
}
