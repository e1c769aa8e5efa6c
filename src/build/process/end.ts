import { spawn } from 'node:child_process'
import { isAlive } from '../../core/is-alive.ts'
import { leavesOf } from './leaves.ts'

/** Ends a process that leads its group, and all that it has started. */
export function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  send(-pid, 'SIGTERM')
  // Some pass over it. Where this process ends first, `killTree` has done the same.
  setTimeout(() => killTree(pid), PATIENCE_MS / 2).unref()
}

/** Ends them without asking. */
export function killTree(pid: number): void {
  if (process.platform !== 'win32') send(-pid, 'SIGKILL')
}

const PATIENCE_MS = 5_000
const STEP_MS = 50

/**
 * Ends what a process has started, again and again, until it gives up by itself: an engine that
 * builds images then removes what it was working on, which it leaves when it is ended itself. That
 * happens only where it takes too long.
 */
export function endGently(pid: number): void {
  const deadline = Date.now() + PATIENCE_MS
  const step = () => {
    if (!isAlive(pid)) return
    if (Date.now() > deadline) return endTree(pid)
    for (const leaf of leavesOf(pid)) send(leaf, 'SIGTERM')
    setTimeout(step, STEP_MS)
  }
  step()
}

/** False where there is no such process. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
