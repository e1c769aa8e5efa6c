import { copyFileSync, linkSync, rmSync } from 'node:fs'

/** Some file systems know no hard links. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

/** Deletes a folder of old builds as far as it goes: Windows deletes no executable that runs. */
export function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // The next build tries again.
  }
}
