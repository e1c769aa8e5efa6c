import { join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { installCommand } from '../../../core/packages.ts'
import { packagedFile } from './packaged.ts'
import { which } from '../../process/which.ts'

/**
 * Finds esbuild: in the project's packages or those of a folder above, else on PATH.
 *
 * @throws OcheError `ESBUILD_NOT_FOUND`
 */
export function findEsbuild(root: string): string {
  const executable = process.platform === 'win32' ? ['esbuild.exe'] : ['bin', 'esbuild']
  const file = join('@esbuild', `${process.platform}-${process.arch}`, ...executable)
  const found = packagedFile(root, 'esbuild', [file]) ?? which('esbuild')
  if (found !== undefined) return found
  throw new OcheError(
    'ESBUILD_NOT_FOUND',
    'esbuild, which "engine: node" and "engine: quickjs" bundle with, was not found',
    {
      remedy: `Type: ${installCommand(root, 'esbuild', 'development')}`,
    },
  )
}
