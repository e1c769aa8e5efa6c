import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, readFileSync } from 'node:fs'

/** Why files stay in memory, and what to do about it. */
export interface Kept {
  reason: string
  remedy: string
}

/**
 * Lets a folder's files leave the page cache, as far as nobody has them mapped. It needs no right of an
 * administrator: GNU's `dd` asks the kernel by `posix_fadvise`, which Node.js does not offer.
 *
 * @returns why they stay, where that is known beforehand
 */
export function dropFromMemory(files: readonly string[]): Kept | undefined {
  if (process.platform !== 'linux') {
    return {
      reason: `${systemName()} does not let go of single files`,
      remedy: 'Run oche bench on Linux, in a virtual machine for example, or oche bench --remote.',
    }
  }
  for (const file of files) {
    writeBack(file)
    const { status } = spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], {
      stdio: 'ignore',
    })
    if (status !== 0) {
      return {
        reason: 'there is no dd that knows iflag=nocache',
        remedy: "Install GNU's coreutils.",
      }
    }
  }
  return undefined
}

/** What the kernel has read from disk for a process, in bytes; undefined where it does not tell. */
export function readFromDisk(pid: number): number | undefined {
  try {
    const found = /^read_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1]
    return found === undefined ? undefined : Number(found)
  } catch {
    return undefined
  }
}

/** Pages that are not written yet cannot go. */
function writeBack(file: string): void {
  const opened = openSync(file, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

function systemName(): string {
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' }
  return names[process.platform] ?? process.platform
}
