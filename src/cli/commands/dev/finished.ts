import { openArtifact, type HostBuild } from '../../../build/index.ts'
import { mayExecute } from '../../../core/unzip.ts'
import { OcheError } from '../../../core/errors.ts'
import { foreignFormat } from '../../../core/executable.ts'
import { hostArchitecture } from '../../../core/host.ts'

/**
 * What `oche dev --artifact` runs, refused beforehand where this machine could not start it.
 *
 * @throws OcheError as `openArtifact`, and `ARTIFACT_NOT_EXECUTABLE`, `WRONG_ARCHITECTURE`
 */
export async function openForHost(root: string, file: string): Promise<HostBuild> {
  const opened = await openArtifact(root, file)
  const { executable } = opened
  const foreign = foreignFormat(executable)
  if (foreign === 'unknown') {
    throw new OcheError(
      'ARTIFACT_NOT_EXECUTABLE',
      `${file} is neither a program, nor a script with a #! line, nor a zip with one of them`,
      { remedy: 'Give --artifact what "oche build" prints: its bootstrap or its zip.' },
    )
  }
  if (foreign !== undefined) {
    const host = hostArchitecture()
    throw new OcheError(
      'WRONG_ARCHITECTURE',
      `${file} is built for ${foreign}; this machine is ${host}`,
      {
        remedy: `Build it for this machine (oche build --arch ${host}), or install qemu-user-static.`,
      },
    )
  }
  if (mayExecute(executable)) return opened
  throw new OcheError('ARTIFACT_NOT_EXECUTABLE', `${file} may not be executed`, {
    remedy: `Type: chmod +x ${file}`,
  })
}
