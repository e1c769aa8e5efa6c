import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { within } from './until.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The program as users get it: compiled, see scripts/test.mjs. */
export const program = join(root, 'dist', 'cli', 'main.js')

export interface Finished {
  status: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  input?: string
  env?: Record<string, string>
}

/** Runs `oche` to its end. */
export async function oche(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = start(args, options)
  const out = collect(child)
  child.stdin!.end(options.input ?? '')
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout: out.stdout(), stderr: out.stderr() }
}

/** A running `oche dev --json`. */
export interface RunningDev {
  url: string
  child: ChildProcess
  /** Everything it has told so far. */
  events: Record<string, unknown>[]
  stderr(): string
  /** The next event, or one that came already, that fits. */
  event(
    fits: (event: Record<string, unknown>, index: number) => boolean,
  ): Promise<Record<string, unknown>>
  /** Waits until standard error holds a text. */
  stderrHas(text: string): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts `oche dev` on a free port and waits until it is ready. */
export async function ocheDev(
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunningDev> {
  const child = start(['dev', '--json', '--port', '0', ...args], options)
  const out = collect(child)
  const events: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  const wakeAll = () => waiting.forEach((wake) => wake())
  let rest = ''
  child.stdout!.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    events.push(...lines.filter((line) => line !== '').map((line) => JSON.parse(line)))
    wakeAll()
  })
  child.stderr!.on('data', wakeAll)
  child.on('close', wakeAll)
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`oche dev ended before that happened\n${out.stdout()}\n${out.stderr()}`)
      }
      await new Promise<void>((wake) => {
        const once = () => {
          waiting.delete(once)
          wake()
        }
        waiting.add(once)
      })
    }
  }
  // A build may be under way, of several functions, on a machine that is busy.
  const told = { instead: () => ({ events, stderr: out.stderr() }), limit: 120_000 }
  const event: RunningDev['event'] = (fits) =>
    within(
      `an event of oche dev for which ${fits}`,
      until(() => events.find(fits)),
      told,
    )
  const ready = await event(({ type }) => type === 'ready')
  return {
    url: ready['url'] as string,
    child,
    events,
    stderr: out.stderr,
    event,
    async stderrHas(text) {
      const has = until(() => (out.stderr().includes(text) ? true : undefined))
      await within(`"${text}" on standard error of oche dev`, has, told)
    },
    stop: async (signal = 'SIGINT') => {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close')
        child.kill(signal)
        await closed
      }
      return child.exitCode
    },
  }
}

function start(args: readonly string[], options: RunOptions): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: 'pipe',
  })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  return child
}

function collect(child: ChildProcess) {
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (chunk: string) => (stdout += chunk))
  child.stderr!.on('data', (chunk: string) => (stderr += chunk))
  return { stdout: () => stdout, stderr: () => stderr }
}

/** A folder of its own below the repository's, so that Bun and packages are found from there. */
/** A folder, gone where its `using` ends, or when it is told to go. */
export interface Workspace extends Disposable {
  path: string
  write(file: string, text: string): void
  remove(): void
}

/**
 * @param inRepository true: below this repository, where its node_modules are found; false: in the
 *   system's temporary folder, where nothing is
 */
export function workspace(files: Record<string, string> = {}, inRepository = true): Workspace {
  const base = inRepository ? join(root, '.oche') : realpathSync(tmpdir())
  mkdirSync(base, { recursive: true })
  const path = mkdtempSync(join(base, 'test-'))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  const remove = () => rmSync(path, { recursive: true, force: true })
  return { path, write, remove, [Symbol.dispose]: remove }
}
