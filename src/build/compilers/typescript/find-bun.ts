import { join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { installCommand } from '../../../core/packages.ts'
import { packagedFile } from './packaged.ts'
import { which } from '../../process/which.ts'

const EXECUTABLE = process.platform === 'win32' ? 'bun.exe' : 'bun'

/**
 * Finds Bun: in the project's packages or those of a folder above, else on PATH.
 *
 * @throws OcheError `BUN_NOT_FOUND`
 */
export function findBun(root: string, env: NodeJS.ProcessEnv = process.env): string {
  const found = packagedFile(root, 'bun', packagedBuns()) ?? which('bun', env)
  if (found !== undefined) return found
  throw new OcheError('BUN_NOT_FOUND', 'Bun, which compiles TypeScript, was not found', {
    remedy: `Type: ${installCommand(root, 'bun', 'development')}`,
  })
}

/**
 * npm's package `bun` moves the executable of this system into itself when its install script may
 * run, and leaves it in its own package where it may not.
 */
function packagedBuns(): string[] {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch
  return [
    join('@oven', `bun-${platform}-${arch}`, 'bin', EXECUTABLE),
    join('@oven', `bun-${platform}-${arch}-baseline`, 'bin', EXECUTABLE),
    join('bun', 'bin', 'bun.exe'),
  ]
}
