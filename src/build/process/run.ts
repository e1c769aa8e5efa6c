import { closeSync, openSync, readFileSync } from 'node:fs'
import { execa, ExecaError } from 'execa'
import { machineFaultIn } from '../../core/machine-fault.ts'
import { endGently, endTree, killTree } from './end.ts'

/** A program and its arguments, as plain data. */
export interface ToolCommand {
  file: string
  args: readonly string[]
  cwd: string
  /** The whole environment. @default this process's */
  env?: NodeJS.ProcessEnv
  /** A file for what it writes: it then goes on to its end where this process is killed. */
  log?: string
  /** When it is cancelled it has time to tidy up: what it has started is ended before it is. */
  tidiesUp?: boolean
}

/** How a program ended. */
export interface ToolResult {
  /** False where it could not be started, was ended by a signal, or its status is not 0. */
  ok: boolean
  stdout: string
  /** What it wrote, in the order it was written. */
  output: string
  /** What went wrong in a few words: `status 1`, `ended by SIGKILL`, `not found`. */
  failure: string | undefined
  /** Set where it could not be started at all. */
  notFound: boolean
}

/**
 * Runs a program to its end. It gets a process group of its own, so that whatever it has started
 * ends with it when the signal is aborted; the promise then rejects with the signal's reason.
 *
 * @throws OcheError where it failed for what the machine refuses: `ENOSPC`, `EROFS`, …
 */
export async function runTool(command: ToolCommand, signal?: AbortSignal): Promise<ToolResult> {
  signal?.throwIfAborted()
  const { log } = command
  if (log === undefined) return checked(await runWith(command, 'pipe', signal))
  const descriptor = openSync(log, 'a')
  try {
    const result = await runWith(command, descriptor, signal)
    return checked({ ...result, output: readFileSync(log, 'utf8').trim() })
  } finally {
    closeSync(descriptor)
  }
}

/** A full disk is no mistake in a source. */
function checked(result: ToolResult): ToolResult {
  const fault = result.ok ? undefined : machineFaultIn(result.output)
  if (fault !== undefined) throw fault
  return result
}

/** A bundle may be large; a compiler that never ends must not take all memory. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

async function runWith(
  { file, args, cwd, env = process.env, log, tidiesUp }: ToolCommand,
  output: 'pipe' | number,
  signal: AbortSignal | undefined,
): Promise<ToolResult> {
  const child = execa(file, [...args], {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    // A descriptor does as well, which execa's types do not know.
    stdout: output as 'pipe',
    stderr: output as 'pipe',
    all: true,
    reject: false,
    maxBuffer: MAX_OUTPUT_BYTES,
    detached: process.platform !== 'win32',
    cleanup: log === undefined,
  })
  const end = tidiesUp ? endGently : endTree
  const stop = () => child.pid !== undefined && end(child.pid)
  // Its group is its own: without this it would go on where this process has to end at once.
  const kill = () => log === undefined && child.pid !== undefined && killTree(child.pid)
  signal?.addEventListener('abort', stop, { once: true })
  process.once('exit', kill)
  try {
    const result = await child
    signal?.throwIfAborted()
    const { stdout = '', all = '' } = result as { stdout?: string; all?: string }
    return { ok: !result.failed, stdout, output: all.trim(), ...failureOf(result) }
  } finally {
    signal?.removeEventListener('abort', stop)
    process.off('exit', kill)
  }
}

function failureOf(result: unknown): Pick<ToolResult, 'failure' | 'notFound'> {
  if (!(result instanceof ExecaError)) return { failure: undefined, notFound: false }
  const { code, signal, exitCode, shortMessage } = result
  if (code === 'ENOENT' || code === 'EACCES') return { failure: 'not found', notFound: true }
  const status = exitCode === undefined ? shortMessage : `status ${exitCode}`
  return { failure: signal ? `ended by ${signal}` : status, notFound: false }
}
