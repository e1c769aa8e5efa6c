import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../core/is-alive.ts'
import { cacheFolder } from './cache-folder.ts'
import { removeIfPossible } from './files.ts'
import { ancestors } from './inputs/folders.ts'

/** Of this machine: homes are shared between containers, whose processes have numbers of their own. */
const MACHINE = hostname().replace(/[^\w.]+/g, '_')

/** Whoever has not run for so long does not run, in milliseconds. */
const LONG_AGO_MS = 7 * 24 * 60 * 60 * 1000

const made = new Set<string>()

/**
 * A new, empty folder that stands for `/var/task` while it runs. No `node_modules` can be reached from
 * it: what is missing in the package is missing here, too, as on Lambda. It is deleted when this
 * process ends at the latest; what processes have left that were killed is deleted by the way.
 */
export function runningFolder(): string {
  const { base, prefix } = freePlace()
  mkdirSync(base, { recursive: true })
  for (const name of readdirSync(base)) {
    if (name.startsWith(prefix)) removeIfLeft(join(base, name), name.slice(prefix.length))
  }
  // Only this user may look into it.
  const folder = mkdtempSync(join(base, `${prefix}${MACHINE}-${process.pid}-`))
  made.add(folder)
  process.off('exit', removeAll).once('exit', removeAll)
  return folder
}

function removeAll(): void {
  for (const folder of made) removeIfPossible(folder)
}

/** Deletes one of them as far as it goes. */
export function removeRunningFolder(folder: string): void {
  removeIfPossible(folder)
  made.delete(folder)
}

/** Where it is possible beside what else is kept; a person may well have packages in the home folder. */
function freePlace(): { base: string; prefix: string } {
  const kept = { base: join(cacheFolder(), 'running'), prefix: '' }
  const hasModules = ancestors(kept.base).some((folder) => existsSync(join(folder, 'node_modules')))
  return hasModules ? { base: tmpdir(), prefix: 'oche-running-' } : kept
}

function removeIfLeft(folder: string, name: string): void {
  const [, machine, pid] = /^(.+)-(\d+)-\w+$/.exec(name) ?? []
  if (machine === MACHINE && isAlive(Number(pid))) return
  const { mtimeMs = 0 } = statSync(folder, { throwIfNoEntry: false }) ?? {}
  if (machine === MACHINE || mtimeMs < Date.now() - LONG_AGO_MS) removeIfPossible(folder)
}
