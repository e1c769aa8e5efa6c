import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import { startRemedy, type ContainerEngine } from './engine.ts'

/** What the kernel says of a program for another machine. */
const FOREIGN = /exec format error/i

const DOWN =
  /(cannot|unable to) connect to (the docker daemon|podman)|is the docker daemon running/i

/** What went wrong in a build, told by the engine's own words. */
export function containerFailure(
  engine: ContainerEngine,
  arch: Architecture,
  command: string,
  output: string,
): OcheError {
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
  return new OcheError('CONTAINER_BUILD_FAILED', `${engine.name} build failed`, {
    remedy: `What was run: ${command}`,
    detail: output,
  })
}
