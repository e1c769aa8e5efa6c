import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Whether the terminal is this process's now. One in the background (`oche dev &`) is stopped by the
 * system as soon as it reads keys or changes how they are read.
 */
export function isInForeground(): boolean {
  switch (process.platform) {
    case 'win32':
      return true
    case 'linux':
      return isForegroundStat(readFileSync('/proc/self/stat', 'latin1'))
    default: {
      const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(process.pid)], {
        encoding: 'utf8',
      })
      // BSD's word for it.
      return (stdout ?? '').includes('+')
    }
  }
}

/** @param stat `pid (name) state ppid pgrp session tty_nr tpgid …`; a name may hold anything */
export function isForegroundStat(stat: string): boolean {
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group !== undefined && group === foreground
}
