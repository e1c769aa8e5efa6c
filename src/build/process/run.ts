import { spawn } from 'node:child_process'
import { execa, ExecaError } from 'execa'

/** A program and its arguments, as plain data. */
export interface ToolCommand {
  file: string
  args: readonly string[]
  cwd: string
  /** The whole environment. @default this process's */
  env?: NodeJS.ProcessEnv
}

/** How a program ended. */
export interface ToolResult {
  /** False where it could not be started, was ended by a signal, or its status is not 0. */
  ok: boolean
  stdout: string
  stderr: string
  /** Both, in the order they were written. */
  output: string
  /** What went wrong in a few words: `status 1`, `ended by SIGKILL`, `not found`. */
  failure: string | undefined
  /** Set where it could not be started at all. */
  notFound: boolean
}

/**
 * Runs a program to its end. It gets a process group of its own, so that whatever it has started
 * ends with it when the signal is aborted; the promise then rejects with the signal's reason.
 */
export async function runTool(
  { file, args, cwd, env = process.env }: ToolCommand,
  signal?: AbortSignal,
): Promise<ToolResult> {
  signal?.throwIfAborted()
  const child = execa(file, [...args], {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    maxBuffer: 16 * 1024 * 1024,
    detached: process.platform !== 'win32',
  })
  const stop = () => endTree(child.pid)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const result = await child
    signal?.throwIfAborted()
    const { stdout, stderr, all } = result
    return { ok: !result.failed, stdout, stderr, output: all.trim(), ...failureOf(result) }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function failureOf(result: unknown): Pick<ToolResult, 'failure' | 'notFound'> {
  if (!(result instanceof ExecaError)) return { failure: undefined, notFound: false }
  const { code, signal, exitCode, shortMessage } = result
  if (code === 'ENOENT' || code === 'EACCES') return { failure: 'not found', notFound: true }
  const failure = signal
    ? `ended by ${signal}`
    : exitCode === undefined
      ? shortMessage
      : `status ${exitCode}`
  return { failure, notFound: false }
}

/** Ends a process and all that it has started. */
function endTree(pid: number | undefined): void {
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // It has ended by itself.
  }
}
