import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { messageOf, systemCode } from '../../core/errors.ts'
import { foreignFormat } from '../../core/executable.ts'
import { Lines } from './lines.ts'

export interface ProcessSpec {
  executable: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
}

export interface ProcessHooks {
  onLine(stream: 'stdout' | 'stderr', line: string): void
  /** Once, after its last line; never after `kill`. */
  onExit(exit: ProcessExit): void
}

export type ProcessExit =
  | { started: true; code: number | null; signal: NodeJS.Signals | null }
  | { started: false; reason: string; workingDirMissing: boolean }

/** What left the process group may keep the pipes open for, in milliseconds. */
const PIPE_GRACE = 200

/**
 * A function's process and everything it starts: on POSIX systems they are a process group, so that
 * none of them outlives it.
 */
export class FunctionProcess {
  readonly #child: ChildProcess | undefined
  /** Settled once the process is gone. */
  readonly gone: Promise<void>
  readonly #written: Lines[] = []
  #killed = false
  /** Its number may be somebody else's by now. */
  #over = false

  constructor(spec: ProcessSpec, hooks: ProcessHooks) {
    if (foreignFormat(spec.executable) !== undefined) {
      this.gone = this.#neverStarted(spec, hooks, 'ENOEXEC')
      return
    }
    try {
      this.#child = spawn(spec.executable, spec.args, {
        cwd: spec.cwd,
        env: spec.env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      })
    } catch (error) {
      // Thrown for what no system call takes, a variable with a NUL byte for example.
      this.gone = this.#neverStarted(spec, hooks, 'EINVAL', messageOf(error))
      return
    }
    this.#read('stdout', this.#child.stdout, hooks)
    this.#read('stderr', this.#child.stderr, hooks)
    this.gone = this.#watch(this.#child, spec, hooks)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** What it has written without a line's end is passed on, as it will not go on for now. */
  pause(): void {
    for (const lines of this.#written) lines.pause()
  }

  /** Ends the process and its group at once, as Lambda ends a sandbox without extensions. */
  kill(): Promise<void> {
    this.#killed = true
    this.#killGroup()
    return this.gone
  }

  /**
   * Asks the process and its group to end, as Lambda does where there are extensions. Windows knows no
   * such request.
   */
  terminate(): void {
    if (process.platform !== 'win32') this.#signalGroup('SIGTERM')
  }

  #read(name: 'stdout' | 'stderr', pipe: Readable | null, hooks: ProcessHooks): void {
    const lines = new Lines((line) => {
      if (!this.#killed) hooks.onLine(name, line)
    })
    this.#written.push(lines)
    pipe?.on('data', (chunk: Buffer) => lines.write(chunk))
    pipe?.on('end', () => lines.end())
  }

  async #neverStarted(
    { cwd }: ProcessSpec,
    hooks: ProcessHooks,
    code: string,
    reason = spawnFailure(code),
  ): Promise<void> {
    await Promise.resolve()
    // The system's error is the same for a missing folder as for a missing program.
    const workingDirMissing = code === 'ENOENT' && !existsSync(cwd)
    this.#finish(hooks, { started: false, reason, workingDirMissing })
  }

  #watch(child: ChildProcess, spec: ProcessSpec, hooks: ProcessHooks): Promise<void> {
    return new Promise((resolve) => {
      child.once('error', (error) => {
        if (child.pid !== undefined) return
        resolve(this.#neverStarted(spec, hooks, systemCode(error) ?? error.message))
      })
      child.once('exit', (code, signal) => {
        this.#killGroup()
        const grace = setTimeout(() => {
          child.stdout?.destroy()
          child.stderr?.destroy()
        }, PIPE_GRACE)
        child.once('close', () => {
          clearTimeout(grace)
          this.#finish(hooks, { started: true, code, signal })
          resolve()
        })
      })
    })
  }

  #finish(hooks: ProcessHooks, exit: ProcessExit): void {
    this.#over = true
    if (!this.#killed) hooks.onExit(exit)
  }

  #killGroup(): void {
    if (process.platform === 'win32' && !this.#over) this.#child?.kill('SIGKILL')
    else this.#signalGroup('SIGKILL')
  }

  #signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this
    if (pid === undefined || this.#over) return
    try {
      process.kill(-pid, signal)
    } catch {
      // Nobody is left in the group.
    }
  }
}

/** As Go words them, which is what Lambda shows. */
function spawnFailure(code: string): string {
  const texts: Record<string, string> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    ENOEXEC: 'exec format error',
    ENOTDIR: 'not a directory',
    ETXTBSY: 'text file busy',
  }
  return texts[code] ?? code
}
