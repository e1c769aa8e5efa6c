import type { ListedVersion } from '../../deploy/index.ts'
import type { Style } from './output.ts'
import { ageText, bytesText } from './units.ts'

/**
 * One line a version: number, age, size, hash, and which one serves.
 *
 * @param now milliseconds since 1970
 */
export function versionLines(
  versions: readonly ListedVersion[],
  style: Style,
  now = Date.now(),
): string[] {
  return versions.map(({ version, live, codeSha256, bytes, deployedAt }) => {
    const age = ageText(now - Date.parse(deployedAt))
    const columns = [
      version.padStart(5),
      age.padEnd(14),
      bytesText(bytes).padEnd(9),
      codeSha256.slice(0, 12),
    ]
    return `${columns.join('  ')}${live ? `  ${style('green', 'live')}` : ''}`
  })
}
