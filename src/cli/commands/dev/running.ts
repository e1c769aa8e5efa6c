import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { makeOcheFolder, ocheFolder } from '../../../core/paths.ts'

/** How `oche invoke` finds a running `oche dev` of the same project. */
export interface RunningDev {
  url: string
  pid: number
}

const fileOf = (root: string) => ocheFolder(root, 'dev.json')

export function announce(root: string, dev: RunningDev): void {
  makeOcheFolder(root)
  writeFileSync(fileOf(root), JSON.stringify(dev))
}

/** Takes the announcement back, unless another `dev` has announced itself since. */
export function withdraw(root: string, pid: number): void {
  if (readRunning(root)?.pid === pid) rmSync(fileOf(root), { force: true })
}

/** The `dev` that announced itself and whose process still lives. */
export function readRunning(root: string): RunningDev | undefined {
  try {
    const dev = JSON.parse(readFileSync(fileOf(root), 'utf8')) as RunningDev
    process.kill(dev.pid, 0)
    return dev
  } catch {
    // No file, half a file, or no such process: nothing runs.
    return undefined
  }
}
