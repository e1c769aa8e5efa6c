import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import { startRemedy, type ContainerEngine } from './engine.ts'

/** What the kernel says of a program for another machine. */
const FOREIGN = /exec format error/i

const DOWN =
  /(cannot|unable to) connect to (the docker daemon|podman)|is the docker daemon running/i

/** Engines' words for an image that no registry gives them. */
const NOT_FETCHED =
  /initializing source docker:|failed to resolve source metadata|pull access denied|error pulling image/i

interface Failed {
  engine: ContainerEngine
  arch: Architecture
  command: string
  output: string
  /** What makes a container needless, as a remedy. */
  instead?: string | undefined
}

/** What went wrong in a build, told by the engine's own words. */
export function containerFailure({ engine, arch, command, output, instead }: Failed): OcheError {
  if (FOREIGN.test(output)) {
    const binfmt = arch === 'arm64' ? 'arm64' : 'amd64'
    return new OcheError(
      'EMULATOR_MISSING',
      `this machine cannot run programs for ${arch}, which the Containerfile does`,
      {
        remedy:
          `Install an emulator: sudo apt-get install qemu-user-static, or ` +
          `${engine.name} run --privileged --rm docker.io/tonistiigi/binfmt --install ${binfmt}. ` +
          'Or compile for the other machine: FROM --platform=$BUILDPLATFORM',
        detail: output,
      },
    )
  }
  if (DOWN.test(output)) {
    return new OcheError('CONTAINER_ENGINE_DOWN', `${engine.name} is not running`, {
      remedy: startRemedy(engine.name),
      detail: output,
    })
  }
  const ran = `What was run: ${command}`
  const isFetched = !NOT_FETCHED.test(output)
  const message = isFetched
    ? `${engine.name} build failed`
    : `${engine.name} could not fetch an image`
  const reach = `${engine.name} reach the registry of the image`
  return new OcheError('CONTAINER_BUILD_FAILED', message, {
    remedy: isFetched
      ? ran
      : `${instead === undefined ? 'Let' : `${instead}. Or let`} ${reach}. ${ran}`,
    detail: output,
  })
}
